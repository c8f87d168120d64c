"""The rules of a workshop, without storage: plans, answers, codes, and how votes are counted."""
