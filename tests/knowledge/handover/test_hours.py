"""Opening hours: weekdays, spans, holidays and the days worked in their place, days by their date."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from knowledge.handover import texts
from knowledge.handover.hours import read_holidays, read_hours

SHENZHEN = ZoneInfo("Asia/Shanghai")
OFFICE = "mon-fri 09:00-12:00 13:30-18:00; sat 10:00-16:00; 2023-04-15..2023-04-16 08:00-20:00"


def at(day: str, time: str = "10:30") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=SHENZHEN)


@pytest.fixture(scope="module")
def hours():
    return read_hours(OFFICE, SHENZHEN, read_holidays())


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at("2023-03-01", "09:00"), True),  # a Wednesday
        (at("2023-03-01", "08:59"), False),
        (at("2023-03-01", "12:00"), False),
        (at("2023-03-01", "13:30"), True),
        (at("2023-03-04"), True),  # a Saturday
        (at("2023-03-05"), False),
        (at("2023-04-05"), False),  # Qingming
        (at("2023-04-23"), True),  # a Sunday that is worked
        (at("2023-04-15", "19:59"), True),  # the conference
        (dt.datetime(2023, 3, 1, 1, 30, tzinfo=dt.timezone.utc), True),
        (dt.datetime(2023, 3, 1, 10, 30, tzinfo=dt.timezone.utc), False),
    ],
)
def test_open_or_not(hours, moment, is_open):
    assert hours.is_open(moment) is is_open


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (at("2023-03-01", "12:30"), at("2023-03-01", "13:30")),
        (at("2023-03-01", "20:00"), at("2023-03-02", "09:00")),
        (at("2023-03-04", "16:00"), at("2023-03-06", "09:00")),
        (at("2023-09-28", "18:00"), at("2023-10-07", "09:00")),  # the golden week; a Saturday that is worked has Monday's hours
        (at("2023-03-01"), None),
    ],
)
def test_when_next(hours, moment, opening):
    assert hours.next_opening(moment) == opening


def test_always_and_never():
    assert read_hours("always", SHENZHEN).is_open(at("2023-01-01", "03:00"))
    assert read_hours("daily 00:00-24:00", SHENZHEN).is_open(at("2023-01-01", "23:59"))
    never = read_hours("never", SHENZHEN)
    assert (never.is_open(at("2023-03-01")), never.next_opening(at("2023-03-01"))) == (False, None)


def test_days_may_go_over_the_end_of_the_week():
    found = read_hours("fri-mon 09:00-10:00", SHENZHEN)
    assert [bool(spans) for spans in found.week] == [True, False, False, False, True, True, True]


@pytest.mark.parametrize(
    "text", ["mon", "mon 9-18", "xyz 09:00-18:00", "mon 18:00-09:00", "mon 09:00-12:00 11:00-13:00", "2023-13-01 09:00-10:00"]
)
def test_what_says_no_hours_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        read_hours(text, SHENZHEN)


def test_every_year_of_the_holidays_has_its_seven_feasts():
    found = read_holidays()
    for year in (2023, 2024, 2025, 2026):
        days = {day for day in found.off if day.year == year}
        assert {(5, 1), (10, 1), (10, 2), (10, 3)} <= {(day.month, day.day) for day in days}
        assert all(day.weekday() >= 5 for day in found.work)
        assert not days & found.work


def test_a_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "holidays.yml").write_text("2023: {holidays: [x]}")
    with pytest.raises(ValueError, match=r"\S"):
        read_holidays(tmp_path / "holidays.yml")


@pytest.mark.parametrize(
    ("opening", "zh", "en"),
    [
        (at("2023-03-01", "13:30"), "今天13:30", "today at 13:30 (Beijing time)"),
        (at("2023-03-02", "09:00"), "明天09:00", "tomorrow at 09:00 (Beijing time)"),
        (at("2023-03-06", "09:00"), "3月6日（周一）09:00", "on Monday 6 March at 09:00 (Beijing time)"),
    ],
)
def test_the_opening_is_said_as_people_say_it(opening, zh, en):
    now = at("2023-03-01", "12:30").astimezone(dt.timezone.utc)
    assert f"工作人员{zh}上班" in texts.closed(opening, now, "zh")
    assert f"back {en}." in texts.closed(opening, now, "en")


def test_who_waits_is_told_the_place_and_what_was_measured():
    assert texts.Waiting(1, 150.0, here=True, patience=600).said("queued", "en") == (
        "I have passed your conversation to our staff. You are next. People lately waited about 2 minutes. "
        "Anything you add in the meantime will reach them."
    )
    assert texts.Waiting(3, None, here=True, patience=600).said("still_waiting", "zh") == "已转达工作人员。您排在第3位。"
    assert "10分钟内" in texts.Waiting(3, 20.0, here=False, patience=600).said("queued", "zh")


@pytest.mark.parametrize(
    ("said", "comment"),
    [("评价：很快，谢谢", "很快，谢谢"), ("Comment: very kind", "very kind"), ("comment", None), ("no comment: none", None)],
)
def test_a_comment_says_that_it_is_one(said, comment):
    assert texts.comment_in(said) == comment


def test_every_text_is_there_in_both_languages_with_the_same_values():
    names = lambda text: sorted(set(re.findall(r"\{(\w+)\}", str(text))))  # noqa: E731
    for key, found in texts.texts().items():
        assert set(found) == {"zh", "en"}, key
        if not key.startswith("opening"):
            assert names(found["zh"]) == names(found["en"]), key
