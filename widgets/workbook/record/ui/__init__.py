"""The record in the browser: its scripts, and the widgets that show it."""
