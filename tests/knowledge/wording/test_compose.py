import datetime as dt

import pytest

from knowledge.amending import Change, amended
from knowledge.answering.context import Context
from knowledge.answering.outcome import Answer, Found, Resolution
from knowledge.reply import Kind, Metadata, Reply
from knowledge.wording.compose import Composer

BEFORE, AFTER = dt.date(2030, 3, 1), dt.date(2030, 6, 1)


def reply(pack, language, today, *found):
    answer, _ = Composer(pack, language, today).reply(Resolution(Answer(found, 0.9), Context()))
    return answer


def test_the_first_line_answers_and_the_source_comes_last(small):
    fact = small.facts["booth.procedure"]
    assert reply(small, "zh", BEFORE, Found(fact, "booth")) == Reply(
        "展位在官网申请。\n申请后等确认。\n依据：附件2 三（一）",
        Metadata(Kind.ANSWER, "zh", "booth", ("booth.procedure",), ("附件2 三（一）",), 0.9),
    )


def test_english_cites_the_section_in_english(small):
    fact = small.facts["fair.host"]
    assert reply(small, "en", BEFORE, Found(fact, "fair")).text.splitlines()[-1] == "Source: Notice, II; Overall plan, III"


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (BEFORE, "The fair is on 10–11 May 2030. (70 days left.)"),
        (AFTER, "The fair was on 10–11 May 2030."),
    ],
)
def test_what_is_past_is_said_to_be_past(small, today, first):
    assert reply(small, "en", today, Found(small.facts["fair.time"], "fair")).text.splitlines()[0] == first


@pytest.mark.parametrize(
    ("language", "first"), [("zh", "不是的。交流会在一号码头举办。"), ("en", "No: The fair is held at Dock One (一号码头).")]
)
def test_a_wrong_belief_is_corrected_in_the_first_words(small, language, first):
    assert reply(small, language, BEFORE, Found(small.facts["fair.venue"], "fair", wrong=True)).text.splitlines()[0] == first


@pytest.mark.parametrize(("language", "first"), [("zh", "就展览洽谈板块整体而言："), ("en", "For the Exhibition section as a whole: ")])
def test_what_is_inherited_is_said_to_be(real, language, first):
    fact = real.facts["exhibition.forms"]
    assert reply(real, language, BEFORE, Found(fact, "it_expo")).text.startswith(first)
    assert not reply(real, language, BEFORE, Found(fact, "exhibition")).text.startswith(first)


def test_sources_are_named_once_each(small):
    composer = Composer(small, "en", BEFORE)
    assert composer.source_line([small.facts["fair.host"]] * 2) == "Source: Notice, II; Overall plan, III"


@pytest.mark.parametrize(
    ("language", "last"),
    [("zh", "依据：附件2 三（一）（通知发布后由组委会更正）"), ("en", "Source: Annex 2, III(1), as changed by the committee since")],
)
def test_what_staff_have_changed_is_not_said_to_stand_in_the_notice(small_library, language, last):
    index = amended(small_library.index(), [Change("booth.procedure", "改在现场申请。", "Apply on site now.")])
    fact = index.pack.facts["booth.procedure"]
    assert reply(index.pack, language, BEFORE, Found(fact, "booth")).text.splitlines()[-1] == last
