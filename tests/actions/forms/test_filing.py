"""A form under way, as it is kept between messages."""

from __future__ import annotations

import json

from actions.casework.pending import Asked, Pending
from actions.forms.filing import Filing, Filings, Stage

FILING = Filing(
    "booth_request", "2023-03-01", {"organisation": "Acme", "size": {"booths": 2}}, field="email", order=("organisation", "size")
)


def test_what_is_kept_is_json_and_comes_back_as_it_was():
    full = Filings(
        FILING,
        (Filing("eo_need", "2023-02-28", stage=Stage.SUMMARY, skipped=("phone",)),),
        {"phone": "+86"},
        Pending(Asked.ADD, "BR-21-0001"),
    )
    for filings in (Filings(), full):
        assert Filings.from_dict(json.loads(json.dumps(filings.as_dict()))) == filings
    assert Filings.from_dict(None) == Filings()


def test_a_value_is_put_in_anew_and_counts_as_the_last():
    changed = FILING.with_values({"organisation": "Acme AG"})
    assert (changed.values, changed.order) == ({"organisation": "Acme AG", "size": {"booths": 2}}, ("size", "organisation"))


def test_what_is_answered_is_skipped_no_longer_and_the_other_way_round():
    skipped = Filing("booth_request", "2023-03-01", skipped=("email",), failures=2)
    answered = skipped.with_values({"email": "a@b.cn"})
    assert (answered.skipped, answered.failures) == ((), 0)
    assert answered.without("email") == Filing("booth_request", "2023-03-01")
