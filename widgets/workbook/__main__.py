"""Lets `python -m workbook` do what the command `workbook` does."""

from workbook.cli.main import main

main()
