"""The exercises. Each folder holds one, and the function of its name that a notebook calls to show it."""
