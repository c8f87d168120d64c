"""Creates a new course for another regulator's standards: its tables, its pages, and texts to fill in.

Here: the initial files of a course. Not here: reading and checking content (see `content`), and the command
(see `cli.new`).
"""

from workbook.new.course import NewCourse, new_course

__all__ = ["NewCourse", "new_course"]
