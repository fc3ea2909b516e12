import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.text.data import word_list
from knowledge.text.folding import clean, fold, to_simplified, to_traditional

PIECES = [
    *word_list("colloquial")["zh"],
    *word_list("colloquial")["who"],
    *word_list("colloquial")["en"],
    "展位",
    "論壇",
    "E-mail",
    "？",
    " ",
    "，",
    "嗯",
    "啊",
    "👍",
    "\u200b",
    "ＥＯ",
]


@given(st.text())
@settings(deadline=None)
def test_cleaning_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
@settings(deadline=None)
def test_folding_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@example("north-east嗯")
@example("搁哪儿")
@example("搁哪个来")
@example("电信箱")
@example("联络咪")
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(deadline=None, max_examples=300)
def test_folding_spoken_words_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("請問論壇幾時開？", "请问论坛什么时候开?"),
        ("招聘会喺邊度呀", "招聘会在哪里"),
        ("有冇酒店", "有没有酒店"),
        ("唔該", "谢谢"),
        ("站位怎么申请", "展位怎么申请"),
        ("What's the E-MAIL？", "what is the email?"),
        ("stands for organisers", "booth for organizer"),
        ("ＥＯ　系统", "eo 系统"),
        ("tel是多少", "phone是多少"),
        ("réunion u", "réunion you"),
        ("搁哪儿", "在哪里"),
        ("展\u200b位", "展位"),
        ("\u202e展位\u202c", "展位"),
        ("时间👍🏻在哪🎉", "时间 在哪"),
        ("\x1b[31m红\x1b[0m", "红"),
        ("嗯，地点呢", ",地点呢"),
        ("  a \n\t b ", "a b"),
        ("yexiuwen@ciep.gov.cn", "yexiuwen@ciep.gov.cn"),
        ("", ""),
    ],
)
def test_many_ways_to_write_become_one(text, folded):
    assert fold(text) == folded


def test_an_address_keeps_its_words():
    assert fold("info@tel.example.cn") == "info@tel.example.cn"


def test_scripts_are_turned_into_each_other():
    assert (to_simplified("聯繫電話"), to_traditional("联系电话")) == ("联系电话", "聯繫電話")


@pytest.mark.parametrize(
    ("text", "read"), [("邊個負責", "谁负责"), ("去邊個板塊", "去哪个板块"), ("找哪个", "找谁"), ("找哪个部门", "找哪个部门")]
)
def test_which_one_is_who_unless_a_thing_follows(text, read):
    assert fold(text) == read
