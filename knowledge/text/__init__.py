"""Plain functions on text that every room may use: language, folding, tokens, numbers, segments, concepts."""
