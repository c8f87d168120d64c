"""Which kernel a page gets and how: forking, limits, the queue for a place, and the WebSocket to a page."""
