"""`POST /web/messages` and `POST /web/human`: what visitors write, and their wish for a person."""

from __future__ import annotations

import asyncio
from typing import Any, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.gateway import Gateway, Inbound
from connectors.gateway.buttons import intent
from connectors.gateway.intake import Receipt
from connectors.gateway.turns import Outcome
from connectors.web.channel import Sent, WebChannel
from connectors.web.present import message_objects
from connectors.web.request import LANGUAGES, NO_STORE, Fields, fields_of, wait_of
from connectors.web.texts import text
from connectors.web.visits import Visits, accepted_language, address_of
from records import transcript
from records.models import Message

_LOOK_EVERY = 0.5


class Messages:
    """Takes messages in. 202 once a message is stored; who waits gets 200 with the replies that came in that time."""

    def __init__(self, gateway: Gateway, channel: WebChannel, visits: Visits, body_limit: int) -> None:
        self._gateway, self._channel, self._visits, self._body_limit = gateway, channel, visits, body_limit

    async def take(self, request: Request) -> Response:
        """A text, or a button that was tapped."""
        wait, shown = wait_of(request), self._visits.passed(request)
        sent = Sent(
            await fields_of(request, self._body_limit),
            shown.conversation if shown else None,
            accepted_language(request),
            address_of(request),
        )
        return await self._accepted(request, self._channel.parse(sent), None, wait)

    async def human(self, request: Request) -> Response:
        """A wish for a person, as a message in the visitor's language."""
        wait = wait_of(request)
        conversation = await self._visits.conversation(request)
        fields = await fields_of(request, self._body_limit, optional=True)
        language = fields.one_of("language", LANGUAGES) or conversation.language or accepted_language(request) or "en"
        words = text("want_person", language)
        said = Fields({"id": fields.id(), "text": words, "language": language})
        inbound = self._channel.parse(Sent(said, conversation.public_id, language, address_of(request)))
        return await self._accepted(request, inbound, intent("want_person", words), wait)

    async def _accepted(self, request: Request, inbound: Inbound, meaning: Mapping[str, Any] | None, wait: float) -> Response:
        receipt, answered = await self._gateway.accept(self._channel, inbound, meaning)
        found: dict[str, Any] = {"accepted": True, "number": receipt.message.number, "duplicate": not receipt.fresh}
        if inbound.conversation is None:
            found["token"] = self._visits.sign(receipt.conversation).token
        if not wait and "wait" not in request.query_params:
            return JSONResponse(found, 202, NO_STORE)
        replies = await self._replies(receipt, answered, wait)
        found |= {"replies": message_objects(replies), "complete": bool(replies)}
        if answered.done() and answered.result().erased:
            found["erased"] = True
        return JSONResponse(found, 200, NO_STORE)

    async def _replies(self, receipt: Receipt, answered: asyncio.Future[Outcome], seconds: float) -> Sequence[Message]:
        """The replies that come in this time; of another process, too."""
        loop, message = asyncio.get_running_loop(), receipt.message
        end = loop.time() + seconds
        look = not receipt.fresh
        while True:
            if answered.done():
                return answered.result().messages
            if look:
                stored = await self._gateway.scribe.read(
                    lambda session: transcript.replies_to(session, message.conversation_id, message.number)
                )
                if stored:
                    return stored
            left = end - loop.time()
            if left <= 0:
                return []
            await asyncio.wait({answered}, timeout=min(left, _LOOK_EVERY))
            look = True
