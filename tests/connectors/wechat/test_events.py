"""Follow, unfollow, scan, menu; and what is no text."""

from __future__ import annotations

import asyncio

import pytest

from connectors.gateway.buttons import about
from connectors.gateway.own import OwnAnswers
from connectors.gateway.texts import text as privacy
from connectors.wechat import scenes
from tests.connectors.wechat.conftest import SLOW

WELCOME = "您好，欢迎！"


def said(world, who):
    """What came in, with what it stands for and what is noted of it."""
    return [(m.text, m.payload, m.metadata.get("noted")) for m in world.talk(who) if m.direction.value == "in"]


@pytest.fixture
def who(world):
    return world.platform.follower()


async def test_who_follows_is_welcomed_in_both_languages_and_may_ask_by_number(world, who, brain):
    await world.platform.event(who, "subscribe")
    ((how, text),) = who.shown
    assert (how, text.startswith(WELCOME), "Ask me in Chinese or English" in text) == ("passive", True, True)
    assert text.endswith(f"\n\n{privacy('privacy', 'zh', days='90')}\n{privacy('privacy', 'en', days='90')}")
    assert [line for line in text.splitlines() if line[:1].isdigit()] == [
        "1. 大会什么时候、在哪里举办？", "2. 参展报名截止到几号？",
        "3. When and where is the conference?", "4. How do I contact the organisers?",
    ]  # fmt: skip
    assert said(world, who) == [("", {"say": "welcome"}, {"grants": "tapped", "event": "subscribe", "key": ""})]
    await world.platform.say(who, "3")
    assert brain.heard == ["When and where is the conference?"]


async def test_an_event_that_comes_again_has_one_effect(world, who):
    event = world.platform.message(who, "event", Event="subscribe")
    for _ in range(3):
        await world.platform.deliver(who, event)
    assert len(said(world, who)) == 1
    assert {text for _, text in who.shown} == {who.texts[0]}


@pytest.mark.parametrize(("scene", "topic"), [("forums", "专题论坛"), ("online", "网上大会"), ("Virtual_Exhibition_Hall", "虚拟展厅")])
async def test_who_scans_a_code_has_its_topic(world, who, brain, library, scene, topic):
    name = scenes.topic_of(scene, "zh")
    assert name is not None
    await world.platform.event(who, "SCAN", EventKey=scene, Ticket="T")
    assert (brain.heard, who.texts[0].startswith(f"heard: {name}?")) == ([f"{name}?"], True)
    assert said(world, who) == [(name, about(name, "zh"), {"grants": "tapped", "event": "scan", "key": scene})]
    assert topic[-2:] in name or topic in name


async def test_who_follows_by_a_code_is_welcomed_and_has_its_topic_in_one_message(world, who, brain, library):
    await world.platform.event(who, "subscribe", EventKey="qrscene_online", Ticket="T")
    ((how, text),) = who.shown
    assert (how, text.startswith(WELCOME), text.endswith("heard: 网上大会?")) == ("passive", True, True)
    assert [noted["event"] for _, _, noted in said(world, who)] == ["subscribe_scan", "subscribe_scan"]


async def test_who_writes_english_gets_the_topic_in_english(world, who, brain, library):
    await world.platform.say(who, "Where is the conference held this year?")
    await world.platform.event(who, "SCAN", EventKey="online", Ticket="T")
    assert brain.heard[-1] == f"{scenes.topic_of('online', 'en')}?"


async def test_a_scene_that_is_no_topic_is_welcomed(world, who, brain):
    await world.platform.event(who, "SCAN", EventKey="12345")
    await world.platform.event(who, "subscribe", EventKey="qrscene_nothing")
    assert [text.startswith(WELCOME) for text in who.texts] == [True, True]
    assert brain.heard == []


@pytest.mark.parametrize(
    ("key", "heard", "intent"),
    [
        ("怎么报名参展？", "怎么报名参展?", None),
        ("wish:want_person:找工作人员", "转人工", "want_person"),
        ("wish:file_booth:登记展位", "我想登记展位", "file_booth"),
        ("wish:want_person:Talk to a person", "talk to a human", "want_person"),
        ("/restart", "restart", None),
    ],
)
async def test_a_tap_on_the_menu_asks(world, who, brain, key, heard, intent):
    await world.platform.event(who, "CLICK", EventKey=key)
    assert who.shown
    asked = [(one.text, one.intent) for _, one in brain.messages]
    assert asked == [(heard, intent)]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("VIEW", {"EventKey": "https://x"}), ("LOCATION", {"Latitude": 23.1, "Longitude": 113.3, "Precision": 119.4}),
        ("TEMPLATESENDJOBFINISH", {"MsgID": 200163836, "Status": "success"}), ("unsubscribe", {}),
        ("CLICK", {"EventKey": "wish:restart:x"}),
        ("scancode_push", {"EventKey": "6"}), ("subscribe_msg_popup_event", {}), ("something_new", {}),
    ],
)  # fmt: skip
async def test_of_what_means_nothing_here_nothing_is_kept(world, who, name, fields):
    delivery = await world.platform.event(who, name, **fields)
    assert (delivery.answers, who.shown, world.talk(who)) == ([(200, "success")], [], [])
    assert world.gateway.scribe.database  # and not even a visitor
    with world.gateway.scribe.database.read() as session:
        assert session.exec_driver_sql("SELECT count(*) FROM visitors").scalar() == 0


