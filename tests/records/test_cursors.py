"""Cursors: one worker reads at a time, and goes on where the last page ended."""

from __future__ import annotations

import datetime as dt

import pytest

from records import cursors
from records.errors import LeaseLost

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
WHO = ("wechat_kf", "wk1")


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def claim(world, worker="one", now=NOW):
    return world.do(cursors.claim, *WHO, worker, now, 60)


def test_of_eight_workers_one_reads_and_begins_at_the_beginning(world, at_once):
    found = [cursor for cursor in at_once(lambda n: claim(world, f"worker {n}")) if cursor]
    assert [(cursor.place, cursor.since) for cursor in found] == [(None, NOW)]


def test_it_goes_on_where_the_last_page_ended(world):
    world.do(cursors.advance, first := claim(world), "page 2", NOW, 60)
    world.do(cursors.release, first)
    again = claim(world, "two", later(5))
    assert (again.place, again.since) == ("page 2", NOW)


def test_who_was_too_slow_cannot_move_it(world):
    slow = claim(world)
    assert claim(world, "two", later(59)) is None
    claim(world, "two", later(60))
    for call in ((cursors.advance, slow, "page 9", later(60), 60), (cursors.release, slow)):
        with pytest.raises(LeaseLost):
            world.do(*call)
