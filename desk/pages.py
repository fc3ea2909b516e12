"""Templates: Jinja with everything escaped, and what all templates can say."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from desk import cookies, navigation
from desk.texts import named
from desk.when import ago, clock, day, span

if TYPE_CHECKING:
    from desk.call import Call

_TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where templates come from. What they are given is escaped always; a name that they are not given is an error."""
    found = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.globals |= {"list_path": _list_path}
    found.filters |= {"clock": _clock, "day": _day, "ago": _ago, "span": _span, "named": _named, "moment": _moment, "figure": "{:g}".format}
    return found


def render(template: str, call: Call, **values: Any) -> str:
    """A template with what it is given, for who calls."""
    shown: dict[str, Any] = {
        "call": call,
        "t": call.say,
        "language": call.language,
        "theme": cookies.theme(call.request),
        "member": call.member,
        "topic": partial(_topic, call),
        "path": call.request.url.path,
        "parts": navigation.parts(call.member) if call.member else [],
        "current": navigation.current(call.request.url.path),
    }
    return environment().get_template(template).render({**shown, **values})


def _list_path(open_id: int) -> str:
    """The page that shows another list beside what is open."""
    return f"/conversations/{open_id}" if open_id else "/"


def _topic(call: Call, topic: str) -> str:
    return call.desk.topic(topic, call.language)


@pass_context
def _clock(context: Context, moment: dt.datetime) -> str:
    call: Call = context["call"]
    return clock(moment, call.now, call.desk.zone, call.language)


@pass_context
def _day(context: Context, value: dt.date) -> str:
    return day(value, context["language"])


@pass_context
def _ago(context: Context, moment: dt.datetime) -> str:
    return ago((context["call"].now - moment).total_seconds(), context["language"])


@pass_context
def _span(context: Context, seconds: float) -> str:
    return span(seconds, context["language"])


@pass_context
def _named(context: Context, value: Any, kind: str) -> str:
    return named(kind, getattr(value, "value", value), context["language"])


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.timezone.utc).isoformat(timespec="seconds")
