"""What the components share: where a message keeps what was found, and the base of those that only annotate."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

LANGUAGE, FOLDED, MENTIONS, UNDERSTANDING = "language", "folded", "mentions", "understanding"


class Annotator(GraphComponent):  # type: ignore[misc]
    """A component without a model: it adds to each message, in training as in use."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "Annotator":
        """Made by Rasa from the pipeline's configuration."""
        return cls()

    def annotate(self, message: Message) -> None:
        """Add what this component finds to one message."""
        raise NotImplementedError

    def process(self, messages: list[Message]) -> list[Message]:
        """Annotate messages in use."""
        for message in messages:
            if message.get(TEXT):
                self.annotate(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Annotate training examples."""
        self.process(training_data.training_examples)
        return training_data
