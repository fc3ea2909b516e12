"""Which questions are about another edition than the notice's."""

import pytest

from knowledge.answering.editions import other_edition
from knowledge.text.folding import fold


@pytest.mark.parametrize("text", ["when is the 22nd CIEP?", "results of the 20th edition", "第二十届在哪办的", "theme of last year"])
def test_another_edition_is_told(real, text):
    assert other_edition(real, fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "where is the 21st CIEP?",
        "去年拿了奖，今年想参展",
        "it is on until the 19th, right?",
        "I leave on the 20th",
        "the 3rd forum",
        "16th of April",
    ],
)
def test_a_day_and_the_edition_of_the_notice_are_no_other_edition(real, text):
    assert not other_edition(real, fold(text))
