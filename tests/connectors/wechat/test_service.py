"""Customer-service messages: merged, cut and counted; each refusal of the platform has its way, and none is silent."""

from __future__ import annotations

import asyncio
import logging

import pytest

from connectors.gateway import delivery as delivery_module
from records import outbox, platforms, quotas, visits
from records.models import DeliveryState
from tests.conftest import speak
from tests.connectors.wechat.conftest import SLOW, standing

LONG = "这是一句不太长也不太短的话。" * 120


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Tries follow one another, and the outbox is looked into often."""
    monkeypatch.setattr(delivery_module, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(outbox, "FIRST_WAIT", 0.05)


@pytest.fixture
async def late(world, brain):
    """A follower who has been greeted; whatever the brain answers from now on is late. It answers with `say`."""
    who = world.platform.follower()
    await world.platform.say(who, "hello")
    await world.until(lambda: world.states() == ["sent"])
    who.shown.clear()
    brain.seconds = SLOW
    return who


def left(world, who):
    with world.gateway.scribe.database.read() as session:
        conversation = visits.known(session, "wechat", world.platform.app_id, who.openid)
        return quotas.get(session, conversation.id)


def account(world):
    with world.gateway.scribe.database.read() as session:
        return platforms.get(session, "wechat", world.platform.app_id)


def errors(world):
    with world.gateway.scribe.database.read() as session:
        return [(one.state.value, one.error) for one in reversed(outbox.list_(session))]


def sends(world):
    return [body for path, body in world.platform.calls if path == "message/custom/send"]


# Messages


async def test_several_replies_are_one_message_and_count_as_one(world, brain, late, monkeypatch):
    speak(brain, monkeypatch, "one", "two", "three")
    await world.platform.say(late, "go")
    await world.sent(4)
    assert late.shown == [("service", "one\n\ntwo\n\nthree")]
    assert (left(world, late).written_left, late.written_left) == (4, 4)


async def test_a_long_reply_is_cut_at_the_ends_of_sentences(world, brain, late, monkeypatch):
    speak(brain, monkeypatch, LONG, "two")
    await world.platform.say(late, "go")
    await world.sent(3)
    assert [how for how, _ in late.shown] == ["service"] * 3
    assert all(text.endswith("。") for text in late.texts[:-1])
    assert "".join(late.texts) == f"{LONG}\n\ntwo"


async def test_buttons_are_a_menu_and_a_tap_takes_the_button(world, brain, late, monkeypatch):
    speak(brain, monkeypatch, "which?", buttons=("Forums", "Fairs"))
    await world.platform.say(late, "go")
    await world.until(lambda: late.shown)
    ((how, text),) = late.shown
    assert (how, text.splitlines()[0]) == ("menu", "which?")
    item = text.splitlines()[2].split("]")[0].strip("[")
    await world.platform.tap_item(late, item, "Fairs")
    tapped = world.talk(late)[-1]
    assert (tapped.text, tapped.payload, tapped.metadata["noted"]) == ("Fairs", {"text": "Fairs"}, {"grants": "tapped"})
    assert brain.heard[-1] == "Fairs"
    await world.until(lambda: len(late.shown) == 2)


async def test_once_the_account_is_known_to_show_menus_a_ready_reply_with_buttons_is_left_to_them(world, brain, late, monkeypatch):
    speak(brain, monkeypatch, "which?", buttons=("Forums", "Fairs"))
    await world.platform.say(late, "go")
    await world.until(lambda: account(world).service_at)
    brain.seconds = 0
    await world.platform.say(late, "again")
    await world.until(lambda: len(late.shown) == 2)
    assert [how for how, _ in late.shown] == ["menu", "menu"]
    await world.sent(3)


async def test_where_menus_are_refused_they_are_numbered_lines_for_a_day(world, brain, late, monkeypatch):
    world.platform.menus = False
    speak(brain, monkeypatch, "which?", buttons=("Forums", "Fairs"))
    for turn in range(2):
        await world.platform.say(late, "go")
        await world.sent(turn + 2)
    assert set(late.shown) == {("service", "which?\n1. Forums\n2. Fairs")}
    assert [body["msgtype"] for body in sends(world)] == ["msgmenu", "text", "text"]
    brain.seconds = 0
    await world.platform.say(late, "2")
    assert brain.heard[-1] == "Fairs"


@pytest.mark.parametrize(("typed", "heard"), [("2", "Fairs"), ("２", "Fairs"), ("1.", "Forums"), ("3", "3"), ("0", "0"), ("12", "12")])
async def test_a_number_takes_the_button_of_a_list(world, brain, monkeypatch, typed, heard):
    speak(brain, monkeypatch, "which?", buttons=("Forums", "Fairs"))
    who = world.platform.follower()
    await world.platform.say(who, "go")
    assert who.texts[0].startswith("which?\n1. Forums\n2. Fairs\n\n")
    await world.platform.say(who, typed)
    assert brain.heard[-1] == heard


# The ledger


async def test_what_the_quota_does_not_allow_waits_and_the_visitor_is_told(world, brain, late, monkeypatch):
    text = LONG * 4
    speak(brain, monkeypatch, text)
    await world.platform.say(late, "go")
    await world.until(lambda: "kept" in world.states())
    assert [how for how, _ in late.shown] == ["service"] * 5
    assert late.texts[-1].endswith("回复“更多”继续看）")
    assert (late.written_left, left(world, late).written_left) == (0, 0)
    heard = len(brain.heard)
    await world.platform.say(late, "更多")
    await world.sent(2)
    assert len(brain.heard) == heard
    assert [how for how, _ in late.shown[5:]] == ["passive", *["service"] * (len(late.shown) - 6)]
    assert "".join(late.texts).replace("\n\n（还有内容，回复“更多”继续看）", "") == text


async def test_45047_in_the_middle_keeps_what_was_not_said_and_nothing_is_said_twice(world, brain, late, monkeypatch):
    speak(brain, monkeypatch, LONG * 2)
    original, sent = world.platform._counted, []

    def counted(who):
        sent.append(who)
        return 45047 if len(sent) == 3 else original(who)

    monkeypatch.setattr(world.platform, "_counted", counted)
    await world.platform.say(late, "go")
    await world.until(lambda: "kept" in world.states())
    assert (len(late.shown), left(world, late).written_left) == (2, 0)
    assert errors(world)[-1] == ("kept", "45047: out of response count limit rid: 6123-4567")
    await world.platform.say(late, "more")
    await world.sent(2)
    assert "".join(late.texts) == LONG * 2


# Refusals


@pytest.mark.parametrize(
    ("code", "state", "trouble"),
    [
        (45015, "kept", False), (45047, "kept", False), (48001, "kept", True), (48002, "kept", False), (43004, "dead", False),
        (40003, "dead", False), (45009, "failed", True), (45011, "failed", False), (40164, "failed", True), (99999, "failed", True),
    ],
)  # fmt: skip
async def test_each_refusal_has_its_way_and_is_told(world, late, code, state, trouble):
    world.platform.refusals["message/custom/send"] = [code]
    await world.platform.say(late, "go")
    await world.until(lambda: world.states()[-1] == state)
    assert (late.shown, errors(world)[-1][1].split(":")[0]) == ([], str(code))
    assert (account(world).trouble or "").startswith(str(code) if trouble else "")
    assert (account(world).trouble is not None) == trouble


@pytest.mark.parametrize("code", [-1, 40001, 40014, 42001])
async def test_what_passes_is_tried_again_until_it_is_taken(world, late, code):
    world.platform.refusals["message/custom/send"] = [code]
    await world.platform.say(late, "go")
    await world.sent(2)
    assert late.shown == [("service", "heard: go")]


async def test_what_is_too_long_all_the_same_is_cut_smaller(world, brain, late, monkeypatch):
    world.platform.refusals["message/custom/send"] = [45002]
    speak(brain, monkeypatch, LONG[:280])
    await world.platform.say(late, "go")
    await world.sent(2)
    assert ([how for how, _ in late.shown], "".join(late.texts)) == (["service"], LONG[:280])
    world.platform.refusals["message/custom/send"] = [45002] * 9
    await world.platform.say(late, "again")
    await world.until(lambda: world.states()[-1] == "dead")
    assert errors(world)[-1] == ("dead", "45002: content size out of limit rid: 6123-4567")


async def test_a_platform_that_does_not_answer_is_tried_again(world, late, monkeypatch):
    took = world.platform._taken
    monkeypatch.setattr(world.platform, "_taken", lambda given: monkeypatch.setattr(world.platform, "_taken", took) or 1 / 0)
    await world.platform.say(late, "go")
    await world.sent(2)
    assert late.shown == [("service", "heard: go")]


async def test_who_unfollows_gets_nothing_any_more(world, brain, late):
    world.platform.refusals["message/custom/send"] = [45015]
    await world.platform.say(late, "go")
    await world.until(lambda: world.states()[-1] == "kept")
    delivery = await world.platform.event(late, "unsubscribe")
    assert delivery.answers == [(200, "success")]
    assert (errors(world)[-1], left(world, late).left(outbox_now())) == (("dead", "the visitor has left"), 0)
    brain.seconds = 0
    await world.platform.event(late, "subscribe")
    await world.platform.say(late, "I am back")
    assert late.texts[-1] == "heard: I am back"


def outbox_now():
    from connectors.gateway.clock import utc_now

    return utc_now()


# Tokens


async def test_a_token_is_fetched_once_and_renewed_once_where_it_is_refused(world, late):
    for turn, text in enumerate(("one", "two")):
        await world.platform.say(late, text)
        await world.sent(turn + 2)
    assert world.platform.fetched() == 1
    world.platform.revoke()
    await world.platform.say(late, "three")
    await world.sent(4)
    assert (world.platform.fetched(), late.texts) == (2, ["heard: one", "heard: two", "heard: three"])


async def test_a_token_that_is_always_refused_is_not_fetched_again_and_again(world, late):
    world.platform.refusals["message/custom/send"] = [40001] * 50
    await world.platform.say(late, "go")
    await world.until(lambda: world.states()[-1] == "failed")
    await asyncio.sleep(1)
    assert world.platform.fetched() <= 3
    assert account(world).trouble.startswith("40001")


async def test_workers_share_a_token_that_one_of_them_fetches(platform, brain, library, scribe):
    brain.seconds = SLOW
    with standing(platform, brain, scribe, worker="one") as one, standing(platform, brain, scribe, worker="two") as two:
        followers = [platform.follower(f"oFollower{n}") for n in range(6)]
        for who, world in zip(followers, [one, two] * 3):
            platform.url = world.url
            await platform.say(who, "hello")
        await one.until(lambda: all(who.shown for who in followers))
        await one.until(lambda: set(one.states()) == {"sent"})
        assert (platform.fetched(), [len(who.shown) for who in followers]) == (1, [1] * 6)
        platform.revoke()
        brain.seconds = SLOW
        await asyncio.gather(*(platform.say(who, "again") for who in followers))
        await one.until(lambda: all(len(who.shown) == 2 for who in followers))
        assert platform.fetched() == 2


async def test_a_secret_that_is_wrong_is_told_and_nothing_is_lost_and_no_log_has_it(world, late, caplog):
    caplog.set_level(logging.DEBUG, "connectors")
    secrets = [world.platform.secret, world.platform.token, world.platform.aes_key]
    world.platform.secret = "other"
    world.platform.revoke()
    await world.platform.say(late, "go")
    await world.until(lambda: world.states()[-1] == "failed")
    assert errors(world)[-1][1].startswith("40125")
    await world.until(lambda: account(world).trouble is not None)
    assert [secret for secret in secrets if secret in caplog.text + errors(world)[-1][1] + account(world).trouble] == []


async def test_dead_letters_can_be_sent_again(world, late):
    world.platform.refusals["message/custom/send"] = [43004]
    await world.platform.say(late, "go")
    await world.until(lambda: world.states()[-1] == "dead")
    with world.gateway.scribe.database.begin() as session:
        (dead,) = outbox.list_(session, DeliveryState.DEAD)
        outbox.resend(session, dead.id, outbox_now())
    await world.until(lambda: late.shown == [("service", "heard: go")])
