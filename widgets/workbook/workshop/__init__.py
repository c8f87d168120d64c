"""Workshops: a trainer runs a room of people, live, and nobody in it can be singled out.

Here: plans, answers, counting, what is kept of a workshop, and how the room hears of it over one socket. Not
here: what learners and trainers see (see `workshop/ui`), the server
that carries the socket (see `server`).
"""
