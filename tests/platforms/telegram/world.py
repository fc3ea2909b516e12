"""What there is on the fake platform: people, chats, messages, and what was called."""

from __future__ import annotations

import itertools
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

BOT = {
    "id": 7000001, "is_bot": True, "first_name": "Conference", "username": "ciep_test_bot",
    "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
}  # fmt: skip
TOKEN = f"{BOT['id']}:AAFakeTokenForTestsOnly_0123456789abcde"


@dataclass
class Person:
    """A user of Telegram. name: what they call themselves."""

    id: int
    language: str | None = "en"
    name: str = "Somebody"

    def as_user(self) -> dict[str, Any]:
        """As the Bot API shows them."""
        found = {"id": self.id, "is_bot": False, "first_name": self.name, "username": f"user{self.id}"}
        return {**found, "language_code": self.language} if self.language else found


@dataclass
class Sent:
    """A message that the bot sent. text: as visitors see it; raw: as it came; buttons: title → callback data."""

    id: int
    chat: int
    text: str
    raw: str
    html: bool
    buttons: dict[str, str]
    reply_to: int | None
    thread: int | None
    at: float


@dataclass
class Call:
    """A call of the Bot API. status: that it was answered with."""

    method: str
    parameters: dict[str, Any]
    status: int = 0
    at: float = field(default_factory=time.monotonic)


class World:
    """Everything. chats: id → description; blocked: chats that have blocked the bot, or removed it."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[int, dict[str, Any]] = {}
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.messages: dict[int, set[int]] = {}
        self.sent: list[Sent] = []
        self.calls: list[Call] = []
        self.answers: dict[str, str] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self.commands: dict[str, Any] = {}
        self.pending: deque[dict[str, Any]] = deque()
        self._message_ids, self._update_ids = itertools.count(1), itertools.count(500_000_001 + 1000 * secrets.randbelow(1_000_000))

    def person(self, id_: int, language: str | None = "en", name: str = "Somebody") -> Person:
        """A person, with the private chat that they have with the bot."""
        person = self.people.setdefault(id_, Person(id_, language, name))
        self.chats.setdefault(id_, {"id": id_, "type": "private", "first_name": person.name})
        return person

    def group(self, id_: int, kind: str = "supergroup", *, forum: bool = False) -> int:
        """A group with the bot in it; its id."""
        chat = {"id": id_, "type": kind, "title": "A group"}
        self.chats.setdefault(id_, {**chat, "is_forum": True} if forum else chat)
        return id_

    def new_message_id(self, chat: int) -> int:
        """An id for a message in a chat."""
        id_ = next(self._message_ids)
        self.messages.setdefault(chat, set()).add(id_)
        return id_

    def new_update_id(self) -> int:
        """An id for an update."""
        return next(self._update_ids)

    def said_in(self, chat: int) -> list[str]:
        """What the bot said in a chat."""
        return [message.text for message in self.sent if message.chat == chat]

    def called(self, method: str) -> list[Call]:
        """The calls of a method."""
        return [call for call in self.calls if call.method == method]