@pytest.mark.parametrize(
    ("kind", "fields", "called", "kept"),
    [
        ("image", {"PicUrl": "http://x/1", "MediaId": "m1"}, "图片", {"kind": "photo", "media_id": "m1", "picture": "http://x/1"}),
        ("voice", {"MediaId": "m1", "Format": "amr", "Recognition": ""}, "语音", {"kind": "voice", "media_id": "m1", "format": "amr"}),
        ("video", {"MediaId": "m1", "ThumbMediaId": "t"}, "视频", {"kind": "video", "media_id": "m1", "thumb_media_id": "t"}),
        ("shortvideo", {"MediaId": "m1", "ThumbMediaId": "t"}, "视频", {"kind": "video", "media_id": "m1", "thumb_media_id": "t"}),
        (
            "location",
            {"Location_X": 22.5, "Location_Y": 114.1, "Scale": 20, "Label": "深圳"},
            "位置",
            {"kind": "location", "latitude": "22.5", "longitude": "114.1", "label": "深圳"},
        ),
        ("link", {"Title": "t", "Description": "d", "Url": "u"}, "链接", {"kind": "link", "title": "t", "description": "d", "link": "u"}),
        ("text", {"Content": "[微笑][强]"}, "表情", {"kind": "sticker"}),
        ("text", {"Content": "/::)/:strong"}, "表情", {"kind": "sticker"}),
        ("text", {"Content": "【收到不支持的消息类型，暂无法显示】"}, "表情", {"kind": "sticker"}),
        ("something new", {}, "内容", {"kind": "other"}),
    ],
)
async def test_what_is_no_text_gets_a_kind_reply_and_is_kept_for_staff(world, who, brain, kind, fields, called, kept):
    await world.platform.say(who, "你好，我想问一下展位的事情")
    await world.platform.send(who, kind, **fields)
    assert f"谢谢您发来的{called}" in who.texts[-1]
    assert world.talk(who)[2].metadata["attachment"] == kept
    assert len(brain.heard) == 1


async def test_who_writes_english_is_answered_in_english_to_a_picture_too(world, who):
    await world.platform.send(who, "image", MediaId="m1")
    await world.platform.say(who, "Where is the conference held this year?")
    await world.platform.send(who, "image", MediaId="m2")
    assert ("谢谢您发来的图片" in who.texts[0], "Thank you for the picture" in who.texts[2]) == (True, True)


async def test_the_words_of_a_voice_message_are_used_where_wechat_gives_them(world, who, brain):
    await world.platform.send(who, "voice", MediaId="m1", Format="amr", Recognition="参展报名截止到几号")
    assert brain.heard == ["参展报名截止到几号"]
    assert world.talk(who)[0].metadata["attachment"]["media_id"] == "m1"


async def test_emoji_and_brackets_in_a_sentence_are_words(world, who, brain):
    for text in ("[微笑] 几号截止", "1:1 meeting?", "a [b] c"):
        await world.platform.say(who, text)
    assert brain.heard == ["[微笑] 几号截止", "1:1 meeting?", "a [b] c"]


async def test_all_of_a_visitor_is_erased_on_their_wish_and_told_with_the_answer(world, who):
    await world.platform.say(who, "hello there")
    await world.platform.say(who, "delete my data")
    assert "Shall I delete" in who.texts[-1]
    yes = world.platform.message(who, "text", Content="yes")
    await world.platform.deliver(who, yes)
    assert (who.shown[-1][0], who.texts[-1].startswith("All your data is deleted")) == ("passive", True)
    assert world.talk(who) == []
    again = await world.platform.deliver(who, yes)
    assert (again.answers, world.talk(who), len(who.shown)) == ([(200, "success")], [], 3)
    await world.platform.say(who, "hello again")
    assert "heard: hello again" in who.texts[-1]


async def test_the_last_sentence_follows_where_it_is_late(world, who, monkeypatch):
    await world.platform.say(who, "hello there")
    await world.platform.say(who, "delete my data")
    to = OwnAnswers.to

    async def slow(self, turn, hearing):
        await asyncio.sleep(SLOW)
        return await to(self, turn, hearing)

    monkeypatch.setattr(OwnAnswers, "to", slow)
    delivery = await world.platform.say(who, "yes")
    assert delivery.answers == [(200, "success")]
    await world.until(lambda: len(who.shown) == 3)
    assert (who.shown[-1][0], who.texts[-1].startswith("All your data is deleted")) == ("service", True)
