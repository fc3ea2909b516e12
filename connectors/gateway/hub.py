"""Who listens to a conversation in this process: streams of events, and requests that wait for their replies.

Nothing is kept here that is not in the records: a listener that falls behind reads them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Iterable, Sequence

from connectors.gateway.within import within
from records.models import Message, Owner

_MOST_KEPT = 32


class Listener:
    """One that waits for what is new in a conversation.

    behind: there may be more in the records than came here. typing: whether the assistant is at work. owner: who has the
    conversation, None before that is known. gone: it was erased. farewell: what was said then, if it was said here. ending: the
    server stops.
    """

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self.behind = True
        self.typing = self.gone = self.ending = False
        self.owner: Owner | None = None
        self.farewell: Message | None = None
        self._news = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Wait until something is new, at most so long; whether something is."""
        try:
            await within(seconds, self._news.wait())
        except asyncio.TimeoutError:
            return False
        self._news.clear()
        return True

    def take(self) -> list[Message]:
        """The messages that came, which are forgotten here."""
        taken = list(self._messages)
        self._messages.clear()
        return taken

    def tell(self, messages: Iterable[Message]) -> None:
        """There are new messages."""
        self._messages.extend(messages)
        if len(self._messages) > _MOST_KEPT:  # it does not read: let it look into the records when it does
            self._messages.clear()
            self.behind = True
        self.wake()

    def wake(self) -> None:
        """Something else is new."""
        self._news.set()


class Hub:
    """The listeners of all conversations, and the newest that they were told of each."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[Listener]] = {}
        self._heads: dict[int, tuple[int, Owner]] = {}
        self.ending = False

    def join(self, conversation: int) -> Listener:
        """Begin to listen."""
        listener = Listener()
        listener.ending = self.ending
        self._listeners.setdefault(conversation, set()).add(listener)
        return listener

    def leave(self, conversation: int, listener: Listener) -> None:
        """Stop listening."""
        listeners = self._listeners.get(conversation, set())
        listeners.discard(listener)
        if not listeners:
            self._listeners.pop(conversation, None)
            self._heads.pop(conversation, None)

    def count(self, conversation: int | None = None) -> int:
        """How many listen to a conversation, or in all."""
        if conversation is None:
            return sum(map(len, self._listeners.values()))
        return len(self._listeners.get(conversation, ()))

    def conversations(self) -> list[int]:
        """The conversations that somebody listens to."""
        return list(self._listeners)

    def publish(self, conversation: int, messages: Sequence[Message]) -> None:
        """Tell of messages that are in the records now."""
        for listener in self._listeners.get(conversation, ()):
            listener.tell(messages)

    def compare(self, conversation: int, head: tuple[int, Owner] | None) -> None:
        """Tell what is new in the records: another number of the last message, another owner, or that there is nothing any more."""
        if head is not None and self._heads.get(conversation) == head:
            return
        listeners = self._listeners.get(conversation, ())
        if head is not None and listeners:
            self._heads[conversation] = head
        for listener in listeners:
            listener.behind, listener.gone = True, head is None
            listener.owner = head[1] if head else listener.owner
            listener.wake()

    def erased(self, conversation: int, farewell: Message | None = None) -> None:
        """Tell that a conversation is erased, and what was said last."""
        for listener in self._listeners.get(conversation, ()):
            listener.farewell = farewell
        self.compare(conversation, None)

    def typing_began(self, conversation: int) -> None:
        """Tell that the assistant is at work."""
        self._type(conversation, on=True)

    def typing_ended(self, conversation: int) -> None:
        """Tell that the assistant is no longer at work."""
        self._type(conversation, on=False)

    def end(self) -> None:
        """Tell all that the server stops."""
        self.ending = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.ending = True
                listener.wake()

    def _type(self, conversation: int, *, on: bool) -> None:
        for listener in self._listeners.get(conversation, ()):
            if listener.typing != on:
                listener.typing = on
                listener.wake()
