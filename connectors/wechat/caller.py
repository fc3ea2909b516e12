"""The platform as our account calls it: with the shared token, renewed once where it is refused."""

from __future__ import annotations

from typing import Any, Mapping

from connectors.wechat.api import Api, Refused
from connectors.wechat.refusals import TOKEN
from connectors.wechat.tokens import Tokens


class Caller:
    """api: the platform. tokens: the account's."""

    def __init__(self, api: Api, tokens: Tokens) -> None:
        self._api, self._tokens = api, tokens

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: str) -> Mapping[str, Any]:
        """What the platform answers.

        Raises:
            Refused: it says no, to a new token too.
            Unreachable, DatabaseUnavailable: see `Api.call` and `Tokens.token`.
        """
        token = await self._tokens.token()
        try:
            return await self._api.call(method, path, body, access_token=token, **query)
        except Refused as refusal:
            if refusal.code not in TOKEN:
                raise
        token = await self._tokens.token(refused=token)
        return await self._api.call(method, path, body, access_token=token, **query)

    async def check(self) -> None:
        """Whether the platform takes the credentials that are set up; see `Tokens.check`."""
        await self._tokens.check()

    def close(self) -> None:
        """End its threads."""
        self._api.close()
