"""The page of a case, for who has its link."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from connectors.web.texts import texts
from records import cases, visits
from records.cases import CaseKind, CaseState
from tests.records.cases.conftest import BOOTH

FILED = dt.datetime(2023, 3, 1, 20, 30, tzinfo=dt.timezone.utc)  # the next day in Shenzhen


@pytest.fixture
async def secret(scribe):
    """The link of a filed case."""

    def job(session):
        talk = visits.open_conversation(session, "web", "", "somebody", FILED, "en")
        details = dataclasses.replace(BOOTH, organisation="<b>Lidar</b>")
        filed = {"message_id": "m", "edition": "21", "language": "en", "late": False, "after_end": False}
        return cases.submit(session, talk.id, details, **filed, now=FILED, secret="a-secret-nobody-guesses")

    return (await scribe.write(job)).secret


async def test_who_has_the_link_sees_how_the_case_stands_and_nothing_of_what_was_filed(client, secret):
    answer = await client.get(f"/cases/{secret}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for said in ("BR-21-0001", "展位意向：已提交，等待工作人员处理", "Booth request: submitted, waiting for the staff", "2023-03-02"):
        assert said in answer.text
    for hidden in ("Lidar", BOOTH.phone, BOOTH.email, BOOTH.contact_name, "{{"):
        assert hidden not in answer.text


async def test_the_page_is_kept_by_nobody_and_tells_no_other_site_of_its_link(client, secret):
    headers = (await client.get(f"/cases/{secret}")).headers
    assert [headers[name] for name in ("cache-control", "referrer-policy", "x-robots-tag")] == ["no-store", "no-referrer", "noindex"]


@pytest.mark.parametrize("guess", ["", "BR-21-0001", "a-secret", "%00", "a" * 500, "../cases"])
async def test_a_guess_finds_nothing(client, secret, guess):
    assert (await client.get(f"/cases/{guess}")).status_code == 404


def test_every_kind_and_state_has_a_name():
    assert {f"case_{kind.value}" for kind in CaseKind} | {f"state_{state.value}" for state in CaseState} <= set(texts())
