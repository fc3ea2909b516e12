"""How much was said, and when: messages and conversations of what is still kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from records.database import Session
from records.models import Author, conversations, messages
from records.models.base import UTC


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
    """What was said from `first` to before `end`; of one channel or language, where they are given.

    Counted by whole hours of UTC, so in a time zone that is half an hour off, an hour is that of its beginning.
    """
    which = _which(channel, language)
    hour = _hour(session)
    said = select(hour, messages.c.author, func.count()).where(messages.c.at >= first, messages.c.at < end)
    if which:
        said = said.join(conversations, conversations.c.id == messages.c.conversation_id).where(*which)
    found = Activity(Counter(), Counter(), Counter(), Counter(), Counter())
    for at, author, number in session.execute(said.group_by(hour, messages.c.author)):
        found.by_author[author] += number
        if author is Author.VISITOR:
            here = dt.datetime.strptime(at, "%Y-%m-%d %H").replace(tzinfo=UTC).astimezone(zone)
            found.by_day[here.date()] += number
            found.by_hour[here.hour] += number
    begun = select(conversations.c.channel, conversations.c.language, func.count())
    begun = begun.where(conversations.c.since >= first, conversations.c.since < end, conversations.c.last_number > 0, *which)
    for one_channel, one_language, number in session.execute(begun.group_by(conversations.c.channel, conversations.c.language)):
        found.by_channel[one_channel] += number
        found.by_language[one_language or ""] += number
    return found


def _hour(session: Session) -> Any:
    if session.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", messages.c.at), "YYYY-MM-DD HH24")
    return func.strftime("%Y-%m-%d %H", messages.c.at)


def _which(channel: str, language: str) -> list[Any]:
    found: list[Any] = [conversations.c.channel == channel] if channel else []
    return [*found, conversations.c.language.like(f"{language}%")] if language else found
