"""Tokens for Rasa: one a Han character, one a Latin word or number.

Rasa's own JiebaTokenizer takes only Chinese and its WhitespaceTokenizer refuses it (docs/decisions.md, 8).
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from knowledge.text.tokens import tokenize


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):  # type: ignore[misc]
    """Both languages in one message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are not split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "BilingualTokenizer":
        """Made by Rasa from the pipeline's configuration."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of one attribute of a message."""
        tokens = [Token(token.text, token.start) for token in tokenize(message.get(attribute))]
        return list(self._apply_token_pattern(tokens))
