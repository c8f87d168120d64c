"""The served workbook: Voila with its own pages, kernels that are looked after, and JupyterLab for a trainer.

Here: the server, its pages' frame, what it remembers of a notebook, and how it starts and stops kernels.
Not here: exercises, content and what a learner wrote. The server shows a notebook without knowing what is in
it, and nothing that a learner writes reaches it.
"""

import sys

# jsonschema would import it for a kind of address that nothing here checks; its grammars take two seconds of
# each start.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
