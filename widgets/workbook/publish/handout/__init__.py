"""The whole course on paper: a workbook to print and to write in."""
