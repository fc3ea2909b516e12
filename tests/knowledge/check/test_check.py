"""What the check finds in a spoiled copy of the small pack."""

import pytest

from knowledge.check import Level, check, coverage
from knowledge.check.nearness import nearness
from knowledge.check.sameness import sameness
from knowledge.notice import read_notice
from knowledge.pack import load_pack

NOTICE = """
第三届海港交流会通知

一、时间、地点

（一）时间：2030年5月10—11日，5月9日报到。

（二）地点：一号码头，船舶可以在码头停靠装卸货物并且接待来自世界各地的客人。

二、主办

〔海港管理局主办〕

三、网站

www.harbour.example.cn

四、联系方式

联系人：李晓华

电话：0755-10000001

邮箱：lixiaohua@harbour.example.cn

2030年1月15日
"""


@pytest.fixture
def spoiled(folder):
    """Replace a piece of a file, then check."""

    def spoil(file, old, new):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [(finding.level, str(finding)) for finding in check(load_pack(folder))]

    return spoil


def error(what):
    return [(Level.ERROR, what)]


def warning(what):
    return [(Level.WARNING, what)]


def test_the_small_pack_is_sound(small):
    assert check(small) == []


def test_a_language_that_is_none(spoiled):
    found = spoiled("topics/all.yml", "en: The summit within the fair.", "en: 峰会")
    assert found == error("topic summit summary.en: no word of en stands in it")


def test_aliases_in_one_language(spoiled):
    assert spoiled("topics/all.yml", "aliases: {zh: [峰会], en: [summit]}", "aliases: {zh: [峰会]}") == error(
        "topic summit aliases: there are none in en"
    )
    assert spoiled("names.yml", "{zh: [港务局], en: [port authority]}", "{zh: [港务局]}")[-1:] == error(
        "name port aliases: there are none in en"
    )


def test_too_few_phrases(spoiled):
    assert spoiled("facts/all.yml", ", 峰会谈啥]", "]") == error("summit.content asks.zh: 5 phrases; at least 6 are needed")


def test_a_deadline_without_a_date(spoiled):
    assert spoiled("facts/all.yml", "value: {deadline: 2030-04-01}", "value: {}") == error(
        "booth.deadline value: it tells a time and has neither a date nor says that there is none (全年, year-round …)"
    )


def test_a_date_in_quotes(spoiled):
    assert spoiled("facts/all.yml", "deadline: 2030-04-01", 'deadline: "2030-04-01"') == error(
        "booth.deadline value: a date stands in quotes and is no date: that it has passed cannot be known"
    )


def test_a_text_that_is_too_long(spoiled):
    long = "峰会" * 121
    assert spoiled("facts/all.yml", "峰会谈城市与海港。", long) == warning("summit.content say.zh: 242 characters; 240 are enough")


def test_a_topic_that_nothing_leads_to(spoiled):
    found = spoiled("facts/all.yml", "  topic: summit", "  topic: jobs")
    assert found == error("topic summit: it has neither a fact nor a topic below it")


def test_a_name_that_no_fact_uses(spoiled):
    assert spoiled("names.yml", "places:\n", "places:\n  quay: {zh: 二号码头, en: Dock Two}\n") == error("name quay: no fact uses it")


def test_a_name_of_two_topics_however_it_is_written(spoiled):
    found = spoiled("topics/all.yml", "{zh: [峰会], en: [summit]}", "{zh: [峰会, 站位], en: [summit]}")
    assert found == error("topic booth: the name '展位' is also one of topic summit")


def test_a_phrase_of_two_facts_or_of_a_gap(spoiled):
    assert spoiled("facts/all.yml", "峰会谈啥]", "峰會講什麼, 怎么申请展位, 峰会谈啥]") == error(
        "booth.procedure: the phrase '怎么申请展位' is also one of summit.content"
    )


