"""From a notebook to a page: reading, rendering outputs, caching pages, and the files that they load."""
