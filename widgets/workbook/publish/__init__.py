"""The workbook without a server: pages for any web host or a folder, each also as one file.

It draws with what the served pages are drawn with, and adds what stands in for the server in the browser.
Nobody knows this room but the command line.
"""
