"""What the notices say: packs of facts, the search for the right one, and the wording of answers. Plain Python, no Rasa."""
