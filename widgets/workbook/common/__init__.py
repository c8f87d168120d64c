"""Modules that several packages share: every package may import them, and they import no other package."""
