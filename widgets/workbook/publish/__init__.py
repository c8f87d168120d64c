"""The workbook without a server: as pages, as files for a learning platform, and on paper.

Here: how pages and content become files that need nothing of ours to run. Not here: the server (see `server`)
and the commands (see the room `cli`).
"""
