"""The exercises. Each folder contains one, with the function of its name that a notebook calls to show it."""
