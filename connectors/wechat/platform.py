"""What the Official Account is called with: the paths and bodies of WeChat's interface."""

from __future__ import annotations

from typing import Any

from connectors.gateway import Scribe
from connectors.wechat.account import Account
from connectors.wechat.api import Api
from connectors.wechat.arrange import Piece
from connectors.wechat.caller import Caller
from connectors.wechat.channel import NAME
from connectors.wechat.tokens import Tokens
from records.outbox import Parcel


def caller_of(account: Account, scribe: Scribe, worker: str) -> Caller:
    """The platform as the account calls it. worker: who fetches its tokens, in the records."""
    api = Api(account.api)

    async def fetch(force: bool) -> tuple[str, float]:
        body: dict[str, Any] = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
        answer = await api.call("post", "stable_token", {**body, "force_refresh": force})
        return str(answer["access_token"]), float(answer["expires_in"])

    return Caller(api, Tokens(scribe, NAME, account.app_id, worker, fetch))


class Post:
    """Sends customer-service messages; see `sender.Post`."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def __call__(self, parcel: Parcel, piece: Piece, _name: str) -> None:
        """Send one.

        Raises:
            Refused, Unreachable, DatabaseUnavailable: see `Caller.call`.
        """
        await self._caller.call("post", "message/custom/send", {"touser": parcel.visitor_key, **message(piece)})


def message(piece: Piece) -> dict[str, Any]:
    """A message as the platform takes it."""
    if not piece.items:
        return {"msgtype": "text", "text": {"content": piece.text}}
    items = [{"id": id_, "content": title} for id_, title in piece.items]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": piece.text, "list": items, "tail_content": ""}}
