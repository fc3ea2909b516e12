"""How a message is understood: the custom Rasa components, the training examples, the evaluation."""
