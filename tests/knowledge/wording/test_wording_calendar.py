import datetime as dt

from knowledge.answering.context import Context
from knowledge.answering.outcome import Answer, Found, Resolution
from knowledge.wording.compose import Composer


def dates(pack, fact, today, language="en"):
    answer = Answer((Found(pack.facts[fact], pack.facts[fact].topic),), 1.0)
    reply, _ = Composer(pack, language, today).reply(Resolution(answer, Context()))
    return reply.metadata.as_dict().get("dates")


def test_a_deadline_to_come_can_be_put_into_a_calendar(real):
    assert [(d["start"], d["end"]) for d in dates(real, "booth.deadline", dt.date(2023, 3, 1))] == [("2023-03-24", "2023-03-24")]


def test_a_time_spans_its_days_and_has_a_title_in_the_language_of_the_reply(real):
    (english,) = dates(real, "conference.time", dt.date(2023, 3, 1))
    (chinese,) = dates(real, "conference.time", dt.date(2023, 3, 1), "zh")
    assert (english["start"], english["end"]) == (chinese["start"], chinese["end"]) == ("2023-04-15", "2023-04-16")
    assert "dates" in english["title"]
    assert "时间" in chinese["title"]


def test_what_is_past_or_has_no_date_is_not_offered(real):
    assert dates(real, "booth.deadline", dt.date(2023, 3, 25)) is None
    assert dates(real, "conference.host", dt.date(2023, 3, 1)) is None
