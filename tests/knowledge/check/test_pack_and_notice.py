"""The pack of 2023 against its notice, both ways. Run where ../shared/notices is there."""

import pytest

from knowledge.check import Level, check, coverage
from knowledge.check.sameness import Difference, differences
from knowledge.notice import people_in

KINDS = ["dates", "years", "phones", "e-mail addresses", "websites", "people", "bodies"]


@pytest.mark.parametrize("kind", KINDS)
def test_pack_and_notice_hold_the_same(real, notice, kind):
    found = {difference.what: difference for difference in differences(real, notice)}
    assert found[kind] == Difference(kind, frozenset(), frozenset())


def test_nothing_else_is_compared(real, notice):
    assert [difference.what for difference in differences(real, notice)] == KINDS


def test_the_notice_was_read_in_full(notice):
    """Figures counted by hand, lest an empty reading agree with anything."""
    assert len(notice.numbered) == 107
    assert [s.section for s in notice.numbered if s.section.startswith("附件5")] == [
        "附件5 一", "附件5 二", "附件5 三", "附件5 三1", "附件5 三2", "附件5 三3", "附件5 三4",
        "附件5 四", "附件5 四（一）", "附件5 四（二）", "附件5 四（三）", "附件5 五", "附件5 六",
    ]  # fmt: skip
    assert len(people_in(notice.text)) == 12


def test_every_numbered_section_has_facts(real, notice):
    assert [row.section.section for row in coverage(real, notice) if not row.within] == []


def test_the_pack_has_no_errors(real, notice):
    assert [str(finding) for finding in check(real, notice) if finding.level is Level.ERROR] == []


def test_the_pack_has_no_errors_by_itself(real):
    assert [str(finding) for finding in check(real) if finding.level is Level.ERROR] == []
