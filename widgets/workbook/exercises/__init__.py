"""The exercises. Each module holds one, and the function of its name that a notebook calls to show it."""
