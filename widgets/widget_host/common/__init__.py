"""What several parts of the host need, and programs that mount it: each module does one thing."""
