"""From a notebook to a page: reading it, drawing what its cells showed, ready pages, and what they load."""
