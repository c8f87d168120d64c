"""The list of pages as the workbook defines it."""

from widget_host.pages.metadata import PageIndex
from workbook.server.branding import course_listing


def course_pages(folder, **more):
    """The pages of a folder's notebooks: those that say which page of a course they are."""
    return PageIndex(folder, listing=course_listing(), **more)
