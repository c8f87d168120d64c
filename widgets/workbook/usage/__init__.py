"""How the workbook is used: voluntary feedback from learners, and anonymous counts.

Here: feedback, visits by page and day, finished standards by week, in the database or, if the publisher
chooses, in a table (CSV). Not here: the form (see the exercise `feedback`), the commands (see
`cli.feedback`). It imports `database`, and the handling of spreadsheet cells.
"""
