"""Where a place belongs, by the lists of members in the pack of the notice."""

from types import SimpleNamespace

import pytest

from knowledge.answering import membership
from knowledge.answering.context import Context
from knowledge.answering.membership import of_member
from knowledge.answering.questions import Asked
from knowledge.answering.ranking import Ranked, Ranking
from knowledge.understanding import Part


@pytest.fixture
def told(real, monkeypatch):
    """What is answered to a question; likely: the fact that the ranking holds for the likeliest."""

    def told(text, *topics, likely="regional_zone.members", kind="choice"):
        ranking = Ranking([Ranked(real.facts[likely], 1.0, 1.0)], 0.0)
        monkeypatch.setattr(membership, "rank", lambda index, asked: ranking)
        outcome = of_member(SimpleNamespace(pack=real), Asked(Part(text, (), {f"ask_{kind}": 1.0}), topics), Context())
        return outcome and [(found.fact.id, found.wrong) for found in outcome.found]

    return told


@pytest.mark.parametrize("text", ["lanzhou here, whose section are we in?", "兰州归哪个板块"])
def test_a_place_is_in_the_part_that_lists_it(told, text):
    assert told(text) == [("western_board.members", False)]


def test_several_places_are_told_one_by_one(told):
    assert told("西安、大连分别在哪") == [("western_board.members", False), ("northeast_board.members", False)]


def test_who_takes_a_place_for_a_member_of_another_part_is_corrected(told):
    assert told("chengdu is in the west, right?", "western_board") == [
        ("chengyu_board.members", True),
        ("western_board.members", False),
    ]
    assert told("大连归中部，对吧", "central_board") == [("northeast_board.members", True), ("central_board.members", False)]


def test_a_member_is_not_corrected(told):
    assert told("gansu is in the west, right?", "western_board") is None


def test_what_is_asked_of_a_part_is_not_where_a_place_belongs(told):
    assert told("we are from chengdu, who leads the western board?", "western_board", kind="organiser") is None


def test_a_place_where_something_else_is_meant_tells_nothing(told):
    assert told("which section of the shenzhen forum?", likely="shenzhen_forum.event") is None
    assert told("which fair suits an american in shanghai or beijing", likely="recruitment.choice") is None
    assert told("when is the forum in shenzhen?", kind="time") is None


@pytest.mark.parametrize("text", ["which board is porto in?", "哪个板块好"])
def test_a_place_that_no_part_lists_tells_nothing(told, text):
    assert told(text) is None
