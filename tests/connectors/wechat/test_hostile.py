"""What anybody may send to the address: forged, replayed, huge, broken, hostile. No 500, and nothing stored that should not be."""

from __future__ import annotations

import string
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.platforms import envelopes
from tests.platforms.envelopes import Raw

HOSTILE = "]]></Content><MsgType><![CDATA[event]]></MsgType><Content><![CDATA["
BOMB = "<!DOCTYPE x [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9)) + "]>"
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def post(world, query, body, **headers):
    return httpx.post(f"{world.url}/wechat?{urlencode(query)}", content=body, headers=headers, timeout=10)


def stored(world):
    """How many rows there are of everything."""
    with world.gateway.scribe.database.read() as session:
        tables = ("visitors", "conversations", "messages", "seen_ids", "deliveries", "asked", "quotas")
        return {table: session.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in tables}


@pytest.fixture
def nothing(world):
    """As many rows afterwards as before."""
    before = stored(world)
    yield
    assert stored(world) == before


def signed_request(world, body):
    return world.platform.request(body)


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_the_address_is_shown_to_be_ours(world):
    query, _ = signed_request(world, "")
    good = httpx.get(f"{world.url}/wechat", params={**query, "echostr": "42"})
    assert (good.status_code, good.text, good.headers["content-type"]) == (200, "42", "text/plain; charset=utf-8")
    for wrong in ({}, {**query, "signature": "0" * 40}, {**query, "timestamp": "1"}):
        assert httpx.get(f"{world.url}/wechat", params={**wrong, "echostr": "<script>"}).status_code == 403


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_what_is_forged_is_refused(world, brain, nothing):
    message = envelopes.xml(world.platform.message(world.platform.follower(), "text", Content="hi"))
    query, body = signed_request(world, message)
    for wrong in ({}, {**query, "signature": "0" * 40, "msg_signature": "0" * 40}, {**query, "nonce": "other"}, {"openid": "o1"}):
        assert post(world, wrong, body).status_code == 403
    assert brain.heard == []


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_what_is_replayed_later_is_refused_and_sooner_has_no_further_effect(world, brain):
    who = world.platform.follower()
    message = envelopes.xml(world.platform.message(who, "text", Content="hi"))
    query, body = signed_request(world, message)
    first = post(world, query, body)
    before = stored(world)
    again = post(world, query, body)
    assert (first.status_code, again.status_code, stored(world), brain.heard) == (200, 200, before, ["hi"])
    now = world.platform.now
    world.platform.now = lambda: now() - 301
    old = signed_request(world, message)
    world.platform.now = now
    assert post(world, *old).status_code == 403


async def test_a_body_in_the_wrong_mode_is_refused(world, nothing):
    world.platform.mode = "plain"
    message = envelopes.xml(world.platform.message(world.platform.follower(), "text", Content="hi"))
    assert post(world, *signed_request(world, message)).status_code == 403


def test_a_body_that_is_too_long_is_not_read(world, nothing):
    query, _ = signed_request(world, "")
    assert post(world, query, b"x" * 65537).status_code == 413
    assert httpx.post(f"{world.url}/wechat?{urlencode(query)}", content=iter([b"x" * 40000] * 2), timeout=10).status_code == 413


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize(
    "body",
    [
        "", " ", "<xml>", "<xml/>", "not xml", "{}", "<xml><MsgType>text</MsgType></xml>", "\x00", "<a/>", "<xml>" + "<a>" * 5000,
        EXTERNAL + "<xml><MsgType>&e;</MsgType></xml>", BOMB + "<xml><MsgType>&a8;</MsgType></xml>",
        "<?xml version='1.0' encoding='utf-16'?><xml/>",
    ],
)  # fmt: skip
async def test_what_is_no_message_is_a_400_and_leaves_nothing(world, nothing, body):
    answer = post(world, *signed_request(world, body))
    assert answer.status_code == 400
    assert "passwd" not in answer.text


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"\xef\xbb\xbf<xml/>", "<xml>é".encode("latin-1")])
async def test_bytes_that_are_no_text_are_a_400(world, nothing, raw):
    query, _ = signed_request(world, "")
    assert post(world, query, raw).status_code == 400


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize("field", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "bizmsgmenuid"])
async def test_the_end_of_a_section_in_any_field_stays_in_it(world, brain, field):
    who = world.platform.follower()
    message = {**world.platform.message(who, "text", Content="hi"), field: HOSTILE}
    answer = post(world, *signed_request(world, envelopes.xml(message)))
    assert answer.status_code == (400 if field in {"ToUserName", "FromUserName", "CreateTime", "MsgId"} else 200)
    if answer.status_code == 200 and answer.text != "success":
        assert world.platform.opened(answer.text)["MsgType"] == "text"
    if field == "Content":
        assert brain.heard == [HOSTILE]
        assert world.platform.opened(answer.text)["Content"].startswith(f"heard: {HOSTILE}")


