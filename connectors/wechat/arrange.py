"""Replies arranged in as few messages as they fit into: small ones merged, long ones cut, buttons as a menu where one may be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator, Mapping, Sequence

from connectors.gateway import Shows
from connectors.wechat.split import LIMIT, cut, size
from records.models import Message

SEPARATOR = "\n\n"
MOST_ITEMS = 10
"""Buttons of a menu, at most; where there are more, they are written as numbered lines."""


@dataclass(frozen=True)
class Piece:
    """One message to send. text: of at most LIMIT bytes with the items. items: (id, title) of a menu under the text.

    ends: for each reply that it has something of, which one (by its place) and how many of its characters are said with it.
    """

    text: str = ""
    items: tuple[tuple[str, str], ...] = ()
    ends: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> int:
        """Its bytes, of text and items."""
        return size(self.text) + sum(size(id_) + size(title) for id_, title in self.items)


@dataclass(frozen=True)
class Arranged:
    """pieces: what may be sent now. whole: whether it is all; else the last piece says that there is more."""

    pieces: tuple[Piece, ...]
    whole: bool


def written(message: Message, *, menus: bool) -> str:
    """A reply's whole text, with the buttons as numbered lines where they do not become a menu."""
    return message.text if _in_menu(message, menus) else Shows().fitted(message).text


def arrange(replies: Sequence[Message], said: Mapping[int, int], allowed: int, more: str, *, menus: bool, limit: int = LIMIT) -> Arranged:
    """Replies, in their order, in at most `allowed` messages. said: by a reply's id, how many characters are said already.

    more: what is added where not all of it fits. menus: whether buttons may become a menu.
    """
    pieces = tuple(_pieces(replies, said, menus=menus, limits=_Limits(limit)))
    if len(pieces) <= allowed:
        return Arranged(pieces, whole=True)
    tail = SEPARATOR + more
    shorter = _Limits(limit, last=allowed, reserved=size(tail))
    first = list(_pieces(replies, said, menus=menus, limits=shorter))[:allowed]
    if first:
        first[-1] = replace(first[-1], text=first[-1].text + tail)
    return Arranged(tuple(first), whole=False)


@dataclass(frozen=True)
class _Limits:
    """How long each message may be: the one with the number `last` leaves some bytes free."""

    limit: int
    last: int = 0
    reserved: int = 0

    def of(self, number: int) -> int:
        return self.limit - (self.reserved if number == self.last else 0)


def _pieces(replies: Sequence[Message], said: Mapping[int, int], *, menus: bool, limits: _Limits) -> Iterator[Piece]:
    open_, number = Piece(), 1
    for place, reply in enumerate(replies):
        text, at = written(reply, menus=menus), said.get(reply.id, 0)
        items = _items(reply) if _in_menu(reply, menus) else ()
        while True:
            joined = _joined(open_, text[at:], items, (place, len(text)))
            if joined.size <= limits.of(number):
                open_ = joined
                break
            if not open_.ends:
                length = cut(text[at:], limits.of(number))
                if length == len(text) - at:  # the text fits, its menu does not: the menu comes with the next
                    length = cut(text[at:], max(1, size(text[at:]) // 2))
                part, at = text[at : at + length], at + length
                at += len(text[at:]) - len(text[at:].lstrip())
                open_ = Piece(part.strip("\n"), (), ((place, at),))
            yield open_
            open_, number = Piece(), number + 1
        if items:
            yield open_
            open_, number = Piece(), number + 1
    if open_.ends:
        yield open_


def _joined(piece: Piece, text: str, items: tuple[tuple[str, str], ...], end: tuple[int, int]) -> Piece:
    text = text.strip("\n")
    return Piece(SEPARATOR.join(part for part in (piece.text, text) if part), items, (*piece.ends, end))


def _in_menu(message: Message, menus: bool) -> bool:
    short = sum(size(button["title"]) for button in message.buttons) <= LIMIT // 2
    return menus and short and 0 < len(message.buttons) <= MOST_ITEMS


def _items(message: Message) -> tuple[tuple[str, str], ...]:
    return tuple((item_id(message.number, place), button["title"]) for place, button in enumerate(message.buttons, 1))


def item_id(number: int, place: int) -> str:
    """What an item of a menu is called: the number of its message, and its place, from 1. Short and of digits, as in WeChat's examples."""
    return f"{number}{place:02d}"


def item_of(text: str) -> tuple[int, int] | None:
    """The number of the message and the place of an item; None where it is none of ours."""
    if not text.isascii() or not text.isdecimal() or not 3 <= len(text) <= 11:
        return None
    return int(text[:-2]), int(text[-2:])
