"""A publisher's theme: colours, a logo, each page's footer, a privacy notice; templates can't be changed.

Here: reading and validating a theme's folder. Not here: where pages show it (see `widget_host.pages.views`).
"""

from workbook.theme.errors import ThemeError
from workbook.theme.theme import PLAIN, Link, Theme, load_theme

__all__ = ["PLAIN", "Link", "Theme", "ThemeError", "load_theme"]
