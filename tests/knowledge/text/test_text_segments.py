import pytest

from knowledge.text.segments import is_asking, segments


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("when is it?", ["when is it?"]),
        ("who runs it and what is the phone?", ["who runs it", "what is the phone?"]),
        ("几号开,在哪里?", ["几号开", "在哪里?"]),
        ("你好。展位怎么申请,另外收费吗", ["你好", "展位怎么申请", "收费吗"]),
        ("call 0755-81773047 or see www.ciep.gov.cn. thanks", ["call 0755-81773047 or see www.ciep.gov.cn", "thanks"]),
        ("时间和地点", ["时间", "地点"]),
        ("??", []),
        ("", []),
    ],
)
def test_clauses_come_in_order(text, clauses):
    assert segments(text) == clauses


@pytest.mark.parametrize("text", ["does it pay over 200,000 yuan?", "年薪200,000以上吗"])
def test_a_number_is_not_cut(text):
    assert segments(text) == [text]


def test_a_comma_beside_a_number_ends_a_clause():
    assert segments("we come on day 2, where do we go?") == ["we come on day 2", "where do we go?"]
    assert segments("我们15号到,2号馆在哪") == ["我们15号到", "2号馆在哪"]


@pytest.mark.parametrize(
    ("clause", "asks"), [("在哪里", True), ("地点", True), ("is it free", True), ("so?", True), ("我在长沙", False), ("hello", False)]
)
def test_what_asks(clause, asks):
    assert is_asking(clause) is asks


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("1) venue 2) phone 3) is it free", ["venue", "phone", "is it free"]),
        ("两个问题 1展位在哪 2找谁", ["两个问题", "展位在哪", "找谁"]),
        ("1.地点 2.电话", ["地点", "电话"]),
    ],
)
def test_what_is_asked_in_numbers_comes_item_by_item(text, clauses):
    assert segments(text) == clauses


@pytest.mark.parametrize(
    "text",
    ["is it open from 1 april to 2 may", "1号馆 2号馆在哪里", "1.5 2.5 sqm booths", "at 1:30 2:30 or so", "2) phone 1) venue", "1) venue"],
)
def test_other_numbers_do_not_number_questions(text):
    assert len(segments(text)) == 1
