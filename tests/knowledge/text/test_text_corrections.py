"""What is meant after a slip of the tongue."""

from __future__ import annotations

import pytest

from knowledge.text.corrections import meant
from knowledge.text.folding import fold


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("不好意思，说错了，是外籍人才那场", "外籍人才那场"),
        ("搞错了 我想问的是东部板块", "东部板块"),
        ("打错字了，应该是五楼", "五楼"),
        ("不對，我說的是論壇", "论坛"),
        ("抱歉我刚才问错了……广州的公司", "广州的公司"),
        ("我问的是邮箱", "邮箱"),
        ("Sorry, I meant the forum section", "the forum section"),
        ("oops wrong one, the IT expo", "the it expo"),
        ("no wait, I was asking about hall 3", "hall 3"),
        ("hold on - the Eastern board, I mean", "the eastern board"),
        ("是论坛板块，刚才我说错了", "是论坛板块"),
        ("make it the talent pavilion", "the talent pavilion"),
        ("correction: hall 5", "hall 5"),
        ("actually make that the elite fair", "the elite fair"),
    ],
)
def test_the_words_of_a_correction_are_left_out(text, left):
    assert meant(fold(text)) == left


@pytest.mark.parametrize(
    "text",
    [
        "sorry, where is it?",
        "no, thank you",
        "wait for me",
        "actually how many halls are there?",
        "what do you mean?",
        "对不起，我想问一下地点",
        "不是说免费吗",
        "说错了",
        "sorry, wrong one",
        "是不是在深圳",
        "通知里的电话写错了吗",
        "你们通知上的电话写错了",
        "写错了名字怎么改",
        "发错邮箱了，还能改吗",
        "make it short please: where is it?",
        "correction of an invoice, who does that?",
    ],
)
def test_other_words_stay(text):
    assert meant(fold(text)) == fold(text)