def test_a_phrase_of_a_fact_and_a_gap(spoiled):
    assert spoiled("gaps.yml", "订房,", "去哪儿参加,") == error("fair.venue: the phrase '去哪儿参加' is also one of gap.hotel")


def test_what_differs_from_the_notice(small):
    assert [str(finding) for finding in sameness(small, read_notice(NOTICE))] == [
        "dates: 04-01 stands in the pack and not in the notice",
        "dates: 2030-04-01 stands in the pack and not in the notice",
        "phones: 0755-10000002 stands in the pack and not in the notice",
        "phones: 0755-10000003 stands in the pack and not in the notice",
        "e-mail addresses: wangmin@harbour.example.cn stands in the pack and not in the notice",
        "people: 王敏 stands in the pack and not in the notice",
        "booth.contact value: 李晓华 does not stand in 附件2 四",
        "booth.contact value: 王敏 does not stand in 附件2 四",
        "booth.contact value: 0755-10000002 does not stand in 附件2 四",
        "booth.contact value: 0755-10000003 does not stand in 附件2 四",
        "booth.contact value: wangmin@harbour.example.cn does not stand in 附件2 四",
        "fair.host source: the notice has no section 总体方案 三",
        "booth.deadline source: the notice has no section 附件2 三（四）",
        "booth.procedure source: the notice has no section 附件2 三（一）",
        "booth.contact source: the notice has no section 附件2 四",
        "summit.content source: the notice has no section 附件1 二（一）",
        "jobs.audience source: the notice has no section 附件3 二（二）",
    ]


def test_what_the_pack_lacks(small):
    more = (
        NOTICE
        + "\n五、其他\n\n联系人：赵丽\n\n电话：010-20000000\n\n邮箱：zhao@harbour.example.cn\n\n6月1日〔海关承办〕\n\n（1999—2000）\n"
    )
    missing = [str(finding) for finding in sameness(small, read_notice(more)) if "not in the pack" in str(finding)]
    assert missing == [
        "dates: 06-01 stands in the notice and not in the pack",
        "years: 1999 stands in the notice and not in the pack",
        "years: 2000 stands in the notice and not in the pack",
        "phones: 010-20000000 stands in the notice and not in the pack",
        "e-mail addresses: zhao@harbour.example.cn stands in the notice and not in the pack",
        "people: 赵丽 stands in the notice and not in the pack",
        "bodies: 海关 stands in the notice and not in the pack",
    ]


@pytest.mark.parametrize(
    ("say", "run"),
    [
        ("这里船舶可以在码头停靠、装卸货物并且接待来自世界的人。", "船舶可以在码头停靠、装卸货物并且接待来自世界"),
        ("船舶可以在码头停靠装卸货物，并且接待客人。", None),
        ("《船舶可以在码头停靠装卸货物并且接待来自世界》是书名。", None),
    ],
)
def test_the_notices_own_words(folder, say, run):
    path = folder / "facts" / "all.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("峰会谈城市与海港。", say), encoding="utf-8")
    found = [str(finding) for finding in nearness(load_pack(folder), read_notice(NOTICE))]
    assert found == ([f"summit.content say.zh: the notice's own words: {run}"] if run else [])


def test_a_list_of_names_may_stand_as_in_the_notice(folder):
    bodies = "海港管理局、海港市政府、港区海关、码头公司、船舶协会"
    path = folder / "facts" / "all.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("峰会谈城市与海港。", f"参加的有{bodies}。"), encoding="utf-8")
    assert list(nearness(load_pack(folder), read_notice(f"一、单位\n\n有{bodies}。"))) == []


def test_coverage_counts_facts_of_each_numbered_section(small):
    rows = [(row.section.section, row.own, row.within) for row in coverage(small, read_notice(NOTICE))]
    assert rows == [
        ("通知 一", 0, 2),
        ("通知 一（一）", 1, 1),
        ("通知 一（二）", 1, 1),
        ("通知 二", 1, 1),
        ("通知 三", 0, 0),
        ("通知 四", 1, 1),
    ]
