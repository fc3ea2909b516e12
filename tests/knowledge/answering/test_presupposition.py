"""What a question takes for granted, against the days of a fact."""

from __future__ import annotations

import pytest

from knowledge.answering.presupposition import confirms, contradicts
from knowledge.text.folding import fold


@pytest.fixture
def deadline(library):
    """Applying for a booth ends on 24 March."""
    return library.index().pack.facts["booth.deadline"]


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("The deadline for booths is 31 March, right?", True),
        ("The deadline for booths is 24 March, right?", False),
        ("so I can apply for a booth until 10 April?", True),
        ("So booths can be had up to the 3rd of April?", True),
        ("so I can apply for a booth until 24 March?", False),
        ("booths can be had until the 30th, so 28 March is early enough?", True),
        ("How do I apply until 10 April?", False),
        ("Can we still apply on 1 April?", True),
        ("Is 2 April too late to apply for a stand?", False),
        ("Can we still apply on 20 March?", False),
        ("When is the last day, we are travelling until 10 April?", False),
        ("展位申请截止是3月31号吧", True),
        ("展位申请可以到4月10号都行吗", True),
        ("展位4月1号还能申请吗", True),
        ("展位3月20号还能申请吗", False),
        ("3月24号还来得及吗", False),
        ("展位什么时候截止，4月1号还能问你们吗", False),
        ("是3月24号还是3月31号", False),
    ],
)
def test_a_day_that_differs_is_denied(deadline, question, denied):
    assert contradicts(deadline, fold(question)) is denied


def test_a_day_that_is_right_is_confirmed(deadline):
    assert confirms(deadline, fold("24 March, right?"))
    assert not confirms(deadline, fold("25 March, right?"))


def test_a_fact_that_is_no_deadline_denies_no_hope(library):
    dates = next(fact for fact in library.index().pack.facts.values() if fact.days and fact.question.value == "time")
    assert not contradicts(dates, fold("Can I still come on 20 April?"))
