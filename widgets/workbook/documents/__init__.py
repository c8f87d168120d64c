"""Creates documents: a sequence of blocks as a Word or a PDF file.

Here: how blocks look on paper. Not here: a document's content (see `record.documents` and `workshop`). It
imports no other package.
"""
