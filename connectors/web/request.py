"""What a client of the web channel sends, and what it is told when that cannot be used.

The texts here are for those who write clients; visitors never see them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse

from connectors.body import BodyTooLong, BodyTooSlow, body_of

NO_STORE = {"Cache-Control": "no-store"}
LANGUAGES = ("zh", "en")
LONGEST_WAIT = 25.0
_TYPES = {"", "application/json", "application/x-www-form-urlencoded"}  # the last is what `curl -d` says of any text
_HIGHEST = 2**31 - 1
_NUMBER = re.compile(r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?", re.A)
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Refused(ValueError):
    """A request that cannot be taken. status: of HTTP; code: for programs; message: for people; headers: of the reply."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})


@dataclass(frozen=True)
class Fields:
    """The fields of a JSON object. What else a client sends, such as a sender, is not looked at."""

    values: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """A string, None where it is missing or null.

        Raises:
            Refused: 400, it is something else.
        """
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise Refused(400, f"{name}_type", f'"{name}" must be a string')

    def one_of(self, name: str, values: tuple[str, ...]) -> str | None:
        """One of these strings, None where it is missing or null.

        Raises:
            Refused: 400, it is something else.
        """
        value = self.text(name)
        if value is None or value in values:
            return value
        raise Refused(400, f"{name}_value", f'"{name}" must be one of {", ".join(values)}')

    def number(self, name: str) -> int:
        """The number of a message.

        Raises:
            Refused: 400, it is none, or missing.
        """
        value = self.values.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= _HIGHEST and value % 1 == 0:
            return int(value)
        raise Refused(400, f"{name}_value", f'"{name}" must be the number of a message')

    def id(self) -> str | None:
        """The id that the client made up for a message, None where it made none.

        Raises:
            Refused: 400, it is none that can be used.
        """
        value = self.text("id")
        if value is None or _ID.fullmatch(value):
            return value
        raise Refused(400, "id_value", '"id" must have 8 to 64 characters of A-Z, a-z, 0-9, _ and -')


async def fields_of(request: Request, limit: int, *, optional: bool = False) -> Fields:
    """The object in the body of a request of at most `limit` bytes. optional: no body at all is an empty object.

    Raises:
        Refused: 413, it is longer; 415, it says that it is something else; 408, it does not come to its end; 400, it is no object.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES and not kind.endswith("+json"):
        raise Refused(415, "not_json_type", "send JSON, with Content-Type: application/json")
    try:
        body = await body_of(request, limit)
    except BodyTooLong as error:
        raise Refused(413, "too_long", str(error), {"Connection": "close"}) from None
    except BodyTooSlow as error:
        raise Refused(408, "too_slow", str(error), {"Connection": "close"}) from None
    return Fields({} if optional and not body.strip() else _object(body))


def wait_of(request: Request) -> float:
    """How long the client waits for replies, in seconds; 0 where it does not.

    Raises:
        Refused: 400, it is no such number.
    """
    text = request.query_params.get("wait", "0")
    seconds = float(text) if _NUMBER.fullmatch(text) else -1.0
    if not 0 <= seconds <= LONGEST_WAIT:
        raise Refused(400, "wait_value", f'"wait" must be a number of seconds from 0 to {LONGEST_WAIT:g}')
    return seconds


def number_in(text: str, name: str) -> int:
    """The number of a message in a query or a header.

    Raises:
        Refused: 400, it is none.
    """
    if re.fullmatch(r"\d{1,9}", text, re.A):
        return int(text)
    raise Refused(400, f"{name}_value", f'"{name}" must be the number of a message')


def error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None, **more: str) -> JSONResponse:
    """An error as JSON: {"error": code, "message": for people}."""
    return JSONResponse({"error": code, "message": message, **more}, status, {**NO_STORE, **(headers or {})})


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Refused(400, "not_json", "the body is not JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise Refused(400, "not_an_object", 'the body must be a JSON object such as {"text": "..."}')
    return value
