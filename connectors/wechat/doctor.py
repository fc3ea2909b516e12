"""What an operator asks when something does not work: what is missing, and what the platform refuses. Nothing here is for visitors."""

from __future__ import annotations

import secrets
import time
from typing import Any, Mapping

from connectors.wechat import envelope, menu, signature
from connectors.wechat.account import Account, Mode
from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.app import PATH
from connectors.wechat.callback import Probe, tried
from connectors.wechat.caller import Caller
from connectors.wechat.finding import NOTE, OK, WRONG, Finding, asked, remembered
from connectors.wechat.xml import fields_of
from records.models import Account as Known

_NOBODY = "o-nobody-0000000000000000000"
_ADVICE = {
    40001: "the token is refused though it has just been fetched: does another program force new ones (force_refresh)?",
    40013: "the AppID is wrong; see 设置与开发 › 开发接口管理 at mp.weixin.qq.com",
    40125: "the AppSecret is wrong, or was reset; see 设置与开发 › 开发接口管理",
    40164: "this machine's address is not on the account's IP list (IP白名单); add the one that is named here",
    45009: "the calls of today are used up; they come back at midnight in Beijing",
    48001: "the account does not have this permission; an unverified account has none of them (docs/wechat.md)",
}


async def examine(account: Account, caller: Caller, known: Known, website: str, address: str = "") -> list[Finding]:
    """All that can be said of an account. known: what the records hold of it. address: where the server is reached from outside."""
    token = await asked("access token", lambda: _token(caller), "fetched, and good for calls", advice)
    found = [_mode(account), token]
    if token.outcome == OK:
        found += [await _service(caller), await _menu(caller, website)]
    found += remembered(known, "last refusal")
    return [*found, *([] if not address else [_callback(account, address)])]


def advice(refusal: Refused) -> str:
    """What to do about a refusal."""
    return f"{refusal} – {_ADVICE[refusal.code]}" if refusal.code in _ADVICE else str(refusal)


def _mode(account: Account) -> Finding:
    if account.mode is Mode.SAFE:
        return Finding("mode", OK, f"safe; {len(account.keys)} key(s)")
    return Finding("mode", NOTE, f"{account.mode.value}: what visitors write goes unencrypted to whoever runs the line; choose 安全模式")


async def _token(caller: Caller) -> Mapping[str, Any]:
    """One that the credentials give now: one that is kept would say nothing of a secret that was changed."""
    await caller.check()
    return await caller.call("get", "getcallbackip")


async def _service(caller: Caller) -> Finding:
    """Whether customer-service messages may be sent: asked for somebody who is not there, so that nobody gets any."""
    name, body = "customer-service messages", {"touser": _NOBODY, "command": "Typing"}
    try:
        await caller.call("post", "message/custom/typing", body)
    except Refused as refusal:
        if refusal.code == 48001:
            return Finding(name, NOTE, "not allowed: replies go out with the answer to a message only, late ones with the next message")
        if refusal.code in _ADVICE:
            return Finding(name, WRONG, advice(refusal))
    except Unreachable as error:
        return Finding(name, WRONG, str(error))
    return Finding(name, OK, "allowed")


async def _menu(caller: Caller, website: str) -> Finding:
    try:
        wanted = menu.read(website)
        found = await caller.call("get", "get_current_selfmenu_info")
    except menu.BadMenu as error:
        return Finding("menu", WRONG, str(error))
    except Refused as refusal:
        return Finding("menu", NOTE, advice(refusal))
    except Unreachable as error:
        return Finding("menu", WRONG, str(error))
    shown = _names(found.get("selfmenu_info"))
    if not found.get("is_menu_open") or not shown:
        return Finding("menu", NOTE, "there is none; `./assistant wechat menu` pushes the one of connectors/wechat/menu.yml")
    same = shown == _names(wanted)
    return Finding(
        "menu", OK if same else NOTE, "as in menu.yml" if same else "another than in menu.yml; `./assistant wechat menu` pushes it"
    )


def _names(found: Any) -> list[str]:
    """The names of all entries, whatever else the platform says of them."""
    if isinstance(found, Mapping):
        own = [str(found["name"])] if "name" in found else []
        return own + [name for key in ("button", "sub_button", "list") for name in _names(found.get(key))]
    return [name for one in found for name in _names(one)] if isinstance(found, list) else []


def _callback(account: Account, address: str) -> Finding:
    """A first request, and an event that means nothing."""
    timestamp, nonce, echo = str(int(time.time())), secrets.token_hex(5), secrets.token_hex(8)
    query = {"signature": signature.signature(account.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    body, more = _harmless(account, timestamp, nonce)
    probe = Probe({**query, "echostr": echo}, echo, {**query, **more}, body)
    return tried("callback", address.rstrip("/") + PATH, probe, account.mode.value)


def _harmless(account: Account, timestamp: str, nonce: str) -> tuple[str, dict[str, str]]:
    """An event that nothing comes of, and what of the query goes with it."""
    xml = (
        f"<xml><ToUserName>{account.original_id or 'gh_doctor'}</ToUserName><FromUserName>{_NOBODY}</FromUserName>"
        f"<CreateTime>{timestamp}</CreateTime><MsgType>event</MsgType><Event>VIEW</Event><EventKey>doctor</EventKey></xml>"
    )
    if account.mode is Mode.PLAIN:
        return xml, {}
    sealed = envelope.seal(account.token, account.keys[0], xml, float(timestamp))
    encrypted = str(fields_of(sealed)["Encrypt"])
    return sealed, {"encrypt_type": "aes", "msg_signature": signature.signature(account.token, timestamp, nonce, encrypted)}
