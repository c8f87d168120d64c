"""The rules of a workshop, with nothing kept: plans, answers, codes, and how votes are counted."""
