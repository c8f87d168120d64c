"""How the workbook is used: what learners send of their own accord, and counts that hold no person.

Here: feedback, visits by page and day, finished standards by week, in the database or, where a publisher
asks for one, in a table (CSV). Not here: the form (see the exercise `feedback`), the commands (see
`cli.feedback`). It knows the room `database`, and what `documents` knows of a spreadsheet's cells.
"""
