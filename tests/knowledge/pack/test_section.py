import pytest

from knowledge.pack.section import Section


@pytest.mark.parametrize(
    ("section", "english", "annex"),
    [
        ("通知", "Notice", None),
        ("通知 一（一）", "Notice, I(1)", None),
        ("通知 落款", "Notice, signature", None),
        ("通知 标题", "Notice, title", None),
        ("总体方案 三", "Overall plan, III", None),
        ("总体方案 导言", "Overall plan, introduction", None),
        ("总体方案 附件", "Overall plan, list of annexes", None),
        ("总体方案 四（一）2", "Overall plan, IV(1).2", None),
        ("附件2 三（四）", "Annex 2, III(4)", 2),
        ("附件5 三4", "Annex 5, III.4", 5),
        ("附件6 二（四）5", "Annex 6, II(4).5", 6),
        ("附件4", "Annex 4", 4),
    ],
)
def test_a_section_is_cited_in_both_languages(section, english, annex):
    parsed = Section.parse(section)
    assert (parsed.in_("zh"), parsed.in_("en"), parsed.annex) == (section, english, annex)


@pytest.mark.parametrize("text", ["", "Annex 2", "附件", "附件2 三(四)", "附件2三（四）", "附件2 （四）", "总体方案 十一", None, 3])
def test_what_is_no_section_is_refused(text):
    with pytest.raises(ValueError, match="is not a section"):
        Section.parse(text)