async def test_a_message_with_the_id_of_somebody_elses_is_dropped(world, brain):
    first, second = world.platform.follower("oFirst"), world.platform.follower("oSecond")
    await world.platform.say(first, "mine", MsgId=7)
    delivery = await world.platform.say(second, "stolen", MsgId=7)
    assert (delivery.answers, brain.heard, world.talk(second)) == ([(200, "success")], ["mine"], [])


async def test_no_order_to_the_dialogue_gets_through(world, brain):
    who = world.platform.follower()
    for text in ("/restart", "／restart", "/want_person{}", "\u200b/session_start"):
        await world.platform.say(who, text)
    assert brain.heard == []
    assert all(how == "passive" for how, _ in who.shown)


async def test_too_many_messages_of_one_visitor_are_told_so(platform, brain, library, scribe):
    from connectors.gateway import Limits, Rate
    from tests.connectors.wechat.conftest import standing

    with standing(platform, brain, scribe, limits=Limits(turn=5.0, visitor=Rate(1, 2))) as world:
        who = platform.follower()
        for text in ("one", "two", "three"):
            await platform.say(who, text)
        assert (brain.heard, "请过" in who.texts[-1], len(world.talk(who))) == (["one", "two"], True, 4)


async def test_when_nothing_can_be_stored_it_is_not_acknowledged(world, brain, tmp_path):
    who = world.platform.follower()
    await world.platform.say(who, "hello")
    path = world.gateway.scribe.database._path
    path.rename(path.with_suffix(".away"))
    delivery = await world.platform.say(who, "lost?")
    path.with_suffix(".away").rename(path)
    assert {answer[0] for answer in delivery.answers if answer} == {503}
    assert brain.heard == ["hello"]


async def test_a_message_for_another_account_is_dropped(platform, brain, library, scribe):
    from tests.connectors.wechat.conftest import standing

    with standing(platform, brain, scribe, original_id="gh_another") as world:
        delivery = await platform.say(platform.follower(), "hi")
        assert (delivery.answers, brain.heard, stored(world)["visitors"]) == ([(200, "success")], [], 0)


# Fuzz


FIELDS = ("ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "Event", "EventKey", "Encrypt", "Recognition")
TEXTS = (
    st.text(max_size=60)
    | st.text(string.printable, max_size=60)
    | st.sampled_from([HOSTILE, "text", "event", "1", "gh_1", "o1", "subscribe"])
)
BODIES = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200).map(str.encode),
    st.dictionaries(st.sampled_from(FIELDS), TEXTS | TEXTS.map(Raw)).map(lambda fields: _encoded(envelopes.xml(fields))),
)


def _encoded(text):
    return text.encode("utf-8", "replace")


@given(BODIES, st.sampled_from(["plain", "safe"]), st.booleans())
@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
def test_whatever_body_is_signed_gets_no_500_and_nothing_is_stored_that_is_no_message(fuzzed, body, mode, sealed):
    world, client = fuzzed
    world.platform.mode = mode
    try:
        query, content = world.platform.request(body.decode() if sealed else "")
    except UnicodeDecodeError:
        query, content = world.platform.request("")
    before = stored(world)
    answer = client.post(f"{world.url}/wechat?{urlencode(query)}", content=content if sealed else body)
    assert answer.status_code in {200, 400, 403}
    if answer.status_code != 200:
        assert stored(world) == before


@pytest.fixture(scope="module")
def fuzzed(library, tmp_path_factory):
    """A server that is kept for all examples, in compatible mode, so that both kinds of bodies are looked into."""
    from connectors.gateway import Scribe
    from records.database import Database
    from tests.conftest import Brain
    from tests.connectors.wechat.conftest import standing
    from tests.platforms.served import Served
    from tests.platforms.wechat import WeChat

    database = Database(tmp_path_factory.mktemp("fuzzed") / "records.db")
    database.migrate()
    scribe, platform = Scribe(database), WeChat(mode="compatible")
    with Served(platform.app) as served, httpx.Client(timeout=10) as client:
        platform.api = served.url
        with standing(platform, Brain(), scribe) as world:
            yield world, client
    scribe.close()
