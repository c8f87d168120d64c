"""The oldest browsers that pages promise to work in."""

from collections.abc import Mapping
from types import MappingProxyType

OLDEST_BROWSERS: Mapping[str, str] = MappingProxyType(
    {"safari": "15.4", "chrome": "105", "firefox": "115", "samsung": "20"}
)
"""Their versions, by the name that texts have for them in {braces}; Edge has Chrome's numbers.

Safari 15.4 came with iOS 15.4, which an iPhone of 2015 can have; Firefox 115 is an ESR, as hospitals have it.
What is sent is held to these by `tests/front/test_browsers.py`, and guides name them.
"""
