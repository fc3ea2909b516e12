"""Our accounts on platforms: one token for all workers, fetched by one of them."""

from __future__ import annotations

import datetime as dt

from records import platforms
from records.models import Account

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
WHO = ("wechat", "wx1")


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def begin(world, worker="one", now=NOW, refused=None):
    return world.do(platforms.begin_fetch, *WHO, worker, now, 10, refused)


def test_nothing_is_known_of_a_new_account(world):
    assert world.do(platforms.get, *WHO) == Account(*WHO)
    assert world.do(platforms.token, *WHO, NOW) is None


def test_of_eight_workers_one_fetches_the_token(world, at_once):
    assert sorted(at_once(lambda n: begin(world, f"worker {n}"))) == [False] * 7 + [True]


def test_a_token_is_everybodys_until_it_is_over(world):
    begin(world)
    world.do(platforms.keep_token, *WHO, "token", later(7200))
    assert world.do(platforms.token, *WHO, later(7199)) == "token"
    assert (begin(world, "two"), world.do(platforms.token, *WHO, later(7200)), begin(world, "two", later(7200))) == (False, None, True)


def test_a_token_that_was_refused_is_fetched_anew_once(world):
    begin(world)
    world.do(platforms.keep_token, *WHO, "token", later(7200))
    assert (begin(world, "two", refused="older"), begin(world, "two", refused="token"), begin(world, "one", refused="token")) == (
        False, True, False,
    )  # fmt: skip
    world.do(platforms.keep_token, *WHO, "new", later(7200))
    assert begin(world, "one", refused="token") is False


def test_whoever_fetches_and_dies_or_fails_lets_others_try(world):
    begin(world, "one")
    assert (begin(world, "two", later(9)), begin(world, "two", later(10))) == (False, True)
    world.do(platforms.give_up_fetch, *WHO, "one")
    assert begin(world, "three", later(11)) is False
    world.do(platforms.give_up_fetch, *WHO, "two")
    assert begin(world, "three", later(11)) is True


def test_what_an_account_may_not_do_is_noted_and_a_token_is_not_shown(world):
    world.do(platforms.note, *WHO, no_service_until=later(60), trouble="48001", trouble_at=NOW)
    world.do(platforms.keep_token, *WHO, "secret", later(7200))
    found = world.do(platforms.get, *WHO)
    assert (found.no_service_until, found.trouble, found.trouble_at, found.token) == (later(60), "48001", NOW, "secret")
    assert "secret" not in repr(found)
