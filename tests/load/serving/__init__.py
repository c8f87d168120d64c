"""How fast pages are served, compared with other servers of notebooks. See the README of `tests/load`."""
