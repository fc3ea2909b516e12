"""What somebody chooses for themselves: language, colours, whether they take conversations now."""

from __future__ import annotations

from starlette.responses import Response

from desk import cookies
from desk.access import PUBLIC, WORK, Page
from desk.call import Call
from desk.texts import LANGUAGES
from records.accounts import members


async def language(call: Call) -> Response:
    """Choose the language of the interface."""
    chosen = (await call.form()).one_of("language", LANGUAGES)
    return _back(call, "desk_language", chosen)


async def theme(call: Call) -> Response:
    """Choose the colours."""
    chosen = (await call.form()).one_of("theme", cookies.THEMES)
    return _back(call, "desk_theme", chosen)


async def away(call: Call) -> Response:
    """Say whether one takes conversations now."""
    is_away = (await call.form()).text("away") == "1"
    await call.write(lambda session: members.change(session, call.who.id, call.who.login, call.now, away=is_away))
    return call.go(_from(call))


def _back(call: Call, name: str, value: str) -> Response:
    response = call.go(_from(call))
    cookies.give_choice(call.request, response, name, value)
    return response


def _from(call: Call) -> str:
    """The page that the choice was made on, as far as it is one of the desk's."""
    came = call.request.headers.get("referer", "")
    base = str(call.request.base_url)
    return "/" + came.removeprefix(base).lstrip("/\\") if came.startswith(base) else "/"


PAGES = (
    Page("POST", "/language", language, PUBLIC),
    Page("POST", "/theme", theme, PUBLIC),
    Page("POST", "/away", away, WORK),
)
