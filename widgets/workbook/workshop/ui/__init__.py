"""The front end of workshops: the console, the wall, the learner's part, and widgets for facilitators."""
