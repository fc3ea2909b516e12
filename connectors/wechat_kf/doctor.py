"""What an operator asks when customer service does not work."""

from __future__ import annotations

from typing import Any, Mapping

from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.caller import Caller
from connectors.wechat.finding import NOTE, OK, WRONG, Finding
from connectors.wechat_kf.account import Account
from records.models import Account as Known

_ADVICE = {
    40001: "the secret does not belong to the CorpID, or is that of another application",
    40013: "the CorpID is wrong",
    48002: "the application may not call customer service: WeCom, 微信客服 › API › 可调用接口的应用",
    60020: "this machine's address is not on the application's list (企业可信IP); add the one that is named here",
}


async def examine(account: Account, caller: Caller, known: Known) -> list[Finding]:
    """All that can be said of a company's customer service. known: what the records hold of it."""
    found = [await _services(account, caller)]
    if known.trouble is not None:
        found.append(Finding("kf: last refusal", WRONG, f"{known.trouble_at:%Y-%m-%d %H:%M}Z: {known.trouble}"))
    return found


async def _services(account: Account, caller: Caller) -> Finding:
    name = "kf: accounts"
    try:
        answer = await caller.call("post", "kf/account/list", {})
    except Refused as refusal:
        return Finding(name, WRONG, f"{refusal} – {_ADVICE[refusal.code]}" if refusal.code in _ADVICE else str(refusal))
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
            name, NOTE, f"there are {', '.join(ids)}; set open_kfid, so that what came while the server was down is read at its start"
        )
    return Finding(name, OK, ", ".join(ids))
