"""The workbook as a folder of pages that needs no server, or as one file."""
