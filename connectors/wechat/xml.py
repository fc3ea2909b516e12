"""XML as WeChat writes it: one element with simple fields; read with nothing believed, written with nothing let out of a field."""

from __future__ import annotations

from typing import Any, Mapping
from xml.parsers.expat import ExpatError

import xmltodict

from connectors.wechat.errors import Malformed


def fields_of(text: str) -> Mapping[str, Any]:
    """The fields of a message; of a field that is there twice, or has fields itself, the value is no string.

    Entities and external references are refused by xmltodict.

    Raises:
        Malformed: it is no such XML.
    """
    try:
        found = xmltodict.parse(text)["xml"]
    except (ExpatError, ValueError, KeyError, TypeError):
        raise Malformed("the body is not the XML of a message") from None
    if not isinstance(found, dict):
        raise Malformed("the message has no fields")
    return found


def cdata(text: str) -> str:
    """A text inside of an element, whatever it holds: the end of a CDATA section in it is split over two sections."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
