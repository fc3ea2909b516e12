"""What staff change of the pack is said by every worker within seconds; notices stand below the answers that they belong to."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

import pytest

from connectors.gateway import Gateway, Limits
from knowledge import library as shelf
from knowledge.amending import Change
from knowledge.reply import Kind, Metadata, Reply
from knowledge.service import Service
from records import amendments

NOW = dt.datetime(2023, 3, 1, tzinfo=dt.timezone.utc)
TODAY = dt.date(2023, 3, 1)
PACK = "ciep-21-2023"


@pytest.fixture
def to(brain, library, scribe, monkeypatch):
    monkeypatch.setattr(shelf, "_shared", library)  # whatever other tests have put there
    yield Gateway(brain, scribe, Limits(), lambda: TODAY)
    library.amend([])


def do(gateway, function, *arguments):
    with gateway.scribe.database.begin() as session:
        return function(session, *arguments)


def deadline(library):
    return next(f for f in library.index().pack.facts_of["booth"] if f.question.value == "deadline" and f.value)


async def test_a_changed_deadline_is_said_with_its_own_count_of_days(to, library):
    fact = deadline(library)
    name = next(iter(fact.value))
    do(
        to,
        amendments.change_fact,
        PACK,
        fact.id,
        "booth",
        "截止3月31日。",
        "It closes on 31 March 2023.",
        {name: "2023-03-31"},
        "wang",
        NOW,
    )
    await to.amending.round()
    composer = Service(library.index().pack, "en", TODAY).composer
    assert composer.said(library.index().pack.facts[fact.id]) == "It closes on 31 March 2023. (30 days left.)"
    (found,) = do(to, amendments.living, PACK)
    do(to, amendments.undo, found.id, "wang", NOW)
    await to.amending.round()
    assert library.index().pack.facts[fact.id] == fact


async def test_it_is_live_within_five_seconds_of_a_running_server(to, library):
    fact = deadline(library)
    async with to.running(alone=True):
        await asyncio.sleep(0.5)
        do(to, amendments.change_fact, PACK, fact.id, "booth", "改了。", "Changed.", {}, "wang", NOW)
        began = time.monotonic()
        while library.index().pack.facts[fact.id].say.en != "Changed.":
            assert time.monotonic() - began < 5
            await asyncio.sleep(0.05)


async def test_a_notice_stands_below_answers_about_its_topic_on_its_days(to, brain):
    do(to, amendments.put_up, PACK, "booth", "3号馆关闭。", "Hall 3 is closed.", TODAY, TODAY, "wang", NOW)
    do(to, amendments.put_up, PACK, "booth", "明天。", "Tomorrow's.", TODAY + dt.timedelta(days=1), None, "wang", NOW)
    do(to, amendments.put_up, PACK, "forums", "论坛。", "The forum's.", None, None, "wang", NOW)
    await to.amending.round()

    def said(topic, language="en", kind=Kind.ANSWER):
        replies = (Reply("yes", Metadata(kind, language, topic)),)
        return to._turns._answering._bulletins.added(replies, TODAY)[-1].text

    assert (said("booth"), said("forums"), said("conference")) == ("yes\nHall 3 is closed.", "yes\nThe forum's.", "yes")
    assert (said("booth", "zh"), said("booth", kind=Kind.SMALLTALK), said(None)) == ("yes\n3号馆关闭。", "yes", "yes")


def test_what_the_pack_no_longer_has_is_passed_over(library):
    before = library.index()
    library.amend([Change("no.such.fact", "x", "x")])
    assert library.index() is before
    library.amend([])
