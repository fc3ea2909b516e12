import pytest

from knowledge.text.segments import is_asking, is_question, is_telling, segments


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
        ("the summit: a) who runs it b) the date", ["the summit:", "who runs it", "the date"]),
    ],
)
def test_what_is_asked_in_numbers_comes_item_by_item(text, clauses):
    assert segments(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "is it open from 1 april to 2 may",
        "1号馆 2号馆在哪里",
        "1.5 2.5 sqm booths",
        "at 1:30 2:30 or so",
        "a) venue c) phone",
        "15、16号两天",
        "2) phone 1) venue",
        "1) venue",
    ],
)
def test_other_numbers_do_not_number_questions(text):
    assert len(segments(text)) == 1


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("主题那三句,加上五个化", ["主题那三句", "五个化"]),
        ("about the fintech zone: who runs it?", ["about the fintech zone:", "who runs it?"]),
        ("报名期限与深圳窗口的姓名", ["报名期限", "深圳窗口的姓名"]),
    ],
)
def test_what_joins_and_what_heads_is_cut(text, clauses):
    assert segments(text) == clauses


@pytest.mark.parametrize(("clause", "asks"), [("the forum section:", False), ("交给北京还是深圳", True), ("我还是不去", False)])
def test_a_heading_asks_nothing_and_a_choice_does(clause, asks):
    assert is_asking(clause) is asks


@pytest.mark.parametrize(
    ("clause", "tells"),
    [
        ("my institute makes lasers for people who cut steel", True),
        ("hello, we are a small firm from germany", True),
        ("我们是做芯片的小公司", True),
        ("we need to know the date of it", False),
        ("our forum begins on what day, please?", False),
        ("我们什么时候能报到", False),
        ("我想问一下展位的事", False),
        ("the phone of the forum section", False),
    ],
)
def test_what_tells_of_the_writer_asks_nothing(clause, tells):
    assert is_telling(clause) is tells


@pytest.mark.parametrize(
    ("clause", "asks"),
    [
        ("12号就能报到了是吧", True),
        ("who comes", True),
        ("by when do you need it", True),
        ("the host is our academy", False),
        ("地点", False),
    ],
)
def test_a_question_has_its_word_or_its_mark(clause, asks):
    assert is_question(clause) is asks


def test_a_name_is_not_cut():
    text, name = "who runs the zone of the ministry of science and technology and where is it?", "ministry of science and technology"
    assert segments(text, [name]) == ["who runs the zone of the ministry of science and technology", "where is it?"]


def test_what_is_done_is_told_and_not_asked():
    assert is_telling("网站账号注册好了")
    assert not is_telling("账号注册好了吗")
