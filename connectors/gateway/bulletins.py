"""Notices that staff have put up for a time: said below the answers that they belong to, from the moment they are put up."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Sequence

from connectors.gateway.language import tag_of
from knowledge import library
from knowledge.amending import Change
from knowledge.reply import Kind, Reply
from knowledge.text.folding import to_traditional
from records.models import Amendment

_BELOW = {Kind.ANSWER, Kind.FALLBACK}


class Bulletins:
    """The notices that count now, and the changed facts, as far as this process has heard of them."""

    def __init__(self) -> None:
        self._notices: tuple[Amendment, ...] = ()

    def put(self, living: Sequence[Amendment]) -> None:
        """These count from now on, and no others."""
        self._notices = tuple(one for one in living if not one.fact)
        changes = [Change(one.fact, one.zh, one.en, one.value) for one in living if one.fact]
        library.shared().amend(changes)

    def added(self, replies: Sequence[Reply], today: dt.date) -> tuple[Reply, ...]:
        """The replies, with the notices about their topics below the last of them."""
        topic = next((reply.metadata.topic for reply in replies if reply.metadata.kind in _BELOW and reply.metadata.topic), None)
        found = [one for one in self._notices if topic and _holds(one, topic, today)]
        if not found:
            return tuple(replies)
        last = replies[-1]
        english = last.metadata.language == "en"
        said = "\n".join([last.text, *(one.en if english else one.zh for one in found)])
        text = to_traditional(said) if tag_of(last.text, last.metadata.language) == "zh-Hant" else said
        return (*replies[:-1], dataclasses.replace(last, text=text))


def _holds(notice: Amendment, topic: str, today: dt.date) -> bool:
    pack = library.shared().index().pack
    about = topic in pack.topics and notice.topic in pack.line(topic)
    return about and (notice.first is None or notice.first <= today) and (notice.last is None or today <= notice.last)
