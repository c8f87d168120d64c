"""What is left of a workshop to read: reports, comparisons, and the facilitator's guide on paper."""
