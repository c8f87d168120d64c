"""A new course for another regulator's standards: its tables, its pages, and what is still to be written.

Here: what a course begins with. Not here: reading and checking content (see `content`), and the command (see
`cli.new`).
"""

from workbook.new.course import Begun, new_course

__all__ = ["Begun", "new_course"]
