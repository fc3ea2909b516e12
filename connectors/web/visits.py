"""Visits: who has a conversation, and on which token."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.gateway import Gateway
from connectors.gateway.clock import utc_now
from connectors.web.channel import NAME, new_key
from connectors.web.present import moment
from connectors.web.request import LANGUAGES, NO_STORE, Refused, fields_of
from connectors.web.tokens import Pass, TokenExpired, TokenForged, Tokens
from records import conversations, visits
from records.database import Session
from records.models import Conversation

_UNKNOWN = "this server did not issue the token, or the conversation is erased; visit again without it"


class Visits:
    """`/web/visits`: begin, resume, look, and the switch of the language."""

    def __init__(self, gateway: Gateway, tokens: Tokens, body_limit: int) -> None:
        self._gateway, self._tokens, self._body_limit = gateway, tokens, body_limit

    async def begin(self, request: Request) -> Response:
        """201 with a new conversation; with a token 200, and the token renewed."""
        fields = await fields_of(request, self._body_limit, optional=True)
        language = fields.one_of("language", LANGUAGES) or accepted_language(request)
        shown = self.passed(request)
        if shown is not None:
            conversation = await self._find(shown)
            return JSONResponse(visit_object(conversation, self.sign(conversation)), headers=NO_STORE)
        self._gateway.intake.admit("", address_of(request))
        key = new_key()
        conversation = await self._gateway.scribe.write(
            lambda session: visits.open_conversation(session, NAME, "", key, utc_now(), language)
        )
        return JSONResponse(visit_object(conversation, self.sign(conversation)), 201, NO_STORE)

    async def look(self, request: Request) -> Response:
        """200 with the conversation of the token; nothing is made or renewed."""
        shown = self.required(request)
        return JSONResponse(visit_object(await self._find(shown), shown), headers=NO_STORE)

    async def switch(self, request: Request) -> Response:
        """200; the visitor chose the language of the interface, and is answered in it."""
        shown = self.required(request)
        language = (await fields_of(request, self._body_limit)).one_of("language", LANGUAGES)
        if language is None:
            raise Refused(400, "language_missing", '"language" must be "zh" or "en"')

        def job(session: Session) -> Conversation:
            conversation = visits.find(session, shown.conversation)
            conversations.set_language(session, conversation.id, language, chosen=True)
            return visits.find(session, shown.conversation)

        return JSONResponse(visit_object(await self._gateway.scribe.write(job), shown), headers=NO_STORE)

    def sign(self, conversation: Conversation) -> Pass:
        """A token that is good from now on."""
        return self._tokens.sign(conversation.public_id)

    def passed(self, request: Request) -> Pass | None:
        """What the request's token is good for; None where it brings none.

        Raises:
            Refused: 401, the token is too old, or not ours.
        """
        header = request.headers.get("authorization")
        if header is None:
            return None
        kind, _, token = header.partition(" ")
        try:
            return self._tokens.read(token.strip() if kind.lower() == "bearer" else "")
        except TokenExpired:
            raise unauthorized("token_expired", "the token has expired; visit again without it") from None
        except TokenForged:
            raise unauthorized("token_invalid", _UNKNOWN) from None

    def required(self, request: Request) -> Pass:
        """What the request's token is good for.

        Raises:
            Refused: 401, there is no token, or none that is good.
        """
        shown = self.passed(request)
        if shown is None:
            raise unauthorized("token_missing", "send the token of your visit: Authorization: Bearer <token>")
        return shown

    async def conversation(self, request: Request) -> Conversation:
        """The conversation of the request's token.

        Raises:
            Refused: 401, as in `required`.
            NoSuchConversation: it is erased.
        """
        return await self._find(self.required(request))

    async def _find(self, shown: Pass) -> Conversation:
        return await self._gateway.scribe.read(lambda session: visits.find(session, shown.conversation))


def visit_object(conversation: Conversation, shown: Pass) -> dict[str, Any]:
    """A visit as JSON (connectors/web/openapi.yml, Visit)."""
    return {
        "token": shown.token,
        "conversation": conversation.public_id,
        "language": conversation.language or "en",
        "expires": moment(shown.expires),
        "last": conversation.last_number,
    }


def unauthorized(code: str, message: str = _UNKNOWN) -> Refused:
    """401, with what a client is to do."""
    return Refused(401, code, message, {"WWW-Authenticate": "Bearer"})


def accepted_language(request: Request) -> str | None:
    """The language that the browser prefers, where it is one of ours."""
    wanted = request.headers.get("accept-language", "").strip().lower()[:2]
    return wanted if wanted in LANGUAGES else None


def address_of(request: Request) -> str:
    """Where a request comes from; of IPv6 the network, which one person has all of. "" for this machine itself.

    From here come a proxy that does not say for whom, and who runs the server: neither is one visitor.
    """
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
