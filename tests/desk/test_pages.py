"""The pages beside the inbox: cases, statistics, unanswered, deliveries, canned replies, privacy, staff, one's account."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import io
import json
import re

import openpyxl
import pyotp
import pytest
import yaml

from desk.likeness import groups
from records import amendments, cases, conversations, feedback, handover, outbox, privacy, reviews, transcript
from records.accounts import members, sessions
from records.cases import (
    BoothKind,
    BoothRequest,
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
from records.errors import NoSuchVisitor
from records.models import Author, DeliveryState, Rating, Role
from tests.desk.conftest import NOW, PASSWORD, words_of

HOSTILE = "<script>alert(1)</script> =HYPERLINK(1)"
BOOTH = BoothRequest(
    organisation="=cmd|' /C calc'!A0",
    country="China",
    booth_kind=BoothKind.NOT_SURE,
    exhibits=HOSTILE,
    contact_name="Ana",
    email="ana@example.org",
)
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


def file(world, talk, details=BOOTH, key="m-1", now=None):
    at = {"language": "en", "late": True, "after_end": False, "now": now or world.now}
    return world.do(cases.submit, talk.id, details, message_id=key, edition="21", **at)


async def send(world, who, path, /, **fields):
    async with world.signed_in(who) as browser:
        return await browser.post(path, data=fields)


async def shown(world, login, path):
    async with world.signed_in(login) as browser:
        return await browser.get(path)


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
    assert (answer.status_code, "Done with 2 of 3" in words_of(answer)) == (409, True)
    assert [world.do(cases.get, case.id).state for case in found] == [CaseState.WITHDRAWN, CaseState.IN_REVIEW, CaseState.IN_REVIEW]
    again = await send(world, "li", "/cases/bulk", id=str(found[1].id), what="assign", staff="wang", due="", back="kind=booth_request")
    assert again.headers["location"] == "/cases?kind=booth_request"


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


# Statistics


async def test_statistics_are_drawn_listed_and_exported(world):
    talk = world.queued("where is it?", "until when?")
    world.passes(seconds=90)
    world.do(handover.claim, talk.id, "li", world.now)
    world.passes(seconds=60)
    world.do(handover.release, talk.id, "li", world.do(conversations.get, talk.id).epoch, world.now)
    world.do(handover.rate, talk.id, 4, world.now)
    page = await shown(world, "zhao", "/statistics")
    words = words_of(page)
    for said in ("Conversations", "Mean wait", "1 min", "4.0 / 5", "100%", "Asked for a person", "Applying to exhibit"):
        assert said in words
    assert page.text.count('<svg class="chart"') >= 8
    csv = (await shown(world, "zhao", "/statistics/export?form=csv&series=questions_by_topic")).text
    assert csv.splitlines()[1] == "Applying to exhibit (booth application),2"
    book = openpyxl.load_workbook(io.BytesIO((await shown(world, "zhao", "/statistics/export?form=xlsx")).content))
    assert "Questions by topic" in book.sheetnames


@pytest.mark.parametrize(
    "query", ["from=x&to=y", "from=2024-01-01&to=2023-01-01", "from=1900-01-01", "channel=%3Cscript%3E", "language=xx"]
)
async def test_a_period_that_cannot_be_is_the_usual_one(world, query):
    page = await shown(world, "zhao", f"/statistics?{query}")
    assert page.status_code == 200
    assert 'name="to" value="2023-03-01"' in page.text or "2023-01-01" in page.text


# Unanswered


def unanswered(world, *says):
    talk = world.talk(*says)
    with world.desk.database.begin() as session:
        session.exec_driver_sql("UPDATE asked SET kind = 'fallback'")
    return talk


async def test_what_got_no_answer_stands_in_groups_of_what_is_alike(world):
    unanswered(world, "How much is parking?", "how much is the parking", "Is there a shuttle bus?", "停车多少钱？", "停车要多少钱")
    found = groups(world.do(reviews.open_, NOW - dt.timedelta(days=1)))
    assert [[one.text for one in group.questions] for group in found] == [
        ["停车要多少钱", "停车多少钱？"],
        ["how much is the parking", "How much is parking?"],
        ["Is there a shuttle bus?"],
    ]
    assert "5, in 3 groups" in words_of(await shown(world, "zhao", "/unanswered"))


async def test_a_thumb_down_asks_for_a_review_too(world):
    talk = world.talk("where is it?")
    world.do(feedback.give, talk.id, 2, Rating.DOWN, "", NOW)
    (found,) = world.do(reviews.open_, NOW)
    assert (found.text, found.disliked) == ("where is it?", True)


async def test_reviews_become_files_and_count_until_they_are_taken_over(world):
    unanswered(world, "How much is parking?", "will it rain", "when do I pay")
    ids = {one.text: str(one.asked.message_id) for one in world.do(reviews.open_, NOW)}
    await send(
        world, "wang", "/unanswered", id=ids["How much is parking?"], verdict="question", topic="forums", question="fee", zh="", en=""
    )
    await send(world, "wang", "/unanswered", id=ids["will it rain"], verdict="out_of_scope", topic="", question="", zh="", en="")
    await send(
        world,
        "wang",
        "/unanswered",
        id=ids["when do I pay"],
        verdict="answer",
        topic="booth",
        question="fee",
        zh="签约时。",
        en="When you sign.",
    )
    assert world.do(reviews.open_, NOW) == []
    phrases = yaml.safe_load((await shown(world, "wang", "/unanswered/export?kind=phrases")).text)
    assert phrases["nlu"] == [
        {"intent": "ask_fee", "examples": "- How much is parking?\n"},
        {"intent": "out_of_scope", "examples": "- will it rain\n"},
    ]
    changes = yaml.safe_load((await shown(world, "wang", "/unanswered/export?kind=changes")).text)
    assert changes == {
        "phrases": [{"topic": "forums", "question": "fee", "phrases": {"zh": [], "en": ["How much is parking?"]}}],
        "answers": [{"topic": "booth", "question": "fee", "asked": "when do I pay", "say": {"zh": "签约时。", "en": "When you sign."}}],
    }
    assert "3 reviews not taken over yet" in words_of(await shown(world, "wang", "/unanswered"))
    await send(world, "wang", "/unanswered/taken-over")
    assert world.do(reviews.pending) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "question", "topic": "booth", "question": ""},
        {"verdict": "question", "topic": "no-such-topic", "question": "fee"},
        {"verdict": "answer", "topic": "booth", "question": "fee", "zh": "", "en": "yes"},
        {"verdict": "", "topic": "", "question": ""},
    ],
)
async def test_a_review_that_says_too_little_is_refused(world, fields):
    unanswered(world, "How much is parking?")
    (one,) = world.do(reviews.open_, NOW)
    assert (await send(world, "wang", "/unanswered", id=str(one.asked.message_id), **fields)).status_code == 400
    assert world.do(reviews.pending) == 0


async def test_what_was_understood_is_corrected_from_the_conversation(world):
    talk = world.talk("how much is it")
    form = await shown(world, "li", f"/conversations/{talk.id}/correct?message=1")
    message = re.search(r'name="message" value="(\d+)"', form.text)[1]
    path = f"/conversations/{talk.id}/correct"
    await send(world, "li", path, message=message, verdict="question", topic="booth", question="fee", zh="", en="")
    assert [one.review.question for one in world.do(reviews.reviewed, exported=False)] == ["fee"]
    assert "reviewed" in words_of(await shown(world, "li", f"/conversations/{talk.id}"))


# Deliveries


async def test_dead_letters_are_seen_and_sent_again(world):
    talk = world.talk("hello", channel="wechat")
    (delivery,) = world.do(outbox.due, NOW, 1)
    world.do(outbox.dead, world.do(outbox.claim, delivery.id, "w", NOW, 60), "45015: the window is closed", NOW)
    page = words_of(await shown(world, "zhao", "/deliveries"))
    assert "45015: the window is closed" in page
    assert "Could not be sent" in words_of(await shown(world, "li", f"/conversations/{talk.id}"))
    await send(world, "wang", "/deliveries", id=str(delivery.id))
    assert world.do(outbox.list_)[0].state is DeliveryState.PENDING
    assert (await send(world, "wang", "/deliveries", id=str(delivery.id))).status_code == 303


# Canned replies


async def test_canned_replies_come_in_pairs(world):
    assert (await send(world, "wang", "/canned", id="", name="greeting", zh="您好", en="")).status_code == 400
    await send(world, "wang", "/canned", id="", name="greeting", zh="您好，我是{name}。", en="Hello from {name} of {event}.")
    assert (await send(world, "wang", "/canned", id="", name="greeting", zh="您好", en="Hi")).status_code == 409
    talk = world.queued()
    page = await shown(world, "li", f"/conversations/{talk.id}")
    assert 'data-insert="Hello from Li Wei of 21st Conference' in page.text
    await send(world, "chen", "/canned/1/remove")
    assert "There are no canned replies yet." in words_of(await shown(world, "li", "/canned"))


# Privacy


async def test_a_visitor_is_exported_and_the_export_is_audited(world):
    talk = world.talk("my secret")
    answer = await shown(world, "chen", f"/privacy/visitors/{talk.visitor_id}")
    assert answer.headers["content-disposition"] == f'attachment; filename="visitor-{talk.visitor_id}.json"'
    assert json.loads(answer.text)["messages"][0]["text"] == "my secret"
    assert "exported a visitor" in words_of(await shown(world, "zhao", "/audit"))


async def test_an_erasure_takes_two_people(world):
    world.do(members.change, world.do(members.find, "wang").id, "tests", NOW, role=Role.ADMINISTRATOR)
    talk = world.talk("my secret")
    path = f"/privacy/visitors/{talk.visitor_id}"
    await send(world, "chen", f"{path}/erase", reason="asked by phone")
    assert (await send(world, "chen", f"{path}/consent")).status_code == 409
    assert "Visitor" in words_of(await shown(world, "zhao", "/privacy"))
    await send(world, "wang", f"{path}/consent")
    with pytest.raises(NoSuchVisitor):
        world.do(privacy.export, talk.visitor_id)


async def test_or_one_who_says_why(world):
    talk = world.talk("my secret")
    path = f"/privacy/visitors/{talk.visitor_id}/erase"
    assert (await send(world, "chen", path, alone="1", reason="no")).status_code == 400
    await send(world, "chen", path, alone="1", reason="court order 17/2023")
    with pytest.raises(NoSuchVisitor):
        world.do(privacy.export, talk.visitor_id)
    assert "court order 17/2023" in words_of(await shown(world, "zhao", "/audit"))


async def test_an_erasure_that_is_refused_erases_nothing(world):
    talk = world.talk("my secret")
    await send(world, "chen", f"/privacy/visitors/{talk.visitor_id}/erase", reason="")
    await send(world, "chen", f"/privacy/visitors/{talk.visitor_id}/refuse")
    assert (await send(world, "chen", f"/privacy/visitors/{talk.visitor_id}/consent")).status_code == 409
    assert world.do(privacy.export, talk.visitor_id)


# Staff, and one's account


async def test_a_member_is_added_changed_and_let_go(world):
    page = await send(world, "chen", "/staff", login="sun", name="Sun Li", email="sun@example.org", role="agent")
    link = re.search(r"http://127\.0\.0\.1:8001(/invitations/[\w-]+)", page.text)[1]
    async with world.browser() as browser:
        await browser.post(link, data={"password": PASSWORD, "again": PASSWORD})
        await browser.post("/sign-in", data={"login": "sun", "password": PASSWORD})
        assert (await browser.get("/")).status_code == 200
        sun = world.do(members.find, "sun")
        await send(world, "chen", f"/staff/{sun.id}", name="Sun Li", email="", role="lead")
        assert (await browser.get("/")).headers["location"] == "/sign-in"
    assert world.do(members.find, "sun").active is False
    assert (await send(world, "chen", "/staff", login="sun", name="Sun", email="", role="agent")).status_code == 409


async def test_the_last_administrator_stays_one(world):
    chen = world.do(members.find, "chen")
    answer = await send(world, "chen", f"/staff/{chen.id}", name="Chen", email="", role="agent", active="1")
    assert (answer.status_code, world.do(members.find, "chen").role) == (409, Role.ADMINISTRATOR)


async def test_a_password_is_changed_by_who_knows_it_and_ends_all_sessions(world):
    new = "another horse in another hall"
    wrong = await send(world, "li", "/account/password", old="wrong", password=new, again=new)
    assert wrong.status_code == 403
    token = world.session("li")
    assert (await send(world, "li", "/account/password", old=PASSWORD, password=new, again=new)).headers["location"] == "/sign-in"
    assert world.do(sessions.find, token, NOW) is None


async def test_codes_are_turned_on_by_a_code_of_the_secret_that_was_shown(world):
    async with world.signed_in("li") as browser:
        assert (await browser.post("/account/codes/begin", data={"old": "wrong"})).status_code == 403
        page = await browser.post("/account/codes/begin", data={"old": PASSWORD})
        secret, signed = (re.search(rf'name="{name}" value="([^"]+)"', page.text)[1] for name in ("secret", "signed"))
        assert '<path d="M' in page.text
        code = pyotp.TOTP(secret).at(NOW)
        theirs = {"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "signed": signed, "code": code}
        assert (await browser.post("/account/codes", data=theirs)).status_code == 400
        assert (await browser.post("/account/codes", data={"secret": secret, "signed": signed, "code": "000000"})).status_code == 400
        await browser.post("/account/codes", data={"secret": secret, "signed": signed, "code": code})
        assert world.do(members.find, "li").totp_secret == secret
        await browser.post("/account/codes/end", data={"old": PASSWORD})
    assert world.do(members.find, "li").totp_secret is None


async def test_all_other_sessions_are_ended(world):
    other = world.session("li")
    async with world.signed_in("li") as browser:
        await browser.post("/account/sign-out")
        assert (await browser.get("/account")).status_code == 200
    assert world.do(sessions.find, other, NOW) is None


@pytest.mark.parametrize("path", ["/cases", "/cases/1", "/unanswered", "/audit", "/privacy?conversation=1", "/staff", "/canned"])
async def test_what_visitors_write_is_text_on_every_page(world, path):
    talk = unanswered(world, HOSTILE)
    file(world, talk)
    page = await shown(world, "chen", path)
    assert page.status_code == 200
    assert "<script>alert" not in page.text


# Knowledge


async def test_a_fact_is_changed_and_the_change_undone(world):
    fact = next(f for f in world.desk.pack.facts_of["booth"] if f.question.value == "deadline")
    name = next(iter(fact.value))
    said = {"fact": fact.id, "zh": "截止日期延长到3月31日。", "en": "The deadline is now 31 March.", f"day-{name}": "2023-03-31"}
    assert (await send(world, "wang", "/knowledge/facts", **said | {"en": ""})).status_code == 400
    assert (await send(world, "wang", "/knowledge/facts", **said | {"en": "ask {nobody}"})).status_code == 400
    await send(world, "wang", "/knowledge/facts", **said)
    (found,) = world.do(amendments.living, "ciep-21-2023")
    assert (found.fact, found.en, found.value) == (fact.id, "The deadline is now 31 March.", {name: "2023-03-31"})
    page = words_of(await shown(world, "zhao", "/knowledge?topic=booth"))
    assert "The deadline is now 31 March." in page
    assert "Changed" in page
    await send(world, "wang", f"/knowledge/{found.id}/undo")
    assert world.do(amendments.living, "ciep-21-2023") == []
    assert (await send(world, "wang", f"/knowledge/{found.id}/undo")).status_code == 409
    assert "undone by wang" in words_of(await shown(world, "zhao", "/knowledge"))


async def test_a_contact_gets_another_number(world):
    fact = next(f for f in world.desk.pack.facts.values() if f.contact and f.contact.phones)
    emails = "\n".join(fact.contact.emails)
    await send(world, "wang", "/knowledge/facts", fact=fact.id, zh="", en="", phones="0755-1234567\n0755-7654321", emails=emails)
    (found,) = world.do(amendments.living, "ciep-21-2023")
    assert found.value == {"phones": ["0755-1234567", "0755-7654321"]}


async def test_a_notice_is_put_up_for_some_days(world):
    said = {"topic": "booth", "zh": "3号馆周日关闭。", "en": "Hall 3 is closed on Sunday.", "first": "2023-04-16", "last": "2023-04-16"}
    assert (await send(world, "wang", "/knowledge/notices", **said | {"last": "2023-04-15"})).status_code == 400
    assert (await send(world, "wang", "/knowledge/notices", **said | {"topic": "nowhere"})).status_code == 400
    await send(world, "wang", "/knowledge/notices", **said)
    (found,) = world.do(amendments.living, "ciep-21-2023")
    assert (found.topic, found.first, found.last) == ("booth", dt.date(2023, 4, 16), dt.date(2023, 4, 16))
    assert "Hall 3 is closed on Sunday." in words_of(await shown(world, "li", "/knowledge"))
