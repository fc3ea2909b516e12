"""Readers: what of a message is a value, and how it is shown. Each is a `Reader` (reader.py)."""
