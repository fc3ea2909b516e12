import datetime as dt

import pytest

from knowledge.wording.dates import time_note


@pytest.mark.parametrize(
    ("fact", "today", "zh", "en"),
    [
        ("booth.deadline", "2030-03-01", "（还有31天。）", " (31 days left.)"),
        ("booth.deadline", "2030-03-31", "（还有1天。）", " (1 day left.)"),
        ("booth.deadline", "2030-04-01", "（就是今天。）", " (That is today.)"),
        ("booth.deadline", "2030-04-02", "（这个日期已过。）", " (That date has passed.)"),
        ("fair.time", "2030-05-01", "（还有9天。）", " (9 days left.)"),
        ("fair.time", "2030-05-10", "（就是今天。）", " (That is today.)"),
        ("fair.time", "2030-05-11", "", ""),  # it is going on
        ("fair.time", "2030-05-12", "", ""),  # its own wording says that it is over
        ("fair.venue", "2030-06-01", "", ""),
        ("summit.content", "2030-06-01", "", ""),
    ],
)
def test_a_date_knows_whether_it_has_passed(small, fact, today, zh, en):
    day = dt.date.fromisoformat(today)
    notes = [time_note(small.facts[fact], small, day, language) for language in ("zh", "en")]
    assert notes == [zh, en]
