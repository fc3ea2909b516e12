"""What staff do in a conversation, over HTTP; and what the visitor gets of it."""

from __future__ import annotations

import asyncio
import re
from collections import Counter

import pytest

from records import conversations, handover, notes, transcript
from records.models import Author, Owner
from tests.desk.conftest import NAMES, words_of

HOSTILE = [
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }} {% raw %}",
    "\u202egnp.exe",
    "x" * 900,
    "</textarea><img src=x onerror=alert(1)>",
]


async def act(world, login, talk, what, **fields):
    """Do something in a conversation, with the epoch of now unless another is given."""
    epoch = world.do(conversations.get, talk.id).epoch
    async with world.signed_in(login) as browser:
        return await browser.post(f"/conversations/{talk.id}/{what}", data={"epoch": str(epoch), **fields})


def said(world, talk):
    return [(m.author, m.text) for m in world.do(transcript.transcript, talk.id)]


async def test_a_claim_tells_the_visitor_who_is_there(world):
    talk = world.queued()
    assert (await act(world, "li", talk, "claim")).headers["location"] == f"/conversations/{talk.id}"
    assert said(world, talk)[-1] == (Author.SYSTEM, "Li Wei of our staff is with you now.")
    refused = await act(world, "wang", talk, "claim")
    assert (refused.status_code, "This conversation is with Li Wei." in words_of(refused)) == (409, True)


async def test_a_reply_reaches_the_visitor_once(world):
    talk = world.queued()
    await act(world, "li", talk, "claim")
    for _ in range(2):
        await act(world, "li", talk, "messages", text="Hello, how can I help?", key="key-1")
    (message,) = [m for m in world.do(transcript.transcript, talk.id) if m.author is Author.STAFF]
    assert (message.text, message.language, message.metadata) == ("Hello, how can I help?", "en", {"kind": "staff", "name": "Li Wei"})


@pytest.mark.parametrize(("login", "epoch"), [("wang", None), ("li", "0")])
async def test_nobody_speaks_in_what_is_not_theirs_or_has_moved(world, login, epoch):
    talk = world.queued()
    await act(world, "li", talk, "claim")
    answer = await act(world, login, talk, "messages", text="Hello", key="k", **({"epoch": epoch} if epoch else {}))
    assert answer.status_code == 409
    assert said(world, talk)[-1][0] is Author.SYSTEM


async def test_staff_take_what_the_bot_has_and_only_leads_what_a_colleague_has(world):
    talk = world.talk("where is it?")
    await act(world, "li", talk, "take")
    assert world.do(conversations.get, talk.id).staff == "li"
    assert (await act(world, "chen", talk, "take")).status_code == 303
    assert (await act(world, "li", talk, "take")).status_code == 409
    assert world.do(conversations.get, talk.id).staff == "chen"


async def test_a_note_is_for_colleagues_only(world):
    talk = world.queued()
    before = said(world, talk)
    await act(world, "wang", talk, "notes", text="calls back at noon")
    assert (said(world, talk), [note.text for note in world.do(notes.of, talk.id)]) == (before, ["calls back at noon"])
    async with world.signed_in("zhao") as browser:
        assert "Internal note by Wang Min" in words_of(await browser.get(f"/conversations/{talk.id}"))


@pytest.mark.parametrize(
    ("to", "owner", "told"),
    [
        ("wang", Owner.STAFF, "Wang Min of our staff has taken over your conversation."),
        ("", Owner.QUEUED, "We are passing you on to a colleague; please wait a moment."),
    ],
)
async def test_a_transfer_is_told(world, to, owner, told):
    talk = world.queued()
    await act(world, "li", talk, "claim")
    await act(world, "li", talk, "transfer", to=to)
    assert (world.do(conversations.get, talk.id).owner, said(world, talk)[-1]) == (owner, (Author.SYSTEM, told))


@pytest.mark.parametrize("to", ["zhao", "nobody"])
async def test_it_is_transferred_to_nobody_who_takes_none(world, to):
    talk = world.queued()
    await act(world, "li", talk, "claim")
    assert (await act(world, "li", talk, "transfer", to=to)).status_code == 404
    assert world.do(conversations.get, talk.id).staff == "li"


async def test_handed_back_the_visitor_is_told_and_asked_to_rate(world):
    talk = world.queued(language="zh")
    await act(world, "li", talk, "claim")
    await act(world, "li", talk, "release")
    last = world.do(transcript.transcript, talk.id)[-1]
    assert (world.do(conversations.get, talk.id).owner, len(last.buttons)) == (Owner.BOT, 5)
    assert last.text.endswith("How was the help of our staff?")


