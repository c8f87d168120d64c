"""Lets `python -m workbook` do what the command `workbook` does."""

from workbook.cli import main

main()
