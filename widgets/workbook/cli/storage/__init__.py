"""The commands for what a server stores: records, feedback, counts of use, trainers and workshops.

Here: these commands, the options of `workbook serve` for the same data, and the commands for the whole
database. Not here: how the data are stored (see `workbook.record`, `workbook.usage`, `workbook.workshop` and
`workbook.database`).
"""
