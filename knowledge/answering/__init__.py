"""What to answer: from a message that is understood, and what was said before, to the facts of the pack."""
