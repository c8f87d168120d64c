"""Reports on workshops, comparisons, and the facilitator's guide on paper."""
