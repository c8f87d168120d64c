"""The pages' kernels: forking, limits, the admission queue, and the WebSocket to a page."""
