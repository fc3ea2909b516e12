"""What an operator asks when customer service does not work."""

from __future__ import annotations

import secrets
import time
from typing import Any, Mapping

from connectors.wechat import signature
from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.callback import Probe, tried
from connectors.wechat.caller import Caller
from connectors.wechat.finding import NOTE, OK, WRONG, Finding, remembered
from connectors.wechat.xml import cdata
from connectors.wechat_kf.account import Account
from connectors.wechat_kf.app import PATH
from records.models import Account as Known

_HARMLESS = "<xml><MsgType>event</MsgType><Event>doctor</Event></xml>"
_ADVICE = {
    40001: "the secret does not belong to the CorpID, or is that of another application",
    40013: "the CorpID is wrong",
    48002: "the application may not call customer service: WeCom, 微信客服 › API › 可调用接口的应用",
    60020: "this machine's address is not on the application's list (企业可信IP); add the one that is named here",
}


async def examine(account: Account, caller: Caller, known: Known, address: str = "") -> list[Finding]:
    """All that can be said of a company's customer service. known: what the records hold of it. address: as for the Official Account."""
    found = [await _services(account, caller), *remembered(known, "kf: last refusal")]
    return [*found, *([] if not address else [_callback(account, address)])]


def advice(refusal: Refused) -> str:
    """What to do about a refusal."""
    return f"{refusal} – {_ADVICE[refusal.code]}" if refusal.code in _ADVICE else str(refusal)


async def _services(account: Account, caller: Caller) -> Finding:
    name = "kf: accounts"
    try:
        await caller.check()  # a token that is kept would say nothing of a secret that was changed
        answer = await caller.call("post", "kf/account/list", {})
    except Refused as refusal:
        return Finding(name, WRONG, advice(refusal))
    except Unreachable as error:
        return Finding(name, WRONG, str(error))
    found = answer.get("account_list")
    ids = [str(one.get("open_kfid")) for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    return _compared(name, account.services, ids)


def _compared(name: str, wanted: Any, ids: list[str]) -> Finding:
    missing = [service for service in wanted if service not in ids]
    if not ids or missing:
        there = f"there are {', '.join(ids)}" if ids else "there is none: WeCom, 微信客服 › 客服账号"
        return Finding(name, WRONG, f"{', '.join(missing) or 'no account'} cannot be called; {there}")
    if not wanted:
        return Finding(
            name, NOTE, f"there are {', '.join(ids)}; set WECOM_KF_ID, so that what came while the server was down is read at its start"
        )
    return Finding(name, OK, ", ".join(ids))


def _callback(account: Account, address: str) -> Finding:
    """A first request, and an event that means nothing."""
    timestamp, nonce, echo = str(int(time.time())), secrets.token_hex(5), secrets.token_hex(8)
    (greeting, brought), (event, sealed) = (_sealed(account, text, timestamp, nonce) for text in (echo, _HARMLESS))
    return tried("kf: callback", address.rstrip("/") + PATH, Probe({**greeting, "echostr": brought}, echo, event, _body(sealed)), "safe")


def _sealed(account: Account, text: str, timestamp: str, nonce: str) -> tuple[dict[str, str], str]:
    """A query that is signed, and what it is signed for."""
    encrypted = account.keys[0].encrypt(text)
    signed = signature.signature(account.token, timestamp, nonce, encrypted)
    return {"msg_signature": signed, "timestamp": timestamp, "nonce": nonce}, encrypted


def _body(encrypted: str) -> str:
    return f"<xml><Encrypt>{cdata(encrypted)}</Encrypt></xml>"
