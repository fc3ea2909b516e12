"""How messages come and go: one folder a channel, and the gateway that they share."""
