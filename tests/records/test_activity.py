"""How much was said and when, in the time zone that is asked for; and the lists that staff work from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from records import cases, conversations, handover, inboxes
from records.activity import activity
from records.changes import look, mark
from records.inboxes import Box, Filters
from records.models import Author, Reason

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
SHENZHEN = ZoneInfo("Asia/Shanghai")
HOUR = dt.timedelta(hours=1)


def test_messages_are_counted_by_day_and_hour_of_the_place(world):
    talk = world.visit()
    world.exchange(talk, "m-1")
    world.exchange(talk, "m-2", now=NOW + 7 * HOUR)
    found = world.do(activity, NOW - HOUR, NOW + 24 * HOUR, SHENZHEN)
    assert (found.by_day, found.by_hour) == (Counter({dt.date(2023, 3, 1): 1, dt.date(2023, 3, 2): 1}), Counter({17: 1, 0: 1}))
    assert found.begun == Counter({dt.date(2023, 3, 1): 1})
    assert (found.by_author, found.by_channel) == (Counter({Author.VISITOR: 2, Author.BOT: 2}), Counter({"web": 1}))
    assert world.do(activity, NOW - HOUR, NOW + 24 * HOUR, SHENZHEN, "wechat", "zh").by_author == Counter()


def test_each_box_has_its_conversations_in_its_order(world):
    talks = [world.visit(f"visitor {number}") for number in range(4)]
    for number, talk in enumerate(talks):
        world.exchange(talk, f"m-{number}", now=NOW + number * HOUR)
    for number, talk in enumerate(talks[:3]):
        world.do(handover.request, talk.id, Reason.ASKED, NOW + (4 - number) * HOUR, "forum")
    world.do(handover.claim, talks[2].id, "li", NOW + 5 * HOUR)
    ids = lambda box, staff="li", **filters: [  # noqa: E731
        entry.conversation.id for entry in world.do(inboxes.entries, box, staff, Filters(**filters), NOW + 9 * HOUR)
    ]
    a, b, c, d = (talk.id for talk in talks)
    assert (ids(Box.QUEUE), ids(Box.MINE), ids(Box.MINE, "wang"), ids(Box.ALL)) == ([b, a], [c], [], [d, c, b, a])
    assert (ids(Box.ALL, ids=[a, d]), ids(Box.ALL, channel="wechat"), ids(Box.ALL, topic="forum")) == ([d, a], [], [d, c, b, a])
    assert world.do(inboxes.counts, "li") == {Box.QUEUE: 2, Box.MINE: 1}
    page = world.do(inboxes.entries, Box.ALL, "li", Filters(), NOW, None, 2)
    last = page[-1].conversation
    following = world.do(inboxes.entries, Box.ALL, "li", Filters(), NOW, (last.last_at, last.id), 2)
    assert [entry.conversation.id for entry in (*page, *following)] == [d, c, b, a]


def test_a_wish_that_was_missed_is_there_until_somebody_has_answered_or_the_matter_is_settled(world):
    missed = lambda: [  # noqa: E731
        entry.conversation.id for entry in world.do(inboxes.entries, Box.MISSED, "li", Filters(), NOW + 9 * HOUR)
    ]
    first, second = world.visit("first"), world.visit("second")
    for number, talk in enumerate((first, second)):
        world.exchange(talk, f"m-{number}")
        world.do(handover.missed, talk.id, Reason.ASKED, NOW)
    assert missed() == [second.id, first.id]

    world.do(handover.take, first.id, "li", 0, NOW + HOUR)
    world.do(handover.release, first.id, "li", world.do(conversations.get, first.id).epoch, NOW + 2 * HOUR)
    assert missed() == [second.id]

    matter = cases.Handoff(cases.HandoffReason.ASKED, "call me")
    about = {"message_id": "c-1", "edition": "21", "language": "en", "late": False, "after_end": False}
    case = world.do(cases.submit, second.id, matter, now=NOW, **about)
    assert missed() == [second.id]
    for state in (cases.CaseState.IN_REVIEW, cases.CaseState.ACCEPTED):
        world.do(cases.set_state, case.id, state, "li", NOW + HOUR, version=None)
    assert missed() == []

    world.do(handover.missed, first.id, Reason.ASKED, NOW + 3 * HOUR)
    assert missed() == [first.id]


def test_those_without_an_answer_for_long_are_found(world):
    talk = world.visit()
    world.do(handover.request, talk.id, Reason.ASKED, NOW)
    world.say(talk, "m-1")
    waiting = lambda later: world.do(inboxes.entries, Box.ALL, "li", Filters(waiting=300), NOW + later)  # noqa: E731
    assert (len(waiting(dt.timedelta(seconds=299))), len(waiting(dt.timedelta(seconds=301)))) == (0, 1)


def test_a_mark_changes_with_whatever_staff_are_to_see(world):
    from records import notes, presence

    talk = world.visit()
    seen = [world.do(mark, NOW)]
    steps = (
        lambda: world.say(talk, "m-1"),
        lambda: world.do(handover.request, talk.id, Reason.ASKED, NOW),
        lambda: world.do(presence.say, talk.id, "li", typing=True, now=NOW),
        lambda: world.do(notes.add, talk.id, "li", "x", NOW),
    )
    for step in steps:
        step()
        seen.append(world.do(mark, NOW))
    assert len(set(seen)) == 5
    assert world.do(mark, NOW) == seen[-1]
    assert world.do(look, talk.id).notes == 1
    assert world.do(look, 4711) is None
