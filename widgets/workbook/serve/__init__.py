"""The served workbook: Voila with its own pages, kernels that are looked after, and JupyterLab for a trainer.

Here: the server, its pages' frame, what it remembers of a notebook, and how it starts and stops kernels.
Not here: exercises, content and what a learner wrote. The server shows a notebook without knowing what is in
it, and nothing that a learner writes reaches it.
"""
