"""The record's front end: its scripts, and the widgets that show it."""
