"""The fields of what a platform delivers: text, of a form, or Malformed."""

from __future__ import annotations

import re
from typing import Any, Mapping

from connectors.wechat.errors import Malformed

_ID = re.compile(r"[\w.@-]{1,128}", re.A)


def known(fields: Mapping[str, Any], name: str, form: re.Pattern[str] = _ID) -> str:
    """A field that has to be there, and of a form: an id, unless said otherwise.

    Raises:
        Malformed: it is missing, or is none of the form.
    """
    value = text_of(fields, name)
    if not form.fullmatch(value):
        raise Malformed(f"{name} is missing, or is none")
    return value


def text_of(fields: Mapping[str, Any], name: str) -> str:
    """A field that may be missing; "" then.

    Raises:
        Malformed: it is no text.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value
