"""Where staff work: a small web application of its own, beside the public server (docs/desk.md)."""
