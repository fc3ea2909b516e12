"""Which part of a message says what it wants."""

import pytest

from knowledge.text.language import Language
from knowledge.understanding import Part, Understanding
from nlu.asking import asking, ranked


def message(whole, *clauses):
    """A message of parts, each a text and its intents."""
    parts = [Part(text, (), intents) for text, intents in clauses or (whole,)]
    return Understanding(Part(whole[0], (), whole[1]), tuple(parts), Language("en"))


TOPICS = ("which topics are welcome?", {"ask_purpose": 1.0})
PLAN = ("we plan a forum", {"file_forum": 1.0})


def test_a_plan_that_ends_in_a_question_asks():
    found = asking(message(("we plan a forum. which topics are welcome?", {"file_forum": 0.9, "ask_purpose": 0.1}), PLAN, TOPICS))
    assert found.text == TOPICS[0]


@pytest.mark.parametrize("way", ["ask_procedure", "ask_contact", "ask_choice"])
def test_a_plan_that_asks_how_to_go_about_it_is_a_wish(way):
    whole = ("we plan a forum. what next?", {"file_forum": 0.9})
    assert asking(message(whole, PLAN, ("what next?", {way: 1.0}))).text == whole[0]


@pytest.mark.parametrize("wish", ["can you publish this on EO?", "how about you enter it for us?", "能替我们发布到EO吗"])
def test_a_need_that_ends_in_the_wish_to_have_it_filed_is_a_wish(wish):
    whole = (f"we need two welders. {wish}", {"file_eo": 0.9})
    assert asking(message(whole, ("we need two welders", {"file_eo": 1.0}), (wish, {"ask_content": 1.0}))).text == whole[0]


def test_a_complaint_that_asks_who_can_help_is_for_staff():
    whole = ("my account is locked. who can open it?", {"complaint": 1.0})
    assert (
        asking(message(whole, ("my account is locked", {"complaint": 1.0}), ("who can open it?", {"ask_audience": 1.0}))).text == whole[0]
    )


def test_a_complaint_that_asks_for_a_day_gets_it():
    whole = ("arrival is on the 12th, isn't it? we have bought five tickets", {"complaint": 0.7})
    day = ("arrival is on the 12th, isn't it?", {"ask_time": 1.0})
    assert asking(message(whole, day, ("we have bought five tickets", {"complaint": 1.0}))).text == day[0]


def test_who_asks_for_a_price_wishes_nothing_yet():
    found = asking(message(("how much is a booth of 9 square metres?", {"file_booth": 0.8, "out_of_scope_near": 0.2})))
    assert ranked(found) == [("out_of_scope_near", 0.2)]


def test_a_wish_that_says_what_may_be_paid_stays_one():
    whole = ("a booth for us, please, the price does not matter", {"file_booth": 0.8, "ask_fee": 0.2})
    assert ranked(asking(message(whole)))[0][0] == "file_booth"


def test_thanks_beside_a_question_do_not_hide_it():
    site = ("the official site?", {"ask_website": 1.0})
    assert asking(message(("the official site? thanks", {"thank": 0.8}), site, ("thanks", {"thank": 1.0}))).text == site[0]
