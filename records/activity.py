"""How much was said, and when: messages and conversations of what is still kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select

from records.database import Session
from records.models import Author, conversations, messages
from records.models.base import UTC


@dataclass(frozen=True)
class Activity:
    """Messages from visitors by day and by hour of the day, both in the time zone asked for; conversations that were begun, by
    day there, by channel and by language; messages by author.
    """

    by_day: Counter[dt.date]
    by_hour: Counter[int]
    by_channel: Counter[str]
    by_language: Counter[str]
    by_author: Counter[Author]
    begun: Counter[dt.date]


def activity(session: Session, first: dt.datetime, end: dt.datetime, zone: dt.tzinfo, channel: str = "", language: str = "") -> Activity:
    """What was said from `first` to before `end`; of one channel or language, where they are given.

    Counted by whole hours of UTC, so in a time zone that is half an hour off, an hour is that of its beginning.
    """
    which = _which(channel, language)
    hour = _hour(session, messages.c.at)
    said = select(hour, messages.c.author, func.count()).where(messages.c.at >= first, messages.c.at < end)
    if which:
        said = said.join(conversations, conversations.c.id == messages.c.conversation_id).where(*which)
    found = Activity(*(Counter() for _ in fields(Activity)))
    for at, author, number in session.execute(said.group_by(hour, messages.c.author)):
        found.by_author[author] += number
        if author is Author.VISITOR:
            here = _there(at, zone)
            found.by_day[here.date()] += number
            found.by_hour[here.hour] += number
    sort = (_hour(session, conversations.c.since), conversations.c.channel, conversations.c.language)
    begun = select(*sort, func.count())
    begun = begun.where(conversations.c.since >= first, conversations.c.since < end, conversations.c.last_number > 0, *which)
    for at, one_channel, one_language, number in session.execute(begun.group_by(*sort)):
        found.begun[_there(at, zone).date()] += number
        found.by_channel[one_channel] += number
        found.by_language[one_language or ""] += number
    return found


def _hour(session: Session, moment: Any) -> Any:
    if session.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD HH24")
    return func.strftime("%Y-%m-%d %H", moment)


def _there(hour: str, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC).astimezone(zone)


def _which(channel: str, language: str) -> list[Any]:
    found: list[Any] = [conversations.c.channel == channel] if channel else []
    return [*found, conversations.c.language.like(f"{language}%")] if language else found
