"""How fast pages are served, beside what else serves notebooks. See the README of `tests/load`."""
