"""What WeChat delivers, as values; what is none is malformed, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wechat.errors import Malformed
from connectors.wechat.received import Received, read
from connectors.wechat.replies import text_reply
from tests.platforms import envelopes
from tests.platforms.envelopes import Raw

HEAD = {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1348831860}
HOSTILE = "]]><MsgType><![CDATA[event]]></MsgType><![CDATA["


def message(kind, **fields):
    return read(envelopes.xml({**HEAD, "MsgType": kind, **fields}))


def received(kind, id_="23000000000000001", **more):
    return Received("o1", "gh_1", 1348831860, kind, id_, **more)


ID = {"MsgId": 23000000000000001}


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("text", {"Content": "你好"}, {"text": "你好"}),
        ("text", {"Content": ""}, {}),
        ("text", {"Content": "满意", "bizmsgmenuid": Raw("101")}, {"text": "满意", "item": "101"}),
        ("image", {"PicUrl": "http://x/1", "MediaId": "m1"}, {"details": {"picture": "http://x/1", "media_id": "m1"}}),
        ("voice", {"MediaId": "m1", "Format": "amr"}, {"details": {"media_id": "m1", "format": "amr"}}),
        ("voice", {"MediaId": "m1", "Recognition": "几号截止"}, {"text": "几号截止", "details": {"media_id": "m1"}}),
        ("voice", {"MediaId": "m1", "Recognition": ""}, {"details": {"media_id": "m1"}}),
        ("video", {"MediaId": "m1", "ThumbMediaId": "t1"}, {"details": {"media_id": "m1", "thumb_media_id": "t1"}}),
        ("shortvideo", {"MediaId": "m1", "ThumbMediaId": "t1"}, {"details": {"media_id": "m1", "thumb_media_id": "t1"}}),
        (
            "location",
            {"Location_X": 22.5, "Location_Y": 114.1, "Scale": 20, "Label": "深圳"},
            {"details": {"latitude": "22.5", "longitude": "114.1", "label": "深圳"}},
        ),
        (
            "link",
            {"Title": "t", "Description": "d", "Url": "http://x"},
            {"details": {"title": "t", "description": "d", "link": "http://x"}},
        ),
        ("something new", {"Content": "?"}, {"text": "?"}),
    ],
)
def test_each_type_of_message(kind, fields, expected):
    assert message(kind, **ID, **fields) == received(kind, **expected)


@pytest.mark.parametrize(
    ("fields", "name", "key"),
    [
        ({"Event": "subscribe"}, "subscribe", ""),
        ({"Event": "subscribe", "EventKey": ""}, "subscribe", ""),
        ({"Event": "subscribe", "EventKey": "qrscene_hall_8", "Ticket": "T"}, "subscribe_scan", "hall_8"),
        ({"Event": "unsubscribe"}, "unsubscribe", ""),
        ({"Event": "SCAN", "EventKey": "hall_8", "Ticket": "T"}, "scan", "hall_8"),
        ({"Event": "CLICK", "EventKey": "怎么报名参展？"}, "click", "怎么报名参展？"),
        ({"Event": "VIEW", "EventKey": "https://x"}, "view", "https://x"),
        ({"Event": "LOCATION", "Latitude": 23.1, "Longitude": 113.3, "Precision": 119.4}, "location", ""),
        ({"Event": "TEMPLATESENDJOBFINISH", "MsgID": 200163836, "Status": "success"}, "templatesendjobfinish", ""),
    ],
)
def test_each_event_is_known_by_who_when_and_what(fields, name, key):
    known_by = ":".join(part for part in ("o1", "1348831860", name, key) if part)
    assert message("event", **fields) == received(name, known_by, event=True, key=key)


BAD = [
    "",
    " ",
    "<xml>",
    "<xml/>",
    "<xml>text</xml>",
    "<other><MsgType>text</MsgType></other>",
    "<xml><MsgType>text</MsgType></xml>",
    "<xml><a/></xml><xml/>",
    "not xml",
    '{"json": true}',
    "\ufffe",
    "<xml>" + "<a>" * 3000 + "</a>" * 3000 + "</xml>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml><MsgType>&e;</MsgType></xml>",
    "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><xml><MsgType>&c;</MsgType></xml>",
]


@pytest.mark.parametrize("body", BAD)
def test_what_is_no_message_is_malformed(body):
    with pytest.raises(Malformed):
        read(body)


GOOD = {**HEAD, "MsgType": "text", "MsgId": 1, "Content": "hi"}


@pytest.mark.parametrize("field", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Content"])
@pytest.mark.parametrize("value", [Raw("<a>1</a>"), Raw("x</Y><Y>"), HOSTILE, "a" * 5000, "-1", "1e9", "null", "￥", ""])
def test_a_field_that_is_none_is_malformed_or_stays_in_its_field(field, value):
    try:
        found = read(envelopes.xml({**GOOD, field: value}))
    except Malformed:
        return
    kept = {"ToUserName": found.account, "FromUserName": found.visitor, "Content": found.text, "MsgType": found.kind}
    assert kept == {"ToUserName": "gh_1", "FromUserName": "o1", "Content": "hi", "MsgType": "text", field: kept[field]}
    assert kept[field].lower() == str(value).lower()


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_field_that_is_there_twice_or_missing_is_malformed(field):
    body = envelopes.xml(GOOD)
    twice = body.replace("</xml>", f"<{field}>1</{field}></xml>")
    with pytest.raises(Malformed):
        read(twice)
    if field != "Content":
        with pytest.raises(Malformed):
            read(envelopes.xml({name: value for name, value in GOOD.items() if name != field}))


@given(st.text(alphabet="<>/!&;[]CDATAxml \"'=?-a1\n", max_size=200) | st.text(max_size=50))
@settings(deadline=None, max_examples=300)
def test_whatever_comes_is_a_message_or_malformed(body):
    for text in (body, f"<xml>{body}</xml>", envelopes.xml({**GOOD, "Content": Raw(body)})):
        try:
            read(text)
        except Malformed:
            continue


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")) | st.just(HOSTILE))
@settings(deadline=None)
def test_no_reply_leaves_its_field(text):
    reply = text_reply(text + HOSTILE, "o1", "gh_1", 12.9)
    assert envelopes.fields(reply) == {
        "MsgType": "text", "Content": text + HOSTILE, "FromUserName": "gh_1", "ToUserName": "o1", "CreateTime": "12",
    }  # fmt: skip
