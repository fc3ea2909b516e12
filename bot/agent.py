"""The assistant: Rasa's agent with our tracker store and actions, as the gateway wants it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.action_endpoint import InProcessEndpoint, compile_response_check
from bot.settings import ROOT
from bot.tracker_store import FlatTrackerStore
from connectors.gateway import TurnFailed
from knowledge.reply import Button, Kind, Metadata, Reply

logger = logging.getLogger(__name__)

_NOBODY = "readiness check"
_WARMING = ("时间地点", "where and when is it?", "bonjour, c'est quand la foire?")


class FlatAgent(Agent):  # type: ignore[misc]
    """An agent that uses the tracker store it is given.

    Rasa wraps every store in one that falls back to memory on an error, so that a visitor would talk to a blank
    conversation; here an error stays an error (docs/decisions.md, 10).
    """

    @staticmethod
    def _create_tracker_store(store: FlatTrackerStore, domain: Domain) -> FlatTrackerStore:
        store.domain = domain
        return store


class Collector(OutputChannel):  # type: ignore[misc]
    """Collects the replies of a turn whole; Rasa's own collecting channel drops the metadata."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in trackers."""
        return "assistant"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002 (Rasa's signature)
        """Keep one reply."""
        self.replies.append(read_reply(message))


class Assistant:
    """Answers messages with a trained model; what the gateway calls a brain."""

    def __init__(self, model: Path, trackers: Path | None = None, endpoints: Path = ROOT / "endpoints.yml") -> None:
        compile_response_check()
        self._endpoint = action_endpoint(endpoints)
        store = FlatTrackerStore(Domain.empty(), trackers)
        self._agent = FlatAgent(tracker_store=store, action_endpoint=self._endpoint)
        self._agent.load_model(model)
        self._tripped: set[str] = set()
        self._agent.processor.on_circuit_break = lambda tracker, *_: self._tripped.add(tracker.sender_id)
        self._warm_up()

    async def turn(self, conversation: str, text: str, today: dt.date, message_id: str) -> list[Reply]:
        """The replies to a cleaned text.

        Raises:
            TurnFailed: an action failed, the circuit breaker tripped, or there is no reply.
        """
        self._failures.pop(conversation, None)  # left by a turn that was cut off before it could tell
        self._tripped.discard(conversation)
        collector = Collector()
        message = UserMessage(text, collector, conversation, message_id=message_id, metadata={"today": today.isoformat()})
        await self._agent.handle_message(message)
        failure = self._failures.pop(conversation, None)
        if failure is not None:
            raise TurnFailed("an action failed") from failure
        if conversation in self._tripped:
            self._tripped.discard(conversation)
            raise TurnFailed("the circuit breaker tripped")
        if not collector.replies:
            raise TurnFailed("no reply came")
        return collector.replies

    async def parse(self, text: str) -> dict[str, Any]:
        """What is understood of a text, for debugging and evaluation."""
        return dict(await self._agent.parse_message(text))

    async def missing(self) -> list[str]:
        """What lacks before a turn can be answered, as an operator would name it; nothing when all is there."""
        lacking = [] if self._agent.is_ready() else ["model"]
        try:
            await self._agent.tracker_store.retrieve(_NOBODY)
        except Exception as error:  # a boundary: whatever a store raises, it does not answer
            logger.error("the tracker store does not answer", exc_info=error)
            lacking.append("tracker store")
        return lacking

    def _warm_up(self) -> None:
        """Understand a message in each language, so that no visitor waits for word lists and caches to be made.

        In a thread of its own, for the caller may or may not be in an event loop.
        """
        thread = threading.Thread(target=lambda: [asyncio.run(self.parse(text)) for text in _WARMING], name="warm-up")
        thread.start()
        thread.join()

    @property
    def _failures(self) -> dict[str, BaseException]:
        return self._endpoint.failures if isinstance(self._endpoint, InProcessEndpoint) else {}


def action_endpoint(endpoints: Path) -> EndpointConfig:
    """Where actions run: in this process, unless `endpoints` names an action server."""
    content = yaml.safe_load(endpoints.read_text(encoding="utf-8")) or {}
    named = content.get("action_endpoint")
    return EndpointConfig.from_dict(named) if named else InProcessEndpoint()


def read_reply(message: dict[str, Any]) -> Reply:
    """A reply from the message that Rasa hands to an output channel."""
    metadata = dict(message.get("metadata") or {})
    metadata["kind"] = Kind(metadata.get("kind", "error"))
    for key in ("facts", "sources"):
        metadata[key] = tuple(metadata.get(key, ()))
    metadata.setdefault("language", "en")
    buttons = tuple(Button(b["title"], b.get("payload", "")) for b in message.get("buttons") or ())
    return Reply(message.get("text") or "", Metadata(**metadata), buttons)
