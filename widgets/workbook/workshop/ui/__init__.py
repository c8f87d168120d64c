"""Workshops in the browser: the console, the wall, the learner's part, and widgets for whoever leads one."""
