"""WeChat customer service: every message of every page once, in order, whatever crashes; replies with their names."""

from __future__ import annotations

import asyncio
import dataclasses
from urllib.parse import urlencode

import httpx
import pytest

from bot.server import make_app
from connectors.gateway import Gateway, Limits
from connectors.gateway import delivery as delivery_module
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from connectors.wechat.finding import Finding
from connectors.wechat_kf import doctor
from connectors.wechat_kf import reading as reading_module
from connectors.wechat_kf.account import Credentials
from connectors.wechat_kf.messages import read
from connectors.wechat_kf.mount import Mounted
from connectors.wechat_kf.platform import caller_of
from records import outbox, platforms
from records.models import Account as Known
from tests.connectors.web.browser import nothing_missing
from tests.connectors.wechat.conftest import TODAY, World
from tests.platforms.served import Served
from tests.platforms.wecom import WeCom


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(delivery_module, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(outbox, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(reading_module, "_PAUSES", (0.05,))
    monkeypatch.setattr(reading_module, "_BUSY_PAUSE", 0.02)


@pytest.fixture
def platform():
    found = WeCom(page=3)
    with Served(found.app) as served:
        found.api = served.url
        yield found


class Standing:
    """A server for a platform."""

    def __init__(self, platform, brain, scribe, worker="server"):
        gateway = Gateway(brain, scribe, Limits(message=1000, turn=5.0), lambda: TODAY, retention=90, worker=worker)
        account = Credentials(
            platform.corp_id, platform.secret, platform.token, platform.aes_key, open_kfid=platform.service, api=f"{platform.api}/cgi-bin/"
        ).account()
        web = Web(gateway, Tokens("secret", 30), Pages(demo=False, days=90, longest=1000), 65536)
        self._served = Served(make_app(web, nothing_missing, finish_seconds=1.0, mounts=[Mounted(gateway, account)]))
        self._platform, self.world = platform, World(platform, gateway, self._served.url)

    def __enter__(self):
        self._served.__enter__()
        self._platform.url = self._served.url
        return self.world

    def __exit__(self, *args):
        self._served.__exit__(*args)


@pytest.fixture
def world(platform, brain, library, scribe):
    with Standing(platform, brain, scribe) as found:
        yield found


def talk(world, who):
    return [(m.direction.value, m.text.partition("\n\n")[0]) for m in world.talk(who, "wechat_kf", world.platform.service)]


async def test_a_callback_brings_all_messages_of_all_pages_in_order_and_once(world, brain):
    first, second = world.platform.customer("wmFirst"), world.platform.customer("wmSecond")
    for n in range(10):
        world.platform.say(first if n % 2 else second, f"message {n}")
    answer = await world.platform.call()
    assert (answer.status_code, answer.text) == (200, "success")
    await world.sent(10)
    assert sorted(brain.heard) == [f"message {n}" for n in range(10)]
    for who, numbers in ((first, (1, 3, 5, 7, 9)), (second, (0, 2, 4, 6, 8))):
        assert [text for way, text in talk(world, who) if way == "in"] == [f"message {n}" for n in numbers]
        said = "\n\n".join(who.texts)
        assert [said.count(f"heard: message {n}") for n in numbers] == [1] * 5
    await world.platform.call()
    world.platform.say(first, "one more")
    await world.platform.call()
    await world.until(lambda: "one more" in brain.heard)
    assert len(brain.heard) == 11


async def test_what_comes_while_a_page_is_read_is_read_too(world, brain):
    who = world.platform.customer()
    world.platform.say(who, "one")
    await asyncio.gather(*(world.platform.call() for _ in range(5)))
    world.platform.say(who, "two")
    await world.platform.call()
    await world.until(lambda: brain.heard == ["one", "two"])


async def test_after_a_crash_it_goes_on_where_it_was_and_nothing_comes_twice(platform, brain, library, scribe):
    who = platform.customer()
    with Standing(platform, brain, scribe) as world:
        for n in range(4):
            platform.say(who, f"message {n}")
        await platform.call()
        await world.sent(4)
    platform.say(who, "while it was down")
    with scribe.database.begin() as session:  # the note of the last page is lost
        session.exec_driver_sql("UPDATE cursors SET place = 'cursor-1'")
    with Standing(platform, brain, scribe) as world:
        await world.until(lambda: "while it was down" in brain.heard)
        await world.sent(5)
    assert brain.heard == [*(f"message {n}" for n in range(4)), "while it was down"]


async def test_two_workers_read_one_after_the_other(platform, brain, library, scribe):
    with Standing(platform, brain, scribe, "one") as one, Standing(platform, brain, scribe, "two") as two:
        who = platform.customer()
        for n in range(12):
            platform.say(who, f"message {n}")
            platform.url = (one, two)[n % 2].url
            await platform.call()
        await one.until(lambda: len(brain.heard) == 12)
        assert [text for way, text in talk(one, who) if way == "in"] == [f"message {n}" for n in range(12)]


async def test_what_is_older_than_the_first_start_is_history(platform, brain, library, scribe):
    who = platform.customer()
    platform.put(who, "text", {"content": "of yesterday"}, at=platform.now() - 86400)
    platform.put(who, "text", {"content": "just now"}, at=platform.now() - 60)
    with Standing(platform, brain, scribe) as world:
        await world.until(lambda: brain.heard == ["just now"])


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


@pytest.mark.parametrize("item", [None, 1, {}, {"msgtype": "text", "origin": 3}, {"msgtype": ["x"]}, {"msgtype": "event", "event": "x"},
                                  {"msgtype": "text", "origin": 3, "send_time": True, "msgid": "x"}])  # fmt: skip
async def test_a_message_that_is_none_holds_up_nobody(world, brain, item):
    who = world.platform.customer()
    world.platform.say(who, "before")
    world.platform._messages.append(
        {"send_time": world.platform.now(), **item} if isinstance(item, dict) else {"send_time": 9e9, "x": item}
    )
    world.platform.say(who, "after")
    await world.platform.call()
    await world.until(lambda: brain.heard == ["before", "after"])


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


@pytest.mark.parametrize("code", [-1, 45009, 95007, 40014])
async def test_reading_that_is_refused_is_tried_again(world, brain, code):
    who = world.platform.customer()
    world.platform.refusals["kf/sync_msg"] = [code, code]
    world.platform.say(who, "hello")
    await world.platform.call()
    await world.until(lambda: brain.heard == ["hello"])
    with world.gateway.scribe.database.read() as session:
        trouble = platforms.get(session, "wechat_kf", world.platform.corp_id).trouble
    assert (trouble or "").startswith(str(code) if code == 45009 else "")


def test_the_address_is_shown_to_be_ours_and_nobody_elses(world):
    from tests.platforms.envelopes import encrypt

    sealed = encrypt("123456", world.platform.aes_key, world.platform.corp_id)
    query = world.platform.query(sealed)
    good = httpx.get(f"{world.url}/wechat/kf", params={**query, "echostr": sealed})
    assert (good.status_code, good.text) == (200, "123456")
    for wrong in ({**query, "echostr": sealed[:-4] + "AAAA"}, {**query, "msg_signature": "0", "echostr": sealed}, {}):
        assert httpx.get(f"{world.url}/wechat/kf", params=wrong).status_code == 403


@pytest.mark.parametrize("body", [b"", b"<xml/>", b"\xff", b"<xml><Encrypt>x</Encrypt></xml>", b"x" * 70000])
async def test_what_is_no_callback_is_refused_and_nothing_is_read(world, body):
    await world.until(lambda: len(world.platform.calls) == 3)  # the credentials are tried at the start, and what came is read
    url = f"{world.url}/wechat/kf?{urlencode(world.platform.query('x'))}"
    answer = await asyncio.to_thread(httpx.post, url, content=body)
    assert answer.status_code in {400, 403, 413}
    await asyncio.sleep(0.1)
    assert len(world.platform.calls) == 3


def test_what_is_read_of_a_page():
    assert read({"msgtype": "text", "origin": 5}) is None


async def test_the_doctor_tries_the_callback_and_names_what_to_set(world, scribe):
    platform = world.platform
    account = Credentials(platform.corp_id, platform.secret, platform.token, platform.aes_key, api=f"{platform.api}/cgi-bin/").account()
    caller = caller_of(account, scribe, "doctor")
    try:
        found = await doctor.examine(account, caller, Known("wechat_kf", platform.corp_id), world.url)
        other = await doctor.examine(dataclasses.replace(account, token="another"), caller, Known("wechat_kf", platform.corp_id), world.url)
    finally:
        caller.close()
    told = f"there are {platform.service}; set WECOM_KF_ID, so that what came while the server was down is read at its start"
    assert found == [
        Finding("kf: accounts", "note", told),
        Finding("kf: callback", "ok", f"{world.url}/wechat/kf answers, and takes messages in safe mode"),
    ]
    assert (other[1].outcome, "HTTP 403" in other[1].said) == ("wrong", True)


async def test_a_secret_that_is_refused_is_told_at_the_start(platform, brain, library, scribe, caplog):
    platform.secret = "t" * 43
    standing = Standing(platform, brain, scribe)
    platform.secret = "other"
    with standing as world:
        await world.until(lambda: "channel wechat_kf: the platform gives no access token: 40001" in caplog.text)
