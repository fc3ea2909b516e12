"""One request to the desk: who makes it, in which language, and how it is answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from desk import cookies
from desk.forms import Form, form_of
from desk.pages import render
from desk.place import Desk
from desk.store import Job
from desk.texts import text
from records.models import Member, StaffSession

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """member, session: of who has signed in; None, where nobody has."""

    request: Request
    desk: Desk
    member: Member | None
    session: StaffSession | None
    now: dt.datetime

    @property
    def who(self) -> Member:
        """The member, on a page whose rule asks for one."""
        assert self.member is not None
        return self.member

    @property
    def language(self) -> str:
        """Of the interface."""
        return cookies.language(self.request)

    @property
    def is_part(self) -> bool:
        """Whether a part of a page is asked for (by htmx), or its stream; not a whole one."""
        return "hx-request" in self.request.headers or self.request.headers.get("accept") == "text/event-stream"

    @property
    def id(self) -> int:
        """The id in the path."""
        return int(self.request.path_params["id"])

    @property
    def query(self) -> Form:
        """What stands after the question mark."""
        return Form(self.request.query_params.multi_items())

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else ""

    async def form(self) -> Form:
        """What a page sends.

        Raises:
            BadForm: as in `form_of`.
        """
        return await form_of(self.request)

    async def read(self, job: Job[T]) -> T:
        """See `Store.read`."""
        return await self.desk.store.read(job)

    async def write(self, job: Job[T], *, durable: bool = True) -> T:
        """See `Store.write`."""
        return await self.desk.store.write(job, durable=durable)

    def say(self, key: str, **values: object) -> str:
        """A text of the desk in the language of the interface."""
        return text(key, self.language, **values)

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page."""
        return HTMLResponse(render(template, self, **values), status)

    def notice(self, key: str, status: int, **values: object) -> HTMLResponse:
        """A sentence that says what did not go: a part for htmx, else a page."""
        return self.page("part_notice.html" if self.is_part else "notice.html", status, message=self.say(key, **values))

    def go(self, path: str) -> Response:
        """To another page; `path` is one of the desk's."""
        return Response(status_code=204, headers={"HX-Redirect": path}) if self.is_part else RedirectResponse(path, 303)
