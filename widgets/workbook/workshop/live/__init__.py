"""Running workshops: the connections, their requests, and the states pushed to them."""
