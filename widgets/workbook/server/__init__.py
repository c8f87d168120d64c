"""The workbook on `widget_host`: what it puts on pages, and what goes with a server of it.

Here: branding and the frame of pages, the search for folders, checking pages by running them, capacity,
files for a deployment, sign-in with a hub, and JupyterLab for a trainer. Not here: serving itself (see
`widget_host`), exercises, content and what a learner wrote.
"""