async def test_closed_with_a_reason_that_staff_choose_from(world):
    talk = world.queued()
    await act(world, "li", talk, "claim")
    assert (await act(world, "li", talk, "close", closing="because")).status_code == 400
    await act(world, "li", talk, "close", closing="settled")
    assert (world.do(conversations.get, talk.id).owner, world.do(handover.newest, talk.id).closing) == (Owner.CLOSED, "settled")


async def test_the_page_shows_what_was_understood_and_where_it_comes_from(world):
    talk = world.queued("Until when can I apply?")
    async with world.signed_in("li") as browser:
        shown = words_of(await browser.get(f"/conversations/{talk.id}"))
    for words in ("Until when can I apply?", "Answered", "Deadline", "0.90", "Source: Annex 2", "Waiting 0 s", "Asked for a person"):
        assert words in shown


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("path", ["/conversations/1", "/conversations/1/part", "/?box=all", "/inbox/list?box=queue", "/?q=alert"])
async def test_what_visitors_write_is_text_in_every_view(world, words, path):
    talk = world.queued(words)
    world.do(notes.add, talk.id, "li", words, world.now)
    async with world.signed_in("li") as browser:
        page = await browser.get(path)
    assert page.status_code == 200
    for tag in ("<script>alert", "<svg onload", "<img src=x"):
        assert tag not in page.text
    assert not re.search(r'"[^"<>]*" onmouseover=', page.text)
    assert "{{ 7 * 7 }}" in page.text if "7" in words and path != "/?q=alert" else True


async def test_a_conversation_that_is_not_there_is_said_to_be_gone(world):
    async with world.signed_in("li") as browser:
        assert (await browser.get("/conversations/99")).status_code == 404
        part = await browser.post("/conversations/99/claim", headers={"HX-Request": "true"})
    assert (part.status_code, part.text.startswith('<p class="toast">')) == (404, True)


async def test_it_works_without_scripts(world):
    """Every act is a plain form that leads back to the page."""
    talk = world.queued()
    async with world.signed_in("li") as browser:
        page = await browser.get(f"/conversations/{talk.id}")
        forms = re.findall(r'<form[^>]* method="post" action="([^"]+)"|<form method="post" action="([^"]+)"', page.text)
        assert f"/conversations/{talk.id}/claim" in {a or b for a, b in forms}
    assert "onclick" not in page.text
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert not re.search(r"<script(?! src)", page.text)


async def test_how_many_replies_wechat_takes_and_until_when_is_shown_and_runs_out(world):
    from records import quotas

    talk = world.queued(channel="wechat")
    world.do(quotas.written, talk.id, world.now)
    world.do(quotas.take, talk.id, 1, world.now)
    async with world.signed_in("li") as browser:
        path = f"/conversations/{talk.id}"
        assert "replies left: 4, for 2 d 0 h" in words_of(await browser.get(path))
        world.passes(hours=3)
        assert "replies left: 4, for 1 d 21 h" in words_of(await browser.get(path))
        world.do(quotas.take, talk.id, 4, world.now)
        assert "Nothing can be sent until the visitor writes" in words_of(await browser.get(path))


async def test_the_assistant_proposes_to_who_has_it_and_nobody_else(world):
    from records import proposals

    talk = world.queued("until when?")
    await act(world, "li", talk, "claim")
    await act(world, "li", talk, "proposal")
    async with world.signed_in("li") as browser, world.signed_in("wang") as other:
        path = f"/conversations/{talk.id}"
        assert "It is thinking" in words_of(await browser.get(path))
        (wanted,) = world.do(proposals.waiting, world.now)
        assert (wanted.message.text, wanted.tag) == ("until when?", "en")
        world.do(proposals.answer, wanted.proposal.id, "Until 24 March.", world.now)
        assert 'data-insert="Until 24 March."' in (await browser.get(path)).text
        assert "Until 24 March." not in (await other.get(path)).text
        assert (Author.SYSTEM, "Until 24 March.") not in said(world, talk)
        await act(world, "li", talk, "messages", text="Until the 24th.", key="k")
        assert "The assistant proposes" not in words_of(await browser.get(path))


async def test_of_a_hundred_who_claim_at_once_one_gets_it_and_the_others_are_told_who(world):
    talk = world.queued()
    async with world.signed_in("li") as one, world.signed_in("wang") as other, world.signed_in("chen") as third:
        claims = [browser.post(f"/conversations/{talk.id}/claim") for browser in (one, other, third) * 34]
        answers = await asyncio.gather(*claims)
    (owner,) = {world.do(conversations.get, talk.id).staff}
    name = NAMES[owner]
    assert Counter(answer.status_code for answer in answers) == {303: 34, 409: 68}  # their own again is no conflict
    assert all(f"This conversation is with {name}." in words_of(answer) for answer in answers if answer.status_code == 409)
    assert [text for author, text in said(world, talk) if author is Author.SYSTEM] == [f"{name} of our staff is with you now."]
