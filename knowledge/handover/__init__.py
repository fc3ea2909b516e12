"""What visitors are told of a hand-over: when staff are there, and the sentences of each step."""
