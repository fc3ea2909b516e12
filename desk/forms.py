"""What a page sends: fields of a form, read up to a size and never longer than each field may be."""

from __future__ import annotations

import re
from typing import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_BYTES = 65536
_MOST_FIELDS = 200
_LONGEST = 4000
_NOT_WRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BadForm(ValueError):
    """What was sent is no form, too much, or says too little; status: of HTTP; key: of what is answered."""

    def __init__(self, status: int, message: str, key: str = "error_form") -> None:
        super().__init__(message)
        self.status, self.key = status, key


class Form:
    """Fields by their names. Text comes without control characters and without blanks at its ends."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields

    def text(self, name: str, longest: int = _LONGEST) -> str:
        """A field's text, "" where it is missing.

        Raises:
            BadForm: 400, it is longer.
        """
        found = _NOT_WRITTEN.sub("", next((value for key, value in self._fields if key == name), "").replace("\r\n", "\n")).strip()
        if len(found) > longest:
            raise BadForm(400, f"{name} is longer than {longest} characters")
        return found

    def secret(self, name: str, longest: int = 300) -> str:
        """A field as it was typed, for passwords."""
        return next((value for key, value in self._fields if key == name), "")[:longest]

    def number(self, name: str) -> int:
        """A field's whole number.

        Raises:
            BadForm: 400, it is none.
        """
        found = self.text(name, 18)
        if not re.fullmatch(r"\d+", found, re.A):
            raise BadForm(400, f"{name} is no number")
        return int(found)

    def one_of(self, name: str, values: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
        """A field's text, one of these.

        Raises:
            BadForm: 400, it is another.
        """
        found = self.text(name)
        if found not in values:
            raise BadForm(400, f"{name} is none of: {', '.join(values)}")
        return found

    def all(self, name: str) -> list[str]:
        """The texts of all fields with this name."""
        return [_NOT_WRITTEN.sub("", value).strip()[:_LONGEST] for key, value in self._fields if key == name]


async def form_of(request: Request) -> Form:
    """The form in a request's body.

    Raises:
        BadForm: 413, it is too long; 415, it is no form; 400, it has too many fields.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise BadForm(415, "a form is expected")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise BadForm(413, "the form is too long")
    try:
        return Form(parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise BadForm(400, "the form has too many fields") from None
