"""Workshops: a trainer leads a room of people, live, and nobody in it can be identified.

Here: plans, answers, counting, storage, and the WebSocket to everybody in a workshop. Not here: the interface
for learners and trainers (see `workshop/ui`), the server that hosts the WebSocket (see `server`).
"""
