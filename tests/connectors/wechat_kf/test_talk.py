"""WeChat customer service, talked to: welcome, buttons, what is no text, and what becomes of each send."""

from __future__ import annotations

import pytest


async def test_who_opens_the_chat_is_welcomed(world):
    who = world.platform.customer()
    world.platform.enter(who)
    await world.platform.call()
    await world.until(lambda: who.shown)
    assert [(how, text[:6], text.splitlines()[2:]) for how, text in who.shown] == [
        (
            "welcome",
            "您好，欢迎！",
            [
                "· 大会什么时候、在哪里举办？",
                "· 参展报名截止到几号？",
                "· When and where is the conference?",
                "· How do I contact the organisers?",
            ],
        )
    ]


async def test_what_is_no_text_is_thanked_for_and_kept_and_staff_and_events_are_left(world, brain):
    who = world.platform.customer()
    world.platform.put(who, "image", {"media_id": "m1"})
    world.platform.put(who, "text", {"content": "from staff"}, origin=5)
    world.platform.put(who, "event", {"event_type": "msg_send_fail", "fail_msgid": "1-5", "fail_type": 4}, origin=4)
    world.platform.put(who, "event", {"event_type": "session_status_change"}, origin=4)
    world.platform.put(who, "location", {"latitude": 22.5, "longitude": 114.0, "name": "n", "address": "a"})
    await world.platform.call()
    await world.sent(2)
    kept = [m.metadata["attachment"] for m in world.talk(who, "wechat_kf", world.platform.service) if m.direction.value == "in"]
    assert kept == [
        {"kind": "photo", "media_id": "m1"},
        {"kind": "location", "latitude": "22.5", "longitude": "114.0", "name": "n", "address": "a"},
    ]
    assert brain.heard == []


async def test_buttons_are_a_menu_and_a_tap_takes_the_button(world, brain):
    from knowledge.reply import Button

    who, brain.buttons = world.platform.customer(), (Button("Forums"), Button("Fairs"))
    world.platform.say(who, "which?")
    await world.platform.call()
    await world.until(lambda: who.shown)
    ((how, text),) = who.shown
    item = text.splitlines()[-1].split("]")[0].strip("[")
    assert how == "menu"
    world.platform.say(who, "Fairs", menu_id=item)
    await world.platform.call()
    await world.until(lambda: brain.heard == ["which?", "Fairs"])
    assert world.talk(who, "wechat_kf", world.platform.service)[2].payload == {"text": "Fairs"}


async def test_a_send_that_was_taken_unheard_is_not_doubled(world):
    who = world.platform.customer()
    world.platform.taken_unheard = 1
    world.platform.say(who, "hello")
    await world.platform.call()
    await world.sent(1)
    assert len(who.shown) == 1
    assert [path for path, _ in world.platform.calls].count("kf/send_msg") == 2


@pytest.mark.parametrize(
    ("code", "state"),
    [(95001, "kept"), (95002, "kept"), (95018, "kept"), (95000, "dead"), (-1, "sent"), (40014, "sent"), (45009, "failed")],
)
async def test_each_refusal_has_its_way(world, code, state):
    who = world.platform.customer()
    world.platform.refusals["kf/send_msg"] = [code]
    world.platform.say(who, "hello")
    await world.platform.call()
    await world.until(lambda: world.states() == [state])


async def test_what_was_kept_comes_with_the_next_message(world):
    who = world.platform.customer()
    who.with_staff = True
    world.platform.say(who, "hello")
    await world.platform.call()
    await world.until(lambda: world.states() == ["kept"])
    who.with_staff = False
    world.platform.say(who, "again")
    await world.platform.call()
    await world.sent(2)
    assert "heard: hello" in who.texts[0]
