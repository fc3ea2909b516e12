"""The privacy sentence comes with the first reply of a conversation, once."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.gateway import Gateway, Limits, Shows
from connectors.gateway.texts import text
from knowledge.reply import Button
from records import transcript
from tests.connectors.gateway.post import Post

TODAY = dt.date(2023, 3, 1)
ENGLISH = text("privacy", "en", days="90")


class Noticing(Post):
    """A channel whose visitors are told with the first reply."""

    notice = True


@pytest.fixture
def post():
    return Noticing()


@pytest.fixture
def gateway_of(brain, library, scribe, post):
    return Gateway(brain, scribe, Limits(), lambda: TODAY, channels=[post], retention=90)


async def said(gateway_of, post, words, visitor="a"):
    _, answered = await gateway_of.accept(post, post.parse((visitor, f"{visitor}-{words}", words)))
    return [(message.text, message.metadata.get("privacy", False)) for message in (await answered).messages]


async def test_it_comes_with_the_first_reply_and_never_again(gateway_of, post):
    assert await said(gateway_of, post, "one") == [(f"heard: one\n\n{ENGLISH}", True)]
    assert await said(gateway_of, post, "two") == [("heard: two", False)]
    assert await said(gateway_of, post, "one", visitor="b") == [(f"heard: one\n\n{ENGLISH}", True)]


async def test_it_names_the_days_and_how_to_delete_in_each_language(gateway_of, post):
    assert await said(gateway_of, post, "/restart") == [(f"{text_of('not_understood', 'en')}\n\n{ENGLISH}", True)]
    chinese = text("privacy", "zh", days="90")
    assert "90天" in chinese
    assert "删除我的数据" in chinese
    assert "90 days" in ENGLISH
    assert "delete my data" in ENGLISH
    assert "刪除我的數據" in text("privacy", "zh-Hant", days="90")
    assert await said(gateway_of, post, "删除我的数据", visitor="b") == [(f"{text('erase', 'zh')}\n\n{chinese}", True)]


def text_of(name, language):
    from knowledge.wording.texts import text as wording

    return wording(name, language)


async def test_without_a_limit_it_names_none(brain, library, scribe, post):
    for_ever = Gateway(brain, scribe, Limits(), lambda: TODAY, channels=[post])
    assert await said(for_ever, post, "one") == [(f"heard: one\n\n{text('privacy_kept', 'en')}", True)]


async def test_it_is_stored_with_the_reply_so_a_crash_changes_nothing(gateway_of, post, brain, scribe):
    await said(gateway_of, post, "one")
    after = Gateway(brain, scribe, Limits(), lambda: TODAY, channels=[post], retention=90)
    assert await said(after, post, "two") == [("heard: two", False)]
    with scribe.database.read() as session:
        assert [ENGLISH in message.text for message in transcript.transcript(session, 1)] == [False, True, False, False]


async def test_numbered_lines_stand_above_it(gateway_of, post, brain):
    brain.buttons = (Button("Forums"), Button("Fairs"))
    _, answered = await gateway_of.accept(post, post.parse(("a", "m", "which?")))
    (message,) = (await answered).messages
    assert Shows().fitted(message).text == f"heard: which?\n1. Forums\n2. Fairs\n\n{ENGLISH}"


async def test_at_the_terminal_there_is_none(gateway_of):
    assert [reply.text for reply in await gateway_of.handle("a", "one")] == ["heard: one"]
