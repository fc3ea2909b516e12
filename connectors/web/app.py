"""The routes of the web channel. They are handed a gateway and the tokens; the server puts them into its application."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.web.request import Refused, error, read_sent
from connectors.web.tokens import TokenExpired, TokenForged, Tokens
from knowledge.reply import Reply

logger = logging.getLogger(__name__)

PATH = "/web/messages"


class Answering(Protocol):
    """What the channel needs of the gateway."""

    async def handle(self, conversation: str, text: str, message_id: str = "") -> list[Reply]:
        """The replies to what a visitor wrote; at least one."""


class WebChannel:
    """`POST /web/messages`: {"text", "conversation"?} → {"conversation", "replies": [{"text", "buttons", "metadata"}]}.

    body_limit: longest request, in bytes. A turn that was begun is finished, whether or not the client waits for it.
    """

    def __init__(self, gateway: Answering, tokens: Tokens, body_limit: int) -> None:
        self._gateway, self._tokens, self._body_limit = gateway, tokens, body_limit
        self._turns: set[asyncio.Task[list[Reply]]] = set()

    def routes(self) -> list[Route]:
        """What the server is to serve."""
        return [Route(PATH, self.messages, methods=["POST"])]

    async def messages(self, request: Request) -> Response:
        """Answer one message."""
        try:
            sent = await read_sent(request, self._body_limit)
            conversation, token = self._conversation(sent.token)
        except Refused as refusal:
            return error(refusal.status, refusal.code, refusal.message)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        replies = await self._answer(conversation, sent.text)
        found = {"conversation": token, "replies": [reply.as_dict() for reply in replies]}
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def finish(self, seconds: float) -> int:
        """Wait for the turns under way; how many had to be left."""
        if not self._turns:
            return 0
        _, left = await asyncio.wait(self._turns, timeout=seconds)
        return len(left)

    def _conversation(self, token: str | None) -> tuple[str, str]:
        if token is None:
            return self._tokens.start()
        try:
            return self._tokens.read(token)
        except TokenExpired:
            raise Refused(401, "token_expired", "the conversation token has expired; send the text without it to begin anew") from None
        except TokenForged:
            raise Refused(401, "token_invalid", "this server did not issue the conversation token; send the text without it") from None

    async def _answer(self, conversation: str, text: str) -> list[Reply]:
        turn = asyncio.create_task(self._gateway.handle(conversation, text))
        self._turns.add(turn)  # the loop itself holds tasks only weakly
        turn.add_done_callback(self._turns.discard)
        return await asyncio.shield(turn)
