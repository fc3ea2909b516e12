"""The pages of cases: lists, one case, its steps, values, exports."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import io
import re
import zipfile

import openpyxl
import pytest

from records import audit, cases, conversations, privacy, transcript
from records.cases import (
    CaseState,
    Direction,
    EoNeed,
    ForumKind,
    ForumProposal,
    Handoff,
    HandoffReason,
    Party,
    Subject,
)
from records.models import Author
from tests.desk.conftest import words_of
from tests.desk.filed import BOOTH, file, send, shown

NEED = EoNeed(
    Direction.OFFER,
    Subject.TALENT,
    Party.PERSON,
    "a physicist",
    "physics",
    country="China",
    languages="de, en",
    confidential=False,
    contact_name="Bo",
    email="bo@example.org",
)
PROPOSAL = ForumProposal(
    host="University",
    title="AI and talent",
    forum_kind=ForumKind.SEMINAR,
    preferred_date=dt.date(2023, 4, 15),
    people=80,
    contact_name="Di",
    phone="+86 755 1234567",
)
MATTER = Handoff(HandoffReason.ASKED, "call me", "booth", "Ana", "", "ana@example.org")


# Cases


async def test_cases_are_listed_filtered_and_found_by_words(world):
    talk = world.talk("hello")
    case = file(world, talk)
    other = file(world, talk, Handoff(HandoffReason.ASKED, "call me", "booth"), "m-2")
    everything = words_of(await shown(world, "zhao", "/cases"))
    assert case.number in everything
    assert other.number in everything
    for query, numbers in (
        ("kind=handoff", [other]),
        ("q=ana%40example", [case]),
        ("state=accepted", []),
        ("mine=1", []),
        ("late=1", [case, other]),
    ):
        page = await shown(world, "zhao", f"/cases?{query}")
        assert re.findall(r"<b>((?:BR|HO)-21-\d+)</b>", page.text) == [one.number for one in reversed(numbers)], query


async def test_a_step_of_a_case_tells_the_visitor_and_a_stale_one_is_refused(world):
    talk = world.talk("hello")
    case = file(world, talk)
    path = f"/cases/{case.id}/state"
    done = await send(world, "li", path, version=str(case.version), to="in_review", reason="checking", message="We look at it.")
    assert done.headers["location"] == f"/cases/{case.id}"
    last = world.do(transcript.transcript, talk.id)[-1]
    assert (last.author, last.text) == (Author.STAFF, f"{case.number}: We look at it.")
    assert (await send(world, "wang", path, version=str(case.version), to="accepted")).status_code == 409
    page = words_of(await shown(world, "li", f"/cases/{case.id}"))
    for words in ("In review", "checking", "Li Wei", "Ana", "ana@example.org"):
        assert words in page


async def test_a_case_is_given_to_a_colleague_until_a_day(world):
    case = file(world, world.talk("hello"))
    await send(world, "li", f"/cases/{case.id}/assign", version=str(case.version), staff="wang", due="2023-03-10")
    assert (world.do(cases.get, case.id).assigned, world.do(cases.get, case.id).due) == ("wang", dt.date(2023, 3, 10))
    assert case.number in words_of(await shown(world, "wang", "/cases?mine=1"))
    world.passes(days=20)
    assert case.number in words_of(await shown(world, "wang", "/cases?overdue=1"))


async def test_likely_duplicates_stand_side_by_side(world):
    first = file(world, world.talk("hello", key="a"))
    second = file(world, world.talk("hello", key="b"), key="m-2")
    page = words_of(await shown(world, "li", f"/cases/{second.id}"))
    assert f"Likely a duplicate of {first.number}" in page
    assert page.count("ana@example.org") == 2


async def test_many_are_moved_at_once_and_what_cannot_be_is_told(world):
    talk = world.talk("hello")
    found = [file(world, talk, key=f"m-{number}") for number in range(3)]
    world.do(cases.withdraw, found[0].id, "visitor", world.now)
    answer = await send(world, "li", "/cases/bulk", id=[str(case.id) for case in found], what="in_review", staff="", due="", back="")
    assert (answer.status_code, "Done with 2 of 3" in words_of(answer), "Export to Excel" in words_of(answer)) == (409, True, True)
    assert [world.do(cases.get, case.id).state for case in found] == [CaseState.WITHDRAWN, CaseState.IN_REVIEW, CaseState.IN_REVIEW]
    again = await send(world, "li", "/cases/bulk", id=str(found[1].id), what="assign", staff="wang", due="", back="kind=booth_request")
    assert again.headers["location"] == "/cases?kind=booth_request"


async def test_who_has_a_case_and_until_when_stays_where_many_are_given_only_the_other(world):
    talk = world.talk("hello")
    case = file(world, talk)
    for given, found in (
        ({"staff": "wang", "due": "2023-03-09"}, ("wang", dt.date(2023, 3, 9))),
        ({"staff": "li", "due": ""}, ("li", dt.date(2023, 3, 9))),
        ({"staff": "", "due": "2023-03-10"}, ("li", dt.date(2023, 3, 10))),
    ):
        await send(world, "li", "/cases/bulk", id=str(case.id), what="assign", back="", **given)
        now = world.do(cases.get, case.id)
        assert (now.assigned, now.due) == found


async def test_where_nothing_was_chosen_the_list_says_so(world):
    file(world, world.talk("hello"))
    answer = await send(world, "li", "/cases/bulk", what="accepted", staff="", due="", back="state=open")
    assert (answer.status_code, "Nothing was chosen." in words_of(answer)) == (400, True)
    assert '<option value="open" selected>' in answer.text


async def test_what_staff_do_with_cases_is_in_the_audit_and_outlives_the_visitor(world):
    talk = world.talk("hello")
    case = file(world, talk)
    given = {name: html.unescape(value) for name, value in values_in((await shown(world, "li", f"/cases/{case.id}")).text).items()}
    await send(world, "li", f"/cases/{case.id}/values", **given | {"booths": "3"})
    await send(world, "li", f"/cases/{case.id}/assign", version="2", staff="wang", due="")
    await send(world, "wang", f"/cases/{case.id}/state", version="3", to="in_review", reason="", message="")
    await send(world, "chen", "/cases/bulk", id=str(case.id), what="accepted", staff="", due="", back="")
    await send(world, "li", f"/conversations/{talk.id}/case", words="a bigger booth", key="key-1")
    world.do(privacy.erase, talk.visitor_id)
    told = [(line.staff, line.action, line.detail) for line in reversed(world.do(audit.lines)) if "case" in line.action]
    assert told == [
        ("li", "case changed", {"case": "BR-21-0001"}),
        ("li", "case assigned", {"case": "BR-21-0001", "to": "wang"}),
        ("wang", "case moved", {"case": "BR-21-0001", "state": "in_review"}),
        ("chen", "case moved", {"case": "BR-21-0001", "state": "accepted"}),
        ("li", "case made", {"case": "HO-21-0001"}),
    ]


async def test_cases_of_several_kinds_as_csv_are_a_file_for_each(world):
    talk = world.talk("hello")
    file(world, talk)
    file(world, talk, Handoff(HandoffReason.ASKED, "call me", "booth"), "m-2")
    answer = await shown(world, "zhao", "/cases/export?form=csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="cases-2023-03-01.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert [(name, text.splitlines()[1][:10]) for name, text in found.items()] == [
        ("展位申请 Booth requests.csv", "BR-21-0001"),
        ("转人工 Hand-overs.csv", "HO-21-0001"),
    ]


async def test_the_list_is_exported_without_formulas_and_without_what_is_confidential(world):
    talk = world.talk("hello")
    file(world, talk)
    need = EoNeed(
        Direction.OFFER,
        Subject.TALENT,
        Party.PERSON,
        "secret title",
        "physics",
        "",
        contact_name="Bo",
        email="bo@example.org",
        country="China",
        confidential=True,
    )
    file(world, talk, need, "m-2")
    book = openpyxl.load_workbook(io.BytesIO((await shown(world, "zhao", "/cases/export?form=xlsx")).content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("secret title" in cell for cell in cells)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    csv = (await shown(world, "zhao", "/cases/export?form=csv&kind=booth_request")).text
    assert "'=cmd|" in csv


async def test_a_list_is_kept_and_forgotten_by_who_kept_it(world):
    await send(world, "li", "/cases/views", name="my booths", query="kind=booth_request&mine=1")
    assert "my booths" in words_of(await shown(world, "li", "/cases"))
    assert "my booths" not in words_of(await shown(world, "wang", "/cases"))
    path = re.search(r'action="(/cases/views/\d+/drop)"', (await shown(world, "li", "/cases")).text)[1]
    await send(world, "wang", path)
    assert "my booths" in words_of(await shown(world, "li", "/cases"))
    await send(world, "li", path)
    assert "my booths" not in words_of(await shown(world, "li", "/cases"))


def values_in(page: str) -> dict[str, str]:
    """What stands in the fields of the form for the values of a case."""
    form = page.split('/values" class="stack">')[1].split("</form>", maxsplit=1)[0]
    found = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', form))
    selects = re.findall(r'<select name="(\w+)">(.*?)</select>', form)
    return {**found, **{name: (re.findall(r'value="([^"]*)" selected', options) or [""])[0] for name, options in selects}}


@pytest.mark.parametrize("details", [BOOTH, NEED, PROPOSAL, MATTER], ids=lambda details: type(details).__name__)
async def test_values_of_each_kind_are_shown_in_fields_and_come_back_the_same(world, details):
    case = file(world, world.talk("hello"), details)
    given = values_in((await shown(world, "li", f"/cases/{case.id}")).text)
    given = {name: html.unescape(value) for name, value in given.items()}
    await send(world, "li", f"/cases/{case.id}/values", **given)
    assert world.do(cases.get, case.id) == dataclasses.replace(case, secret=None)
    assert len(world.do(cases.history, case.id)) == 1


async def test_a_value_is_corrected_and_the_trail_says_so(world):
    case = file(world, world.talk("hello"))
    given = values_in((await shown(world, "li", f"/cases/{case.id}")).text)
    given = {name: html.unescape(value) for name, value in given.items()} | {"booths": "3", "email": "ana@uni.example"}
    await send(world, "li", f"/cases/{case.id}/values", **given)
    assert (world.do(cases.get, case.id).details.booths, world.do(cases.get, case.id).details.email) == (3, "ana@uni.example")
    assert "ana@example.org → ana@uni.example" in words_of(await shown(world, "li", f"/cases/{case.id}"))
    given |= {"version": str(case.version + 1)}
    assert (await send(world, "li", f"/cases/{case.id}/values", **given | {"booths": "many"})).status_code == 400
    lacking = await send(world, "li", f"/cases/{case.id}/values", **given | {"organisation": ""})
    assert (lacking.status_code, "organisation" in words_of(lacking)) == (400, True)


async def test_a_case_is_made_of_a_conversation_once(world):
    talk = world.queued()
    for _ in range(2):
        await send(world, "li", f"/conversations/{talk.id}/case", words="wants a bigger booth", key="key-1")
    (case,) = world.do(cases.mine, talk.id)
    assert (case.details, case.number) == (Handoff(HandoffReason.STAFF, "wants a bigger booth", "booth"), "HO-21-0001")


@pytest.mark.parametrize(
    ("what", "fields", "state"), [("release", {}, CaseState.ACCEPTED), ("close", {"closing": "spam"}, CaseState.DECLINED)]
)
async def test_the_matter_of_a_hand_over_is_settled_with_it(world, what, fields, state):
    talk = world.queued()
    case = file(world, talk, Handoff(HandoffReason.ASKED, "human"))
    await send(world, "li", f"/conversations/{talk.id}/claim")
    taken = world.do(cases.get, case.id)
    assert (taken.state, taken.assigned) == (CaseState.IN_REVIEW, "li")
    epoch = str(world.do(conversations.get, talk.id).epoch)
    await send(world, "li", f"/conversations/{talk.id}/{what}", epoch=epoch, **fields)
    assert world.do(cases.get, case.id).state is state
