"""The page of a case, for who has its link: what it is and how it stands. What was filed is not shown."""

from __future__ import annotations

import html
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from connectors.gateway import Scribe
from connectors.web.pages import POLICY, SITE
from connectors.web.request import LANGUAGES, error
from connectors.web.texts import text
from knowledge import library
from records import cases
from records.cases import Case

_FIELD = re.compile(r"\{\{(\w+)\}\}")
_HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


class CasePage:
    """template: the page, with its fields in double braces."""

    def __init__(self, scribe: Scribe, template: Path = SITE / "case.html") -> None:
        self._scribe, self._template = scribe, template

    async def show(self, request: Request) -> Response:
        """The page; 404 where no case has such a link."""
        secret = request.path_params["secret"]
        case = await self._scribe.read(lambda session: cases.by_secret(session, secret))
        if case is None:
            return error(404, "not_found", "there is no such case, or not any more")
        fields = _fields(case)
        page = _FIELD.sub(lambda match: html.escape(fields[match[1]]), self._template.read_text(encoding="utf-8"))
        return Response(page, media_type="text/html", headers=_HEADERS)


def _fields(case: Case) -> dict[str, str]:
    zone = ZoneInfo(library.shared().index().pack.event.timezone)
    days = {"filed": case.filed_at or case.created_at, "changed": case.changed_at}
    fields = {name: at.astimezone(zone).date().isoformat() for name, at in days.items()} | {"number": case.number or ""}
    for language in LANGUAGES:
        fields[f"kind_{language}"] = text(f"case_{case.kind.value}", language)
        fields[f"state_{language}"] = text(f"state_{case.state.value}", language)
    return fields
