"""A workshop while it runs: who is connected, what each may ask, and what they are told."""
