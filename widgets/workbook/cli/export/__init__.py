"""The commands `workbook export`: the course as files, one module for each kind of file.

Here: their options, and the output. Not here: the contents of the files (see `workbook.publish`).
"""
