"""What a learner sends on purpose, kept by the server: feedback on the workbook, and nothing else.

What a learner writes in the exercises is not here: the browser keeps it, and it never reaches the server.
"""
