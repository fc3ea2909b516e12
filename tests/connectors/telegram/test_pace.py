"""How fast Telegram may be called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.telegram import pace
from connectors.telegram.pace import Pace

USUAL = {name: getattr(pace, name) for name in ("_ALL", "_CHAT", "_GROUP")}


class Clock:
    """Seconds, as the test says."""

    now = 100.0

    def __call__(self):
        return self.now


def a_pace(monkeypatch):
    for name, limit in USUAL.items():
        monkeypatch.setattr(pace, name, limit)
    clock = Clock()
    return Pace(clock), clock


@pytest.fixture
def paced(monkeypatch):
    return a_pace(monkeypatch)


def test_a_chat_gets_one_message_a_second(paced):
    found, clock = paced
    assert (found.take(1, group=False), round(found.take(1, group=False), 3), found.take(2, group=False)) == (0, 1.1, 0)
    clock.now += 1.1
    assert found.take(1, group=False) == 0


def test_all_chats_together_get_twenty_five_messages_a_second(paced):
    found, clock = paced
    waits = [found.take(chat, group=False) for chat in range(7)]
    assert (waits[:5], [round(wait, 3) for wait in waits[5:]]) == ([0] * 5, [0.2] * 2)
    clock.now += 0.2
    assert found.take(100, group=False) == 0


def test_a_group_gets_twenty_messages_a_minute(paced):
    found, clock = paced
    for _ in range(20):
        assert found.take(-1, group=True) == 0
        clock.now += 1.2
    assert round(found.take(-1, group=True), 3) == 62 - 20 * 1.2
    assert found.take(-2, group=True) == 0


def test_what_telegram_asks_for_holds_a_group_alone_and_otherwise_all(paced):
    found, clock = paced
    found.hold(-1, 30, group=True)
    assert (found.take(-1, group=True), found.take(1, group=False)) == (30, 0)
    found.hold(2, 5, group=False)
    assert (found.take(3, group=False), found.take(-2, group=True)) == (5, 5)
    clock.now += 5
    assert (found.take(3, group=False), found.take(-1, group=True)) == (0, 25)


@given(st.lists(st.tuples(st.sampled_from([1, 2, -1]), st.floats(0, 2)), max_size=120))
def test_whatever_is_asked_no_window_is_ever_overfull(steps):
    with pytest.MonkeyPatch.context() as monkeypatch:
        found, clock = a_pace(monkeypatch)
    taken = []
    for chat, pause in steps:
        clock.now += pause
        if not found.take(chat, group=chat < 0):
            taken.append((clock.now, chat))
    for now, chat in taken:
        assert sum(1 for at, other in taken if other == chat and now - 1.0 < at <= now) == 1
        assert sum(1 for at, _ in taken if now - 1.0 < at <= now) <= 30
        assert chat > 0 or sum(1 for at, other in taken if other == chat and now - 60 < at <= now) <= 20
