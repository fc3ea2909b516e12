"""The question log and the statistics."""

from __future__ import annotations

import datetime as dt

from records import feedback, questions, turns
from records.models import Asked, Rating, Tally

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
DAY = NOW.date()
TOMORROW = NOW + dt.timedelta(days=1)


def test_the_log_says_what_was_asked_understood_and_answered(world):
    conversation = world.visit()
    message = world.say(conversation, "m-1", "论坛几点？").message
    understood = turns.Understood("zh", "answer", "ask_time", "forum", ("a", "b"), 0.75, 12, None)
    world.answer(world.claim(conversation), asked=understood)
    line = Asked(message.id, NOW, DAY, "web", "zh", "answer", "ask_time", "forum", ["a", "b"], 0.75, 12, None)
    assert world.do(questions.log, NOW) == [questions.Line("论坛几点？", line)]


def test_a_failed_turn_is_in_the_log_with_its_id(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    world.answer(world.claim(conversation), asked=turns.Understood("en", "error", error_id="c0ffee"))
    assert [(line.asked.kind, line.asked.error_id, line.asked.confidence) for line in world.do(questions.log, NOW)] == [
        ("error", "c0ffee", None)
    ]


def test_the_log_begins_at_the_moment_and_is_in_order(world):
    conversation = world.visit()
    for n, seconds in enumerate([0, 10, 20, 86400]):
        world.exchange(conversation, f"m-{n}", f"question {n}", now=NOW + dt.timedelta(seconds=seconds))
    recent = [line.text for line in world.do(questions.log, NOW + dt.timedelta(seconds=10))]
    assert recent == ["question 1", "question 2", "question 3"]
    assert [line.text for line in world.do(questions.log, NOW, limit=2)] == ["question 0", "question 1"]


def test_statistics_count_questions_and_thumbs_by_day_and_sort(world):
    one, other = world.visit("one"), world.visit("other", channel="wechat")
    _, reply = world.exchange(one, "m-1")
    _, second = world.exchange(one, "m-2")
    _, third = world.exchange(other, "m-3", now=TOMORROW)
    for talk, message, rating, now in ((one, reply, "up", NOW), (one, second, "up", TOMORROW), (other, third, "down", TOMORROW)):
        world.do(feedback.give, talk.id, message.number, Rating(rating), "", now)
    assert world.do(questions.statistics, DAY, TOMORROW.date()) == [
        Tally(DAY, "web", "en", "answer", "", "forum", asked=0, up=1, down=0),
        Tally(DAY, "web", "en", "answer", "ask_time", "forum", asked=2, up=0, down=0),
        Tally(TOMORROW.date(), "web", "en", "answer", "", "forum", asked=0, up=1, down=0),
        Tally(TOMORROW.date(), "wechat", "en", "answer", "", "forum", asked=0, up=0, down=1),
        Tally(TOMORROW.date(), "wechat", "en", "answer", "ask_time", "forum", asked=1, up=0, down=0),
    ]
    assert [tally.day for tally in world.do(questions.statistics, TOMORROW.date(), TOMORROW.date())] == [TOMORROW.date()] * 3
    assert world.do(questions.statistics, dt.date(2022, 1, 1), dt.date(2022, 12, 31)) == []


def test_a_day_is_one_of_utc():
    shenzhen = dt.timezone(dt.timedelta(hours=8))
    assert questions.day(dt.datetime(2023, 3, 2, 7, 59, tzinfo=shenzhen)) == dt.date(2023, 3, 1)
