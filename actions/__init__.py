"""What the assistant does in a turn: rasa-sdk actions, one per file, thin. The rules are in `knowledge/`."""
