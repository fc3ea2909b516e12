import pytest

from knowledge.linker import Mention, TopicLinker, stem
from knowledge.text.folding import fold


@pytest.fixture(scope="module")
def linker(small):
    return TopicLinker(small)


@pytest.fixture(scope="module")
def of_the_notice(real):
    return TopicLinker(real)


def named(linker, text, least=0.0):
    return [(m.kind, m.id) for m in linker.link(fold(text)) if m.score >= least]


def test_an_exact_name_has_its_place(linker):
    assert linker.link("城市峰会几号开") == [Mention("topic", "summit", 0, 4, 1.0)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("海归招聘会在哪", [("topic", "jobs")]),  # the longest, though 海归 and 会 stand in others
        ("海港交流会和峰会", [("topic", "fair"), ("topic", "summit")]),
        ("the Cities Summit and the booth application", [("topic", "summit"), ("topic", "booth")]),
        ("who is at the port authority", [("body", "port")]),
        ("一号码头怎么走", [("place", "dock")]),
        ("returnee fairs", [("topic", "jobs")]),
        ("haigui fair", [("topic", "jobs")]),
        ("the fair's date", [("topic", "fair")]),
        ("展位", [("topic", "booth")]),
        ("stands", [("topic", "booth")]),
        ("天气怎么样", []),
        ("", []),
    ],
)
def test_names_are_found(linker, text, found):
    assert named(linker, text) == found


@pytest.mark.parametrize(
    ("text", "found", "score"),
    [
        ("citis sumit", [("topic", "summit")], 0.9),
        ("retunee fair", [("topic", "jobs")], 0.9),
        ("城是峰会", [("topic", "summit")], 1.0),  # its alias 峰会 is written right
        ("海龟招聘会", [("topic", "jobs")], 0.8),
    ],
)
def test_slips_are_mended(linker, text, found, score):
    mentions = linker.link(fold(text))
    assert [(m.kind, m.id) for m in mentions] == found
    assert mentions[0].score == score


@pytest.mark.parametrize("text", ["Li Xiaohua", "xiaohua li", "lixiaohua", "xiaohua", "李晓华", "李曉華", "Xiaohua's"])
def test_a_person_is_found_in_every_way_of_writing(linker, text):
    assert ("person", "li_xiaohua") in named(linker, text)


def test_a_homophone_is_read_as_the_name(of_the_notice):
    assert ("topic", "booth") in named(of_the_notice, "站位申请截止")
    assert ("topic", "shenzhen_forum") in named(of_the_notice, "深圳论谈")


@pytest.mark.parametrize("text", ["where do I submit the form", "how to submit documents", "can I commit to two booths"])
def test_plain_english_words_are_not_taken_for_names(of_the_notice, text):
    assert "summit" not in [id_ for _, id_ in named(of_the_notice, text)]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("the cities summit", "summit"),
        ("海归馆", "returnee_hall"),
        ("精英天下几号", "elite_fair"),
        ("jingying tianxia", "elite_fair"),
        ("EO系统", "eo_system"),
        ("長三角板塊", "yangtze_board"),
        ("虚拟展厅", "virtual_hall"),
    ],
)
def test_the_real_names(of_the_notice, text, topic):
    assert ("topic", topic) in named(of_the_notice, text)


def test_several_topics_of_the_notice_come_in_order(of_the_notice):
    assert [id_ for kind, id_ in named(of_the_notice, "海归人才招聘会和深圳创投日") if kind == "topic"] == ["returnee_fair", "vc_day"]


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("fairs", "fair"), ("companies", "company"), ("fair's", "fair"), ("business", "business"), ("bus", "bus"), ("展", "展")],
)
def test_stem(word, stemmed):
    assert stem(word) == stemmed
