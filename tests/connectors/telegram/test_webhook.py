"""The address that Telegram calls: who may call it, and that nothing that is sent there breaks it or is kept without need."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from connectors.telegram.credentials import PATH
from connectors.telegram.webhook import LONGEST
from records import transcript
from tests.connectors.telegram.conftest import SECRET

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def client(server):
    """Somebody who calls the address."""
    with httpx.Client(base_url=server, headers={HEADER: SECRET}, trust_env=False) as found:
        yield found


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "é"])
def test_who_does_not_know_the_secret_is_refused_before_anything_is_read(server, telegram, ann, rows, secret):
    update = json.dumps({"update_id": 1, "message": telegram.message(ann, "hello")})
    headers = {} if secret is None else {HEADER: secret.encode("latin-1")}
    for body in (update, "x" * 2 * LONGEST, "not JSON"):
        answer = httpx.post(server + PATH, content=body, headers=headers, trust_env=False)
        assert (answer.status_code, answer.json()["error"]) == (403, "secret_wrong")
    assert rows("messages") == 0


def test_a_forged_secret_on_telegrams_own_way_is_refused_too(telegram, server, ann, rows):
    telegram.secret = "forged"
    update = telegram.say(ann, "hello")
    telegram.until(lambda: (update, 403) in telegram.deliveries)
    assert rows("messages") == 0
    telegram.secret = None
    telegram.until(lambda: telegram.said_in(1001))


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 400, "no_update"),
        (b"{", 400, "no_update"),
        (b"[]", 400, "no_update"),
        (b"null", 400, "no_update"),
        (b'"update"', 400, "no_update"),
        (b"{}", 400, "no_update"),
        (b'{"update_id": "1"}', 400, "no_update"),
        (b'{"update_id": true}', 400, "no_update"),
        (b'{"update_id": -1}', 400, "no_update"),
        (b'{"update_id": 1e400}', 400, "no_update"),
        (b'{"update_id": 99999999999999999999999}', 400, "no_update"),
        (b"\xff\xfe", 400, "no_update"),
        (b"[" * 100_000, 400, "no_update"),
        (b'{"update_id": ' + b"9" * 5000 + b"}", 400, "no_update"),
        (b" " * (LONGEST + 1), 413, "too_long"),
    ],
    ids=range(15),
)
def test_what_is_no_update_is_refused(client, rows, body, status, error):
    answer = client.post(PATH, content=body)
    assert (answer.status_code, answer.json()["error"], rows("messages")) == (status, error, 0)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_no_other_method_is_taken(client, method):
    assert client.request(method, PATH).status_code == 405


def test_an_update_that_cannot_be_read_is_left_out_and_told_in_the_log_and_holds_up_nobody(client, telegram, ann, caplog, rows):
    update = {"update_id": 77, "message": {"message_id": 1, "text": "a secret"}}
    assert (client.post(PATH, json=update).status_code, rows("messages")) == (200, 0)
    assert "update 77 is left out" in caplog.text
    assert "a secret" not in caplog.text
    telegram.say(ann, "hello")
    telegram.until(lambda: telegram.said_in(1001))


def test_a_longest_message_with_the_one_that_it_answers_is_taken(client, telegram, ann, rows):
    bold = [{"type": "bold", "offset": n, "length": 1} for n in range(100)]
    long = {**telegram.message(ann, "深" * 4096), "entities": bold}
    update = {"update_id": 5, "message": {**long, "reply_to_message": long}}
    assert len(json.dumps(update).encode()) < LONGEST
    assert (client.post(PATH, json=update).status_code, rows("messages") > 0) == (200, True)


def test_while_the_records_cannot_be_used_an_update_is_not_taken_and_comes_again(telegram, server, ann, scribe, monkeypatch):
    from records.errors import DatabaseUnavailable

    begin, broken = scribe.database.begin, [True]

    def begins(**options):
        if broken[0]:
            raise DatabaseUnavailable("the disk is full")
        return begin(**options)

    monkeypatch.setattr(scribe.database, "begin", begins)
    update = telegram.say(ann, "hello")
    telegram.until(lambda: telegram.deliveries.count((update, 503)) >= 2)
    broken[0] = False
    telegram.until(lambda: telegram.said_in(1001))
    assert (update, 200) in telegram.deliveries


# Hostile updates

SMALL = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["\x00", "\ud800", "/restart", "private"])
)
JSON = st.recursive(
    SMALL, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3), max_leaves=8
)
USER = {"id": 1001, "is_bot": False, "first_name": "Ann", "language_code": "en"}
CHAT = {"id": 1001, "type": "private", "first_name": "Ann"}
MESSAGE = {
    "message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "@ciep_test_bot hi", "message_thread_id": 3, "is_topic_message": True,
    "entities": [{"type": "mention", "offset": 0, "length": 14}], "media_group_id": "album",
    "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}],
    "reply_to_message": {"message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "x"},
}  # fmt: skip
QUERY = {"id": "query-1", "from": USER, "chat_instance": "1", "message": MESSAGE, "data": "x" * 22}
KNOWN = ({"message": MESSAGE}, {"edited_message": MESSAGE}, {"callback_query": QUERY})


def paths(value, path=()):
    """The ways to all parts of a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*path, key))


