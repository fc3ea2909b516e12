"""How much was said, and when: messages and conversations of what is still kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from records.database import Session
from records.models import Author, conversations, messages


@dataclass(frozen=True)
class Activity:
    """Messages from visitors by day and by hour of the day, both in the time zone asked for; conversations that were begun, by
    channel and by language; messages by author.
    """

    by_day: Counter[dt.date]
    by_hour: Counter[int]
    by_channel: Counter[str]
    by_language: Counter[str]
    by_author: Counter[Author]


def activity(session: Session, first: dt.datetime, end: dt.datetime, zone: dt.tzinfo, channel: str = "", language: str = "") -> Activity:
    """What was said from `first` to before `end`; of one channel or language, where they are given."""
    which = _which(channel, language)
    said = select(messages.c.at, messages.c.author).where(messages.c.at >= first, messages.c.at < end)
    if which:
        said = said.join(conversations, conversations.c.id == messages.c.conversation_id).where(*which)
    found = Activity(Counter(), Counter(), Counter(), Counter(), Counter())
    for at, author in session.execute(said):
        found.by_author[author] += 1
        if author is Author.VISITOR:
            here = at.astimezone(zone)
            found.by_day[here.date()] += 1
            found.by_hour[here.hour] += 1
    begun = select(conversations.c.channel, conversations.c.language, func.count())
    begun = begun.where(conversations.c.since >= first, conversations.c.since < end, conversations.c.last_number > 0, *which)
    for one_channel, one_language, number in session.execute(begun.group_by(conversations.c.channel, conversations.c.language)):
        found.by_channel[one_channel] += number
        found.by_language[one_language or ""] += number
    return found


def _which(channel: str, language: str) -> list[Any]:
    found: list[Any] = [conversations.c.channel == channel] if channel else []
    return [*found, conversations.c.language.like(f"{language}%")] if language else found
