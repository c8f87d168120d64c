"""The workbook without a server: as pages, as files for a learning platform, and on paper.

Here: converting pages and content to files that work without our software. Not here: the server (see
`server`) and the commands (see `cli`).
"""