def changed(value, path, new):
    """The value with another one at a place."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(copy[path[0]], path[1:], new)
    return copy


@st.composite
def hostile(draw):
    """An update with some of its parts replaced by anything."""
    update = draw(st.sampled_from(KNOWN))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in paths(update) if path]))
        update = changed(update, path, draw(JSON))
    return {"update_id": draw(st.integers(0, 2**40)), **update}


PATIENT = hypothesis_settings(
    max_examples=400,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@PATIENT
@given(body=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_body_breaks_it_and_none_is_kept(client, rows, body):
    answer = client.post(PATH, content=body)
    assert (answer.status_code, rows("messages")) in {(400, 0), (200, 0)}


@PATIENT
@given(update=hostile())
def test_no_update_breaks_it_and_nothing_is_kept_but_what_is_said(client, scribe, brain, update):
    answer = client.post(PATH, content=json.dumps(update).encode())
    assert answer.status_code == 200
    with scribe.database.read() as session:
        keys = [row[0] for row in session.exec_driver_sql("SELECT key FROM visitors")]
        conversations = [row[0] for row in session.exec_driver_sql("SELECT id FROM conversations")]
        messages = [message for conversation in conversations for message in transcript.messages_after(session, conversation, 0, 50)]
    assert [key for key in keys if not re.fullmatch(r"-?\d+(@-?\d+)?", key)] == []
    for message in (message for message in messages if message.direction.value == "in"):
        assert set(message.metadata) <= {"trouble", "interface", "attachment", "noted"}
        assert all(isinstance(number, int) for number in message.metadata.get("noted", {}).values())
        assert set(message.metadata.get("attachment", {})) <= {"kind", "file_id"}
        assert ("Ann" in message.text, "\x00" in message.text) == (False, False)
    assert [text for text in brain.heard if text.startswith("/")] == []


def test_before_telegram_has_said_who_the_bot_is_updates_are_not_taken(gateway_of, telegram, ann, rows):
    from tests.connectors.telegram.conftest import served
    from tests.platforms.telegram.api import Refused

    telegram.api.trouble["getMe"] = [Refused(502, "Bad Gateway")] * 2
    telegram.world.webhook = {"url": "", "secret_token": SECRET}
    with served(gateway_of, telegram) as address:
        telegram.world.webhook = {"url": address + PATH, "secret_token": SECRET}
        update = telegram.say(ann, "hello")
        telegram.until(lambda: (update, 503) in telegram.deliveries)
        assert rows("messages") == 0
        telegram.until(lambda: telegram.said_in(1001))
