"""One question of several parts of a whole."""

from types import SimpleNamespace

import pytest

from knowledge.answering import each_topic
from knowledge.answering.context import Context
from knowledge.answering.each_topic import of_each_topic, of_several
from knowledge.answering.questions import Asked
from knowledge.answering.ranking import Ranked, Ranking
from knowledge.linker import Mention
from knowledge.understanding import Part


@pytest.fixture
def several(real, monkeypatch):
    """The facts that are told of a question for which the ranking holds these facts for so likely."""

    def several(text, **chances):
        likely = [Ranked(real.facts[id_.replace("__", ".")], chance, 1.0) for id_, chance in chances.items()]
        monkeypatch.setattr(each_topic, "rank", lambda index, asked: Ranking(likely, 0.0))
        outcome = of_several(SimpleNamespace(pack=real), Asked(Part(text, (), {}), ()), Context())
        return outcome and [found.fact.id for found in outcome.found]

    return several


def test_what_several_are_asked_for_is_told_of_each_that_is_likely(several):
    text = "东北跟中部分别有哪几个省"
    assert several(text, northeast_board__members=0.6, central_board__members=0.3, western_board__members=0.01) == [
        "northeast_board.members",
        "central_board.members",
    ]


def test_where_one_is_asked_for_or_likely_it_is_not_told_of_several(several):
    assert several("东北有哪几个省", northeast_board__members=0.6, central_board__members=0.3) is None
    assert several("各自有哪几个省", northeast_board__members=0.9, central_board__members=0.02) is None


def test_facts_of_unlike_kinds_or_wholes_are_not_told_as_one(several):
    assert several("both of them?", northeast_board__members=0.6, central_board__purpose=0.3) is None
    assert several("both of them?", returnee_fair__audience=0.5, hr_board__audience=0.4) is None


def test_topics_that_only_a_body_stands_for_are_not_told_one_by_one(real):
    part = Part("what do provincial departments do?", (Mention("body", "provincial_st", 8, 30, 1.0),), {"ask_organiser": 1.0})
    assert of_each_topic(SimpleNamespace(pack=real), Asked(part, ("conference", "most_zone")), Context()) is None
