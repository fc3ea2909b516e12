"""What every channel does: one small abstract class. The gateway does the rest, for all alike."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any, Awaitable, Callable, ClassVar, Mapping, Sequence

from records.database import Session
from records.models import Conversation, Message
from records.outbox import Parcel
from records.runs import Run

Went = Callable[[Sequence[tuple[Parcel, int, bool]]], Awaitable[None]]
"""Told by a channel after each message that was taken: of which replies how many characters are said now, and whether that is all."""

PRIVACY = "privacy"
"""Key in the metadata of a reply whose last paragraph is the privacy sentence (notice.py)."""
TO_ALL = "to_all"
"""Key in the metadata of a reply that speaks to visitors of every language at once."""


@dataclass(frozen=True)
class Attachment:
    """What is no text. kind: one of `attachments` in texts.yml. reference: where staff find it, by names of the channel's own;
    empty where nothing of it is kept.
    """

    kind: str
    reference: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, str]:
        """As it is kept with the message."""
        return {"kind": self.kind, **self.reference}


@dataclass(frozen=True)
class Inbound:
    """A message as a channel understands it.

    id: what the channel calls it; it has one effect, however often it comes. visitor: who wrote, as the channel says; a
    conversation is opened at the first message. conversation: instead of a visitor, the public id of one that is open. text:
    as it was written, "" where a button was tapped. button: its token. language: of the visitor's interface, where the
    channel knows it. address: where it came from, for the rate; "" where that says nothing. attachment: what came that is no
    text. noted: what the channel needs to know of the message later; kept with it. silent: it is kept, and nobody answers it.
    """

    id: str
    visitor: str = ""
    conversation: str | None = None
    text: str = ""
    button: str | None = None
    language: str | None = None
    address: str = ""
    account: str = ""
    attachment: Attachment | None = None
    noted: Mapping[str, Any] = field(default_factory=dict)
    silent: bool = False


@dataclass(frozen=True)
class Shows:
    """What a channel can show. buttons: how many at a message, at most; where there are more, they are written as numbered lines."""

    buttons: int = 0

    def fitted(self, message: Message) -> Message:
        """A message as the channel can show it. A number that is typed takes a button, as its title does."""
        if len(message.buttons) <= self.buttons:
            return message
        said, gap, notice = message.text.rpartition("\n\n") if message.metadata.get(PRIVACY) else (message.text, "", "")
        lines = (f"{number}. {button['title']}" for number, button in enumerate(message.buttons, 1))
        unwritten = [line for line in lines if line not in said]
        return replace(message, text="\n".join([said, *unwritten]) + gap + notice, buttons=[])


class DeliveryFailed(Exception):
    """The channel did not take a message now. retry_after: seconds that it asks for; None where it says nothing."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeliveryPostponed(Exception):
    """The channel is not to be called yet: its own pace does not allow it. This was no try. retry_after: seconds until it may be."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"not before {retry_after:.1f} s have passed")
        self.retry_after = retry_after


class DeliveryRefused(Exception):
    """The channel will never take the message: no further try makes sense."""


class DeliveryKept(Exception):
    """The channel takes the message once the visitor writes again, and not before."""


class VisitorGone(DeliveryRefused):
    """The visitor has left: the channel will never take anything for them that is on its way."""


class Channel(ABC):
    """A way that messages come and go.

    name: of its folder. shows: see there. fetches: its clients read their messages out of the records themselves, so that
    nothing is put into the outbox. ids_of_clients: clients make up the ids of messages, which are unique in a conversation
    only; else they are unique on the account. limited: whether its visitors are held to a rate. notice: whether the privacy
    sentence comes with the first reply; False where visitors are told before they write.
    """

    name: ClassVar[str]
    shows: ClassVar[Shows] = Shows()
    fetches: ClassVar[bool] = False
    ids_of_clients: ClassVar[bool] = False
    limited: ClassVar[bool] = True
    notice: ClassVar[bool] = True

    @abstractmethod
    def parse(self, raw: Any) -> Inbound:
        """What came in, as a message.

        Raises:
            ValueError: it is none; the text says what is wrong, for those who write clients.
        """

    @abstractmethod
    async def deliver(self, parcel: Parcel) -> None:
        """Send a message, which fits what the channel can show, to its visitor.

        It may be called twice for one message, where a worker died while it sent.

        Raises:
            DeliveryFailed: not now.
            DeliveryPostponed: not yet.
            DeliveryRefused: never.
        """

    async def say_farewell(self, parcel: Parcel) -> None:
        """Send the sentence that all of a visitor is erased. Nothing of it, or of them, is in the records any more.

        Raises:
            DeliveryFailed, DeliveryPostponed, DeliveryRefused: as in `deliver`.
        """
        await self.deliver(parcel)

    def accepted(self, session: Session, conversation: Conversation, message: Message, now: dt.datetime) -> None:  # noqa: B027
        """What the channel writes in the commit that accepts a message; nothing, for most."""

    def held(self, session: Session, conversation: Conversation) -> dt.datetime | None:  # noqa: ARG002
        """Until when replies are held back, for somebody waits for them at the channel; None where nobody does.

        Called in the commit that stores them.
        """
        return None


class TogetherChannel(Channel):
    """A channel that sends the replies of a conversation in as few messages as they fit into."""

    @abstractmethod
    async def deliver_together(self, run: Run, went: Went) -> None:
        """Send replies to their visitor, from where they were left. They are not made to fit what the channel can show.

        went: told after each message that the channel took. What it was not told of is still to be sent.

        Raises:
            DeliveryKept: not before the visitor writes again.
            DeliveryFailed, DeliveryPostponed, DeliveryRefused: the first that is left; as in `deliver`.
            VisitorGone: none that is left.
        """

    async def deliver(self, parcel: Parcel) -> None:
        """See `Channel`; the gateway hands over runs."""

        async def went(_gone: Sequence[tuple[Parcel, int, bool]]) -> None:
            return

        await self.deliver_together(Run([parcel], {}), went)


class FetchingChannel(Channel):
    """A channel whose clients fetch what is new, or wait for it: nothing is put into the outbox."""

    fetches = True
    ids_of_clients = True
    notice = False

    async def deliver(self, parcel: Parcel) -> None:
        """Nothing can be sent over it.

        Raises:
            DeliveryRefused: always.
        """
        raise DeliveryRefused(f"{self.name}: clients fetch their messages, delivery {parcel.delivery.id} cannot be sent")
