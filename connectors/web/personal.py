"""What visitors may do with what is kept of them: say what they think of a reply, take it along, have it erased."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Sequence
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.gateway import Gateway
from connectors.gateway.cleaning import kept
from connectors.gateway.clock import utc_now
from connectors.web.present import message_objects
from connectors.web.request import NO_STORE, Refused, fields_of
from connectors.web.texts import text, texts
from connectors.web.visits import Visits
from knowledge import library
from records import feedback, privacy, transcript, visits
from records.database import Session
from records.errors import NoSuchMessage
from records.models import Conversation, Message, Rating

_LONGEST_REASON = 500


class Personal:
    """`/web/feedback`, `/web/transcript`, `/web/export` and `/web/me`."""

    def __init__(self, gateway: Gateway, visits: Visits, body_limit: int) -> None:
        self._gateway, self._visits, self._body_limit = gateway, visits, body_limit

    async def rate(self, request: Request) -> Response:
        """Keep a thumb, or take it back."""
        shown = self._visits.required(request)
        fields = await fields_of(request, self._body_limit)
        number, rating = fields.number("number"), fields.one_of("rating", ("up", "down"))
        if "rating" not in fields.values:
            raise Refused(400, "rating_missing", '"rating" must be "up", "down" or null')
        reason = fields.text("reason") or ""
        if len(reason) > _LONGEST_REASON:
            raise Refused(400, "reason_length", f'"reason" must have at most {_LONGEST_REASON} characters')
        opinion = Rating(rating) if rating else None

        def job(session: Session) -> None:
            conversation = visits.find(session, shown.conversation)
            feedback.give(session, conversation.id, number, opinion, kept(reason, _LONGEST_REASON), utc_now())

        try:
            await self._gateway.scribe.write(job)
        except NoSuchMessage:
            raise Refused(404, "message_unknown", "there is no reply with this number") from None
        return JSONResponse({"number": number, "rating": rating}, headers=NO_STORE)

    async def transcript(self, request: Request) -> Response:
        """The conversation: as JSON, or as text to keep where the client asks for that."""
        conversation, messages, ratings = await self._told(request)
        if "text/plain" not in request.headers.get("accept", ""):
            return JSONResponse({"messages": message_objects(messages, ratings)}, headers=NO_STORE)
        headers = {**NO_STORE, "Content-Disposition": 'attachment; filename="conversation.txt"'}
        return Response(readable(messages, conversation.language or "en"), media_type="text/plain", headers=headers)

    async def export(self, request: Request) -> Response:
        """All that is kept of the visitor."""
        shown = self._visits.required(request)

        def job(session: Session) -> dict[str, Any]:
            return privacy.export(session, visits.find(session, shown.conversation).visitor_id)

        found = json.dumps(await self._gateway.scribe.read(job), ensure_ascii=False, indent=1)
        headers = {**NO_STORE, "Content-Disposition": 'attachment; filename="my-data.json"'}
        return Response(found, media_type="application/json", headers=headers)

    async def erase(self, request: Request) -> Response:
        """Erase all that is kept of the visitor; the token is void afterwards."""
        shown = self._visits.required(request)

        def job(session: Session) -> int:
            conversation = visits.find(session, shown.conversation)
            privacy.erase(session, conversation.visitor_id)
            return conversation.id

        conversation = await self._gateway.scribe.write(job)
        self._gateway.hub.erased(conversation)
        await self._gateway.scribe.scrub()
        return Response(status_code=204, headers=NO_STORE)

    async def _told(self, request: Request) -> tuple[Conversation, Sequence[Message], dict[int, Rating]]:
        shown = self._visits.required(request)

        def job(session: Session) -> tuple[Conversation, Sequence[Message], dict[int, Rating]]:
            conversation = visits.find(session, shown.conversation)
            return conversation, transcript.transcript(session, conversation.id), feedback.ratings(session, conversation.id)

        return await self._gateway.scribe.read(job)


def readable(messages: Sequence[Message], language: str) -> str:
    """A conversation as text: who said what and when, in the conference's time zone."""
    event = library.shared().index().pack.event
    zone = ZoneInfo(event.timezone)
    head = text("transcript", language, event=event.name.in_(language), zone=event.timezone)
    return "\n\n".join([head, *(_said(message, zone, language) for message in messages), ""])


def _said(message: Message, zone: dt.tzinfo, language: str) -> str:
    author = texts()["authors"][message.author.value][language]
    lines = [f"{message.at.astimezone(zone):%Y-%m-%d %H:%M}  {author}", message.text]
    return "\n".join([*lines, *(f"  [{button['title']}]" for button in message.buttons)])
