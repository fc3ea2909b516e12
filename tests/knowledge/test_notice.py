"""Reading a notice. The text here is made up; it has the form of a real one, page breaks included."""

import pytest

from knowledge.notice import Notice, Numbered, bodies_in, is_within, people_in, read_notice
from knowledge.pack.section import Section

TEXT = """
海港交流会组委会

第三届海港交流会通知

各有关单位：

定于2030年5月10—11日举办。

一、时间、地点

（一）时间：2030年5月10—11日。

二、联系方式

联系人：李晓华、王敏

附件：第三届海港交流会方案

2030年1月15日

第三届海港交流会 总体工作方案

为办好交流会,制定本方案。

一、组织机构

主办单位：海港管理局（港务局）、海港市政府

承办单位：各区、各县科技厅（委、局），码头公司等。

附件 1

第三届海港交流会 论坛方案

一、内容

（一）主论坛

1.开幕
请嘉宾致辞。〔海港管理局牵头、浙

江、安徽科技厅（委、局）支持，鲸鱼〕

2. 闭幕

第三届海港交流会 展览方案

一、流程

（一）注册
"""


@pytest.fixture(scope="module")
def made_up():
    return read_notice(TEXT)


def test_sections_are_read_in_order(made_up):
    assert [(s.section, s.heading) for s in made_up.sections] == [
        ("通知 标题", "海港交流会组委会"),
        ("通知 导言", "各有关单位："),
        ("通知 一", "时间、地点"),
        ("通知 一（一）", "时间：2030年5月10—11日。"),
        ("通知 二", "联系方式"),
        ("通知 附件", "附件：第三届海港交流会方案"),
        ("通知 落款", "2030年1月15日"),
        ("总体方案 标题", "第三届海港交流会 总体工作方案"),
        ("总体方案 导言", "为办好交流会,制定本方案。"),
        ("总体方案 一", "组织机构"),
        ("附件1 标题", "附件 1"),
        ("附件1 一", "内容"),
        ("附件1 一（一）", "主论坛"),
        ("附件1 一（一）1", "开幕"),
        ("附件1 一（一）2", "闭幕"),
        ("附件2 标题", "第三届海港交流会 展览方案"),  # its line 附件 2 is missing, as in the notice of 2023
        ("附件2 一", "流程"),
        ("附件2 一（一）", "注册"),
    ]


def test_numbered_sections_leave_the_frame_out(made_up):
    assert [s.section for s in made_up.numbered][:4] == ["通知 一", "通知 一（一）", "通知 二", "总体方案 一"]


def test_a_section_has_the_text_below_it(made_up):
    assert made_up.text_of(Section("通知 一")) == "一、时间、地点\n（一）时间：2030年5月10—11日。"
    assert made_up.text_of(Section("附件2")) == "第三届海港交流会 展览方案\n一、流程\n（一）注册"
    assert made_up.text_of(Section("附件3")) == ""


def test_bodies_are_split_and_run_on_over_a_page_break(made_up):
    assert bodies_in(made_up.text) == {
        "海港管理局（港务局）",
        "海港市政府",
        "各区、各县科技厅（委、局）",
        "码头公司",
        "海港管理局",
        "浙江、安徽科技厅（委、局）",
        "鲸鱼",
    }


def test_people_stand_on_their_lines(made_up):
    assert people_in(made_up.text) == {"李晓华", "王敏"}


def test_a_text_without_sections():
    assert read_notice("你好") == Notice("你好", (Numbered(Section("通知 标题"), "你好", "你好"),))
    assert read_notice("").sections == ()


@pytest.mark.parametrize(
    ("section", "other", "within"),
    [
        ("附件6 二（四）2", "附件6 二（四）", True),
        ("附件6 二（四）2", "附件6", True),
        ("附件5 三4", "附件5 三", True),
        ("附件5 三", "附件5 三", True),
        ("附件5 三", "附件5 三4", False),
        ("附件1 二", "附件1 一", False),
    ],
)
def test_within(section, other, within):
    assert is_within(section, other) is within
