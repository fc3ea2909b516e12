"""The assistant: Rasa's agent with our tracker store and actions, as the gateway wants it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.utils.endpoints import EndpointConfig
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from actions.forms.rehearsal import rehearse
from actions.keeping import Office
from bot.action_endpoint import InProcessEndpoint
from bot.settings import ROOT
from bot.shortcuts import shorten, take_shortcuts
from bot.tracker_store import FlatTrackerStore
from connectors.gateway.apart import Apart
from connectors.gateway.brain import Heard, Thought, TurnFailed
from connectors.gateway.scribe import Scribe, in_memory
from knowledge import library
from knowledge.answering.context import Context
from knowledge.answering.resolver import resolve
from knowledge.reply import Button, Kind, Metadata, Reply
from knowledge.service import Service
from knowledge.understanding import Understanding
from nlu.components.questions import read_ahead
from records.errors import DatabaseUnavailable

logger = logging.getLogger(__name__)

_PROPOSED = frozenset({Kind.ANSWER, Kind.FALLBACK})
"""Kinds of replies that staff can make something of."""

_NOBODY = "readiness check"
_BETWEEN_SECONDS = 0.01
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
    """Answers messages with a trained model; what the gateway calls a brain.

    It lives in a thread of its own, so that nobody else waits while it thinks; what the next messages mean is read ahead in others.
    scribe: keeps its trackers; without one they are in memory.
    """

    def __init__(
        self,
        model: Path,
        scribe: Scribe | None = None,
        endpoints: Path = ROOT / "endpoints.yml",
        *,
        case_days: float = 730.0,
        site: str = "",
    ) -> None:
        take_shortcuts()
        threadpool_limits(1)  # a turn's products are small: threads of BLAS and OpenMP would only fight over the cores
        self.scribe = scribe or in_memory()
        self._endpoint = action_endpoint(endpoints, Office(self.scribe, case_days, site))
        self._store = FlatTrackerStore(Domain.empty(), self.scribe)
        self._agent = FlatAgent(tracker_store=self._store, action_endpoint=self._endpoint)
        self._agent.load_model(model)
        shorten(self._agent.processor)
        self._tripped: set[str] = set()
        self._agent.processor.on_circuit_break = lambda tracker, *_: self._tripped.add(tracker.sender_id)
        self._apart = Apart("assistant")
        self._readers = ThreadPoolExecutor(max(2, (os.cpu_count() or 1) - 1), "read-ahead")
        self._warm_up()

    async def turn(self, conversation: str, heard: Heard) -> Thought:
        """See `Brain`.

        Raises:
            TurnFailed: an action failed, the circuit breaker tripped, or there is no reply.
            DatabaseUnavailable: an action could not use the records; nothing was filed.
        """
        return await self._apart.run(self._turn(conversation, heard))

    async def replies_to(self, conversation: str, message_id: str) -> list[Reply] | None:
        """See `Brain`."""
        return await self._apart.run(self._replies_to(conversation, message_id))

    async def propose(self, text: str, language: str, today: dt.date) -> Reply | None:
        """See `Adviser`: what the notice says to it. No action is run, and no conversation knows of it."""
        parsed = await self.parse(text)
        index, message = library.shared().index(), Understanding.from_dict(parsed["understanding"])
        reply, _ = Service(index.pack, language, today).answer(resolve(index, message, Context()))
        return reply if reply.metadata.kind in _PROPOSED else None

    async def parse(self, text: str) -> dict[str, Any]:
        """What is understood of a text, for debugging and evaluation."""
        return await self._apart.run(self._parse(text))

    async def missing(self) -> list[str]:
        """What lacks before a turn can be answered, as an operator would name it; nothing when all is there."""
        lacking = [] if self._agent.is_ready() else ["model"]
        try:
            await self._store.read(_NOBODY)
        except Exception as error:  # a boundary: whatever a store raises, it does not answer
            logger.error("the tracker store does not answer", exc_info=error)
            lacking.append("tracker store")
        return lacking

    def rehearse(self) -> None:
        """Go through the forms between turns, so that no visitor waits for what their first use reads and compiles."""
        if isinstance(self._endpoint, InProcessEndpoint):
            self._apart.begin(self._rehearse())

    def close(self) -> None:
        """End its threads."""
        self._apart.close()
        self._readers.shutdown(wait=False, cancel_futures=True)

    async def _turn(self, conversation: str, heard: Heard) -> Thought:
        self._failures.pop(conversation, None)  # left by a turn that was cut off before it could tell
        self._tripped.discard(conversation)
        if heard.switched and heard.language:
            await self._switch(conversation, heard.language)
        await asyncio.get_running_loop().run_in_executor(self._readers, read_ahead, heard.text)
        parsed, collector = understood(await self._parse(heard.text, heard.message_id), heard), Collector()
        metadata = {"today": heard.today.isoformat(), "message_id": heard.message_id}
        message = UserMessage(heard.text, collector, conversation, parsed, message_id=heard.message_id, metadata=metadata)
        await self._agent.processor.handle_message(message)  # the gateway lets one turn at a time into a conversation
        failure = self._failures.pop(conversation, None)
        if isinstance(failure, DatabaseUnavailable):
            raise failure  # the gateway tries again once the records can be used
        if failure is not None:
            raise TurnFailed("an action failed") from failure
        if conversation in self._tripped:
            self._tripped.discard(conversation)
            raise TurnFailed("the circuit breaker tripped")
        if not collector.replies:
            raise TurnFailed("no reply came")
        intent = parsed["intent"]
        return Thought(tuple(collector.replies), intent["name"], intent["confidence"])

    async def _replies_to(self, conversation: str, message_id: str) -> list[Reply] | None:
        tracker = await self._store.retrieve(conversation)
        events = list(tracker.events) if tracker else []
        at = next((i for i, e in enumerate(events) if isinstance(e, UserUttered) and e.message_id == message_id), None)
        if at is None:
            return None
        turn = list(takewhile(lambda e: not isinstance(e, UserUttered), events[at + 1 :]))
        ended = any(isinstance(e, ActionExecuted) and e.action_name == "action_listen" for e in turn)
        replies = [read_reply(e.message()) for e in turn if isinstance(e, BotUttered)]
        return replies if ended and replies else None

    async def _switch(self, conversation: str, language: str) -> None:
        """Make `language` the one of the conversation so far, and forget one that was asked for in words."""
        tracker = await self._store.get_or_create_tracker(conversation)
        last = (tracker.get_slot("language") or {}).get("last") or {}
        chosen = {"reply": language, "traditional": bool(last.get("traditional")), "spoken": language, "sure": True}
        tracker.update(SlotSet("language", {"last": chosen, "fixed": None}))
        await self._store.save(tracker)

    async def _parse(self, text: str, message_id: str = "") -> dict[str, Any]:
        return dict(await self._agent.processor.parse_message(UserMessage(text, message_id=message_id)))

    async def _rehearse(self) -> None:
        try:
            for _ in rehearse(library.shared().index().pack):
                await asyncio.sleep(_BETWEEN_SECONDS)
        except Exception as error:  # a boundary: the forms work without, only slower at first
            logger.error("the forms could not be rehearsed", exc_info=error)

    def _warm_up(self) -> None:
        """Understand a message in each language, so that no visitor waits for word lists and caches to be made."""
        for text in _WARMING:
            self._apart.wait_for(self._parse(text))

    @property
    def _failures(self) -> dict[str, BaseException]:
        return self._endpoint.failures if isinstance(self._endpoint, InProcessEndpoint) else {}


def understood(parsed: dict[str, Any], heard: Heard) -> dict[str, Any]:
    """What is understood of a message, with the intent of its button, and the interface's language where its own can't be told.

    A button's intent enters here and never as a text that begins with a slash (docs/decisions.md, 2).
    """
    if heard.intent:
        entities = [{"entity": name, "value": value} for name, value in heard.slots.items()]
        chosen = {"name": heard.intent, "confidence": 1.0}
        parsed = {**parsed, "intent": chosen, "intent_ranking": [chosen], "entities": entities or parsed["entities"]}
    language = parsed["understanding"]["language"]
    if heard.ours and language["spoken"] not in ("zh", "en", ""):
        language = {**language, "spoken": language["reply"]}
        parsed = {**parsed, "understanding": {**parsed["understanding"], "language": language}}
    if heard.language and not language["sure"] and language["spoken"] in ("zh", "en", ""):
        undecided = {**language, "reply": heard.language, "spoken": heard.language}
        parsed = {**parsed, "understanding": {**parsed["understanding"], "language": undecided}}
    return parsed


def action_endpoint(endpoints: Path, office: Office) -> EndpointConfig:
    """Where actions run: in this process, where they file at `office`, unless `endpoints` names an action server."""
    content = yaml.safe_load(endpoints.read_text(encoding="utf-8")) or {}
    named = content.get("action_endpoint")
    return EndpointConfig.from_dict(named) if named else InProcessEndpoint(office)


def read_reply(message: dict[str, Any]) -> Reply:
    """A reply from the message that Rasa hands to an output channel."""
    metadata = dict(message.get("metadata") or {})
    metadata["kind"] = Kind(metadata.get("kind", "error"))
    for key in ("facts", "sources", "dates"):
        metadata[key] = tuple(metadata.get(key, ()))
    metadata.setdefault("language", "en")
    buttons = tuple(Button(b["title"], b.get("payload", "")) for b in message.get("buttons") or ())
    return Reply(message.get("text") or "", Metadata(**metadata), buttons)
