import datetime as dt

import pytest

from actions.forms.readers.day import Day
from actions.forms.readers.reader import Found, Trouble
from tests.actions.forms.heard import heard


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("4月15日", "2023-04-15"),
        ("4月15号下午", "2023-04-15"),
        ("四月十六日", "2023-04-16"),
        ("2023年4月16日", "2023-04-16"),
        ("2023-04-16", "2023-04-16"),
        ("2023/4/16", "2023-04-16"),
        ("April 15", "2023-04-15"),
        ("15 April", "2023-04-15"),
        ("15th of April, 2023", "2023-04-15"),
        ("Apr. 16th", "2023-04-16"),
        ("on the first day", "2023-04-15"),
        ("第一天", "2023-04-15"),
        ("最后一天", "2023-04-16"),
        ("the last day", "2023-04-16"),
    ],
)
def test_a_date_is_one_of_the_conferences_year(said, date, in_chinese):
    assert Day().answer(heard(said, today=dt.date(2022, 12, 30)), {}, in_chinese) == {"date": date}


@pytest.mark.parametrize("said", ["上午比较好", "either day", "下午两点"])
def test_other_words_are_kept_as_they_are(said, in_chinese):
    assert Day().answer(heard(said), {}, in_chinese) == {"words": said}


@pytest.mark.parametrize("said", ["4月31日", "2月30号", "31 April", "2023-13-01", "x", "很" * 61])
def test_no_day_of_the_calendar_is_a_trouble(said, in_chinese):
    assert Day().answer(heard(said), {}, in_chinese) == Trouble("trouble_day")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("论坛在4月15日，120人", Found({"date": "2023-04-15"}, 3, 8)),
        ("on April 16 for 90 people", Found({"date": "2023-04-16"}, 3, 11)),
        ("4月31日", None),
        ("15日", None),
        ("3-5个人", None),
        ("the first day", None),
    ],
)
def test_a_date_with_its_month_counts_unasked(said, found):
    assert Day().volunteered(heard(said)) == found


def test_a_day_is_shown_in_words(in_chinese, in_english):
    value = {"date": "2023-04-15"}
    assert (Day().shown(value, in_chinese), Day().shown(value, in_english)) == ("2023年4月15日", "15 April 2023")
