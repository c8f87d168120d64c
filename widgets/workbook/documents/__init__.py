"""Documents for a person to keep: a flow of blocks as a Word or a PDF file.

Here: how blocks look on paper. Not here: what a document says (see `record.documents` and `workshop`). It
knows no other room.
"""
