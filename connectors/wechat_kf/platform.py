"""What customer service is called with: the paths and bodies of WeCom's interface."""

from __future__ import annotations

from typing import Any, Mapping

from connectors.gateway import Scribe
from connectors.wechat.api import Api, Refused
from connectors.wechat.arrange import Piece
from connectors.wechat.caller import Caller
from connectors.wechat.tokens import Tokens
from connectors.wechat_kf.account import Account
from connectors.wechat_kf.channel import NAME
from records.outbox import Parcel

PAGE = 1000
"""Messages of a page, at most."""


def caller_of(account: Account, scribe: Scribe, worker: str) -> Caller:
    """The platform as the company calls it. worker: who fetches its tokens, in the records."""
    api = Api(account.api)

    async def fetch(_force: bool) -> tuple[str, float]:
        answer = await api.call("get", "gettoken", corpid=account.corp_id, corpsecret=account.secret)
        return str(answer["access_token"]), float(answer["expires_in"])

    return Caller(api, Tokens(scribe, NAME, account.corp_id, worker, fetch))


class Post:
    """Sends messages; see `sender.Post`. Each has a name that WeCom takes once, so a message that is sent again is not doubled."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def __call__(self, parcel: Parcel, piece: Piece, name: str) -> None:
        """Send one.

        Raises:
            Refused, Unreachable, DatabaseUnavailable: see `Caller.call`.
        """
        body = {"touser": parcel.visitor_key, "open_kfid": parcel.account, **message(piece)}
        try:
            await self._caller.call("post", "kf/send_msg", {**body, "msgid": name} if name else body)
        except Refused as refusal:
            if parcel.delivery.attempts < 2 or "msgid" not in str(refusal).lower():
                raise  # else it has been taken at an earlier try, of which we never heard


async def page(caller: Caller, service: str, cursor: str | None, token: str) -> Mapping[str, Any]:
    """The messages after a cursor. token: of the callback, "" for none.

    Raises:
        Refused, Unreachable, DatabaseUnavailable: see `Caller.call`.
    """
    body = {"open_kfid": service, "cursor": cursor or "", "token": token, "limit": PAGE}
    return await caller.call("post", "kf/sync_msg", {key: value for key, value in body.items() if value != ""})


async def welcome(caller: Caller, code: str, text: str) -> None:
    """Welcome a visitor who has opened the chat.

    Raises:
        Refused, Unreachable, DatabaseUnavailable: see `Caller.call`.
    """
    await caller.call("post", "kf/send_msg_on_event", {"code": code, "msgtype": "text", "text": {"content": text}})


def message(piece: Piece) -> dict[str, Any]:
    """A message as the platform takes it."""
    if not piece.items:
        return {"msgtype": "text", "text": {"content": piece.text}}
    items = [{"type": "click", "click": {"id": id_, "content": title}} for id_, title in piece.items]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": piece.text, "list": items}}
