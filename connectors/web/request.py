"""What a client of the web channel sends, and what it is told when that cannot be used.

The texts here are for those who write clients; visitors never see them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

_NO_STORE = {"Cache-Control": "no-store"}


class Refused(Exception):
    """A request that cannot be taken. status: of HTTP; code: for programs; message: for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True)
class Sent:
    """A visitor's text, and the token of the conversation that it belongs to, if it has one yet."""

    text: str
    token: str | None


async def read_sent(request: Request, limit: int) -> Sent:
    """The message in a request of at most `limit` bytes. What else the client sends, such as a sender, is not looked at.

    Raises:
        Refused: 413, it is longer; 400, it is no message.
    """
    fields = _object(await _body(request, limit))
    if "text" not in fields:
        raise Refused(400, "text_missing", 'the object has no "text"; send {"text": "..."}')
    if not isinstance(fields["text"], str):
        raise Refused(400, "text_type", '"text" must be a string')
    token = fields.get("conversation")
    if not (token is None or isinstance(token, str)):
        raise Refused(400, "conversation_type", '"conversation" must be a string that an earlier reply gave')
    return Sent(fields["text"], token)


def error(status: int, code: str, message: str, **more: str) -> JSONResponse:
    """An error as JSON: {"error": code, "message": for people}."""
    return JSONResponse({"error": code, "message": message, **more}, status, _NO_STORE)


async def _body(request: Request, limit: int) -> bytes:
    too_long = Refused(413, "too_long", f"the request is longer than {limit} bytes")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise too_long
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise too_long
    return bytes(body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "not_json", "the body is not JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise Refused(400, "not_an_object", 'the body must be a JSON object such as {"text": "..."}')
    return value
