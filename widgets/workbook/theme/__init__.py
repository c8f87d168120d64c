"""A publisher's own look: colours, a logo, the foot of each page, a privacy notice; no templates are touched.

Here: reading and checking a theme's folder. Not here: where pages show it (see `server.pages.views`).
"""

from workbook.theme.errors import ThemeError
from workbook.theme.theme import PLAIN, Link, Theme, load_theme

__all__ = ["PLAIN", "Link", "Theme", "ThemeError", "load_theme"]
