"""What Telegram says to what is sent: too fast, blocked, gone, unreachable; and the pace that keeps it from saying so."""

from __future__ import annotations

import logging
import time

import pytest

from connectors.gateway import Limits, Rate, delivery
from connectors.gateway.texts import text
from connectors.telegram import pace
from records import outbox
from records.models import DeliveryState
from tests.platforms.telegram.api import Refused
from tests.platforms.telegram.world import TOKEN

USUAL = {name: getattr(pace, name) for name in ("_ALL", "_CHAT", "_GROUP")}


@pytest.fixture(autouse=True)
def brisk(monkeypatch):
    """Short waits between tries."""
    monkeypatch.setattr(outbox, "FIRST_WAIT", 0.2)
    monkeypatch.setattr(delivery, "_LOOK_EVERY", 0.05)


def deliveries(scribe):
    with scribe.database.read() as session:
        return [(delivery.state, delivery.attempts, delivery.error) for delivery in reversed(outbox.list_(session))]


def settled(telegram, scribe, state):
    return telegram.until(lambda: deliveries(scribe) and all(found[0] is state for found in deliveries(scribe)) and deliveries(scribe))


def test_a_time_to_wait_that_telegram_asks_for_is_kept_and_nobody_is_sent_to_meanwhile(telegram, server, ann, li, scribe):
    telegram.say(li, "hello")
    telegram.until(lambda: telegram.said_in(1002))
    telegram.api.trouble["sendMessage"] = [Refused(429, "Too Many Requests: retry after 2", retry_after=2)]
    telegram.say(ann, "one")
    refused = telegram.until(lambda: [call for call in telegram.world.called("sendMessage") if call.status == 429])[0]
    telegram.say(li, "two")
    telegram.until(lambda: len(telegram.sent) == 3)
    assert [round(sent.at - refused.at, 1) >= 2 for sent in telegram.sent[1:]] == [True, True], [
        sent.at - refused.at for sent in telegram.sent
    ]
    assert [found[:2] for found in settled(telegram, scribe, DeliveryState.SENT)] == [
        (DeliveryState.SENT, 1),
        (DeliveryState.SENT, 2),
        (DeliveryState.SENT, 1),
    ]


def test_a_group_that_is_called_too_often_holds_up_no_other_chat(telegram, server, ann, li):
    group = telegram.world.group(-1001)
    telegram.api.trouble["sendMessage"] = [Refused(429, "Too Many Requests: retry after 30", retry_after=30)]
    telegram.say(ann, "@ciep_test_bot hello", group)
    telegram.until(lambda: telegram.world.called("sendMessage"))
    telegram.say(li, "hello")
    telegram.until(lambda: telegram.said_in(1002), 5)
    assert telegram.said_in(group) == []


def test_a_visitor_who_has_blocked_the_bot_is_a_dead_letter_at_once(telegram, server, ann, li, scribe, caplog):
    telegram.world.blocked.add(1001)
    telegram.say(ann, "hello, this is a secret")
    (found,) = settled(telegram, scribe, DeliveryState.DEAD)
    assert found == (DeliveryState.DEAD, 1, "the visitor has blocked the bot, or the group has removed it")
    assert "secret" not in caplog.text
    telegram.say(li, "hello")
    telegram.until(lambda: telegram.said_in(1002))


def test_a_chat_that_is_gone_and_a_message_that_is_refused_are_dead_letters(telegram, server, ann, li, scribe):
    del telegram.world.chats[1001]
    telegram.world.people[1001] = ann
    telegram.post({"message": {**telegram.message(li, "hello"), "chat": {"id": 1001, "type": "private"}, "from": ann.as_user()}})
    assert settled(telegram, scribe, DeliveryState.DEAD) == [(DeliveryState.DEAD, 1, "there is no such chat any more")]
    telegram.api.trouble["sendMessage"] = [Refused(400, "Bad Request: whatever")] * 2
    telegram.say(li, "hello")
    telegram.until(lambda: len(deliveries(scribe)) == 2 and deliveries(scribe)[1][0] is DeliveryState.DEAD)
    assert deliveries(scribe)[1][2] == "Telegram does not take the message"


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (Refused(500, "Internal Server Error"), "Telegram cannot be reached"),
        (Refused(502, "Bad Gateway"), "Telegram cannot be reached"),
        (Refused(401, "Unauthorized"), "Telegram does not know the token of the bot"),
    ],
)
def test_what_fails_for_now_is_sent_later(telegram, server, ann, scribe, trouble, told):
    telegram.api.trouble["sendMessage"] = [trouble] * 2
    telegram.say(ann, "hello")
    telegram.until(lambda: deliveries(scribe) and deliveries(scribe)[0][2] == told)
    telegram.until(lambda: telegram.sent)
    assert [found[:2] for found in settled(telegram, scribe, DeliveryState.SENT)] == [(DeliveryState.SENT, 3)]


def test_neither_the_token_nor_a_word_gets_into_a_log(telegram, server, ann, caplog):
    logging.getLogger().setLevel(logging.DEBUG)
    telegram.api.trouble["sendMessage"] = [Refused(401, "Unauthorized"), Refused(400, "Bad Request: can't parse entities"), None]
    with caplog.at_level(logging.DEBUG, "connectors"):
        telegram.say(ann, "my secret is 13800138000")
        telegram.until(lambda: telegram.sent)
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore", "telegram")))
    assert (TOKEN in ours, "13800138000" in ours) == (False, False)


@pytest.fixture
def usual_pace(monkeypatch):
    """The pace of the real channel."""
    for name, limit in USUAL.items():
        monkeypatch.setattr(pace, name, limit)


def test_telegrams_limits_are_kept_so_that_it_never_has_to_ask_for_it(usual_pace, telegram, server, scribe):
    telegram.api.flood.on, telegram.api.flood.slack = True, 0.7
    people = [telegram.person(2000 + n) for n in range(40)]
    for person in people:
        telegram.say(person, "hello")
    for n in range(3):
        telegram.say(people[0], f"and {n}")
    telegram.until(lambda: len(telegram.sent) == 43, 30)
    assert [call.status for call in telegram.world.called("sendMessage")] == [200] * 43
    assert {found[:2] for found in settled(telegram, scribe, DeliveryState.SENT)} == {(DeliveryState.SENT, 1)}


@pytest.fixture
def limits():
    return Limits(message=1000, turn=5.0, visitor=Rate(60, 3))


def test_who_writes_too_fast_is_told_so_once_and_nobody_else_is_held_up(telegram, server, ann, li, brain):
    updates = [telegram.say(ann, f"number {n}") for n in range(8)]
    for update in updates:
        telegram.taken(update)
    telegram.say(li, "hello")
    telegram.until(lambda: telegram.said_in(1002))
    told = [said for said in telegram.said_in(1001) if said.startswith("That was too quick")]
    assert (len(told), told[0]) == (1, text("too_many", "en", seconds=1))
    assert len([said for said in brain.heard if said.startswith("number")]) == 3
    assert time.monotonic() > 0
