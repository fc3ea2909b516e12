"""Signatures, freshness and encryption: what WeChat sends is taken in each mode, what anybody else sends is not."""

from __future__ import annotations

import pytest

from connectors.wechat import envelope, signature
from connectors.wechat.account import Account, Mode
from connectors.wechat.crypto import Key
from connectors.wechat.errors import Forged, Malformed
from tests.platforms import envelopes
from tests.platforms.wechat import WeChat

NOW = 1_677_650_000.0
MESSAGE = "<xml><FromUserName><![CDATA[o1]]></FromUserName><Content><![CDATA[你好]]></Content></xml>"
OLDER_KEY = "Z" * 43


def platform(mode):
    found = WeChat(mode=mode)
    found.now = lambda: NOW
    return found


def account(mode, *keys):
    at = platform(mode)
    return Account(at.app_id, at.token, at.secret, Mode(mode), tuple(Key(key, at.app_id) for key in keys or (at.aes_key,)))


def opened(mode, query, body, ours=None, now=NOW):
    return envelope.open_(ours or account(mode), query, body.encode(), now)


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_a_message_is_read_in_each_mode(mode):
    found = opened(mode, *platform(mode).request(MESSAGE))
    assert (found.xml, found.key is not None) == (MESSAGE, mode != "plain")


@pytest.mark.parametrize("at", ["first", "second"])
def test_the_key_before_is_still_good_and_the_reply_uses_the_one_of_the_request(at):
    safe = platform("safe")
    keys = (safe.aes_key, OLDER_KEY) if at == "first" else (OLDER_KEY, safe.aes_key)
    found = opened("safe", *safe.request(MESSAGE), account("safe", *keys))
    reply = envelope.seal(safe.token, found.key, "<xml><Content>好</Content></xml>", NOW)
    assert safe.opened(reply) == {"Content": "好"}


def test_a_key_that_is_neither_is_refused():
    with pytest.raises(Forged, match="none of our keys"):
        opened("safe", *platform("safe").request(MESSAGE), account("safe", OLDER_KEY))


def test_a_body_for_another_account_is_refused():
    other = platform("safe")
    other.app_id = "wxffffffffffffffff"
    with pytest.raises(Forged, match="another account"):
        opened("safe", *other.request(MESSAGE))


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
@pytest.mark.parametrize("seconds", [-301, 301])
def test_what_is_not_of_now_is_refused_and_the_platforms_own_redeliveries_are_not(mode, seconds):
    query, body = platform(mode).request(MESSAGE)
    with pytest.raises(Forged, match="not of the last"):
        opened(mode, query, body, now=NOW + seconds)
    for within in (-300, 15, 300):
        assert opened(mode, query, body, now=NOW + within).xml == MESSAGE


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize("field", ["signature", "timestamp", "nonce", "msg_signature"])
def test_a_query_that_was_touched_is_refused(mode, field):
    query, body = platform(mode).request(MESSAGE)
    for value in (query.get(field, "") + "1", "", "é", "1" * 40):
        if field in query:
            with pytest.raises(Forged):
                opened(mode, {**query, field: value}, body)


def test_a_query_without_its_fields_is_refused():
    for mode in ("plain", "safe"):
        with pytest.raises(Forged):
            opened(mode, {}, platform(mode).request(MESSAGE)[1])


def test_an_encrypted_body_that_was_touched_is_refused():
    query, body = platform("safe").request(MESSAGE)
    encrypted = envelopes.fields(body)["Encrypt"]
    for touched in (encrypted[:-4] + "AAAA", encrypted[::-1], "A" * 64, encrypted + "é"):
        with pytest.raises(Forged):
            opened("safe", query, envelopes.xml({"Encrypt": touched}))


@pytest.mark.parametrize("content", ["", "A", "!!!", "A" * 44, "AAAA", "A" * 64])
def test_whatever_is_signed_but_not_encrypted_is_refused(content):
    safe = platform("safe")
    query, _ = safe.request(MESSAGE)
    query["msg_signature"] = signature.signature(safe.token, query["timestamp"], query["nonce"], content)
    with pytest.raises((Forged, Malformed)):
        opened("safe", query, envelopes.xml({"Encrypt": content}))


def test_what_is_not_encrypted_is_refused_in_safe_mode_and_what_is_in_plain_mode():
    with pytest.raises(Forged, match="safe"):
        opened("safe", *platform("plain").request(MESSAGE))
    with pytest.raises(Forged, match="plain"):
        opened("plain", *platform("safe").request(MESSAGE))


def test_in_compatible_mode_the_encrypted_half_counts():
    query, body = platform("compatible").request(MESSAGE)
    assert opened("compatible", query, body.replace("<Content><![CDATA[你好", "<Content><![CDATA[forged")).xml == MESSAGE


@pytest.mark.parametrize("body", [b"", b"<xml/>", b"<xml><Encrypt/></xml>", b"\xff", b"<xml><Encrypt><a/></Encrypt></xml>"])
def test_a_body_without_a_message_is_malformed(body):
    with pytest.raises(Malformed):
        envelope.open_(account("safe"), platform("safe").request(MESSAGE)[0], body, NOW)


def test_the_first_request_is_answered_with_what_it_brings():
    query = {**platform("plain").request("")[0], "echostr": "5927782489442352469"}
    assert envelope.greet(account("safe"), query, NOW) == "5927782489442352469"
    with pytest.raises(Forged):
        envelope.greet(account("safe"), {**query, "signature": "0" * 40}, NOW)


@pytest.mark.parametrize("key", ["", "a" * 42, "a" * 44, "a" * 42 + "!"])
def test_a_key_has_43_characters(key):
    with pytest.raises(ValueError, match="43"):
        Key(key, "wx1")


def test_no_two_bodies_are_encrypted_alike_and_each_is_what_was_meant():
    key = Key(OLDER_KEY, "wx1")
    texts = ["", "a", "你好", "x" * 31, "]]>", "𝔘" * 500]
    sealed = [key.encrypt(text) for text in texts for _ in range(2)]
    assert len(set(sealed)) == 2 * len(texts)
    assert [envelopes.decrypt(one, OLDER_KEY, "wx1") for one in sealed[::2]] == texts
    assert [key.decrypt(envelopes.encrypt(text, OLDER_KEY, "wx1")) for text in texts] == texts
