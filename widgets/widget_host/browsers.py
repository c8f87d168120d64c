"""The oldest browsers that the server supports."""

from collections.abc import Mapping
from types import MappingProxyType

OLDEST_BROWSERS: Mapping[str, str] = MappingProxyType(
    {"safari": "15.4", "chrome": "105", "firefox": "115", "samsung": "20"}
)
"""Their versions, by their placeholder in texts; Edge has Chrome's version numbers.

Safari 15.4 came with iOS 15.4, which runs on an iPhone from 2015; Firefox 115 is an ESR, as used in
hospitals. `tests/front/test_browsers.py` checks that all code works in them, and the guides name them.
"""
