"""How answers are worded: texts in both languages side by side, facts, contacts, dates and sources as sentences."""
