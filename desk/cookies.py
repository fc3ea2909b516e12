"""The desk's cookies: the session, which no script can read, and the language and colours that somebody chose."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

_HERE = {"localhost", "127.0.0.1", "::1"}
_YEAR = 365 * 86400
THEMES = ("auto", "light", "dark")


def is_plain(request: Request) -> bool:
    """Whether this machine itself is asked without TLS: the one case in which a cookie can do without Secure."""
    return request.url.scheme == "http" and request.url.hostname in _HERE


def session_name(request: Request) -> str:
    """What the session's cookie is called. `__Host-` binds it to this host and to TLS."""
    return "desk" if is_plain(request) else "__Host-desk"


def give_session(request: Request, response: Response, token: str) -> None:
    """Set the session's cookie; it lasts as long as the browser, and the records say when it has ended."""
    secure = not is_plain(request)
    response.set_cookie(session_name(request), token, path="/", secure=secure, httponly=True, samesite="lax")


def take_session(request: Request, response: Response) -> None:
    """Remove it."""
    response.delete_cookie(session_name(request), path="/", secure=not is_plain(request), httponly=True, samesite="lax")


def give_choice(request: Request, response: Response, name: str, value: str) -> None:
    """Keep a choice, `desk_language` or `desk_theme`."""
    response.set_cookie(name, value, max_age=_YEAR, path="/", secure=not is_plain(request), httponly=True, samesite="lax")


def theme(request: Request) -> str:
    """The colours that were chosen."""
    chosen = request.cookies.get("desk_theme", "auto")
    return chosen if chosen in THEMES else "auto"


def language(request: Request) -> str:
    """The language that was chosen, else the one that the browser prefers."""
    chosen = request.cookies.get("desk_language", "")
    wanted = chosen or request.headers.get("accept-language", "").strip().lower()[:2]
    return wanted if wanted in {"zh", "en"} else "zh"
