"""The workbook as a package for a learning platform: SCORM 1.2, SCORM 2004 or cmi5.

Here: the manifest, the page that the platform opens, and the package file. Not here: the pages in it (see
`publish.site`).
"""
