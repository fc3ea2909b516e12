"""Replies packed into as few messages as they fit into: those to one message of the visitor, with the buttons of the last."""

from __future__ import annotations

from typing import Container, Sequence

from connectors.telegram.splitting import LONGEST, units
from records.outbox import Parcel

GAP = "\n\n"
"""What stands between replies in one message."""


def packed(parcels: Sequence[Parcel], begun: Container[int] = ()) -> list[list[Parcel]]:
    """Replies, in their order, in groups that go out as one message each. begun: ids of messages that are said in part.

    What is said in part, what is too long and what staff wrote stands alone.
    """
    found: list[list[Parcel]] = []
    for parcel in parcels:
        if found and _joins(found[-1], parcel, begun):
            found[-1].append(parcel)
        else:
            found.append([parcel])
    return found


def _joins(group: Sequence[Parcel], parcel: Parcel, begun: Container[int]) -> bool:
    before, message = group[-1].message, parcel.message
    if message.reply_to is None or message.reply_to != before.reply_to or before.buttons or before.id in begun:
        return False
    return sum(units(one.message.text + GAP) for one in (*group, parcel)) <= LONGEST
