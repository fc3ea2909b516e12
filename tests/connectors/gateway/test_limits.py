"""Token buckets."""

from __future__ import annotations

import pytest

from connectors.gateway import limits
from connectors.gateway.limits import Buckets, Rate, TooMany, whole_seconds


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def taken(buckets, key, times):
    """How many of so many tries succeed."""
    got = 0
    for _ in range(times):
        try:
            buckets.take(key)
        except TooMany:
            continue
        got += 1
    return got


def test_a_bucket_gives_its_burst_and_then_what_comes_back():
    clock = Clock()
    buckets = Buckets(Rate(60, 5), clock)
    assert taken(buckets, "a", 10) == 5
    clock.now += 2.5
    assert taken(buckets, "a", 10) == 2
    clock.now += 3600
    assert taken(buckets, "a", 10) == 5


def test_it_says_when_there_is_one_again():
    clock = Clock()
    buckets = Buckets(Rate(30, 1), clock)
    buckets.take("a")
    clock.now += 0.5
    with pytest.raises(TooMany) as raised:
        buckets.take("a")
    assert raised.value.retry_after == pytest.approx(1.5)
    clock.now += 1.5
    buckets.take("a")


def test_who_tries_too_early_does_not_wait_longer():
    clock = Clock()
    buckets = Buckets(Rate(60, 1), clock)
    buckets.take("a")
    assert taken(buckets, "a", 100) == 0
    clock.now += 1
    assert taken(buckets, "a", 1) == 1


def test_each_key_has_a_bucket_of_its_own_and_no_rate_is_no_limit():
    buckets = Buckets(Rate(60, 2))
    assert [taken(buckets, key, 5) for key in "ab"] == [2, 2]
    assert taken(Buckets(Rate(0)), "a", 1000) == 1000


def test_the_number_of_buckets_has_a_bound(monkeypatch):
    monkeypatch.setattr(limits, "_MOST_BUCKETS", 10)
    buckets = Buckets(Rate(60, 2))
    for n in range(100):
        buckets.take(str(n))
    assert len(buckets._kept) == 10


@pytest.mark.parametrize(("seconds", "header"), [(0.0, "1"), (0.2, "1"), (1.0, "1"), (1.01, "2"), (59.5, "60")])
def test_seconds_are_whole_in_a_header_and_never_too_few(seconds, header):
    assert whole_seconds(seconds) == header
