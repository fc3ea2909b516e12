"""The pages beside the inbox: deliveries, canned replies, privacy, staff, one's account, knowledge."""

from __future__ import annotations

import datetime as dt
import json
import re

import pyotp
import pytest

from records import amendments, outbox, privacy
from records.accounts import members, sessions
from records.errors import NoSuchVisitor
from records.models import DeliveryState, Role
from tests.desk.conftest import NOW, PASSWORD, words_of
from tests.desk.filed import HOSTILE, file, send, shown, unanswered

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
    assert "undone by Wang Min" in words_of(await shown(world, "zhao", "/knowledge"))


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


async def test_the_audit_says_in_chinese_what_was_done(world):
    talk = world.queued()
    async with world.signed_in("li") as browser:
        await browser.post(f"/conversations/{talk.id}/claim")
        await browser.post(f"/conversations/{talk.id}/close", data={"epoch": "2", "closing": "no_reply"})
    async with world.signed_in("zhao", **{"Accept-Language": "zh"}) as browser:
        page = words_of(await browser.get("/audit"))
    for words in ("理由: 要求人工", "理由: 访客不再回复", "角色: 审计员", "账号: Zhao Yun"):
        assert words in page
