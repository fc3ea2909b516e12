"""Knowledge: what the pack says, with its sources; facts said otherwise, and notices for a time, live within seconds."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from starlette.responses import Response

from desk.access import LEAD, READ, Page
from desk.call import Call
from desk.forms import BadForm, Form
from knowledge.amending import dates_of
from knowledge.pack import Fact
from knowledge.wording.names import say
from records import amendments
from records.accounts import members
from records.database import Session
from records.models import Amendment

_NAME = re.compile(r"\{(\w+)\}")
_LONGEST = 1000
_LISTS = ("people", "phones", "emails")
"""What of a contact can be another."""


async def look(call: Call) -> Response:
    """The page: the topics, the facts of one of them, what is changed."""
    pack, wanted = call.desk.pack, call.query.text("topic", 60)
    topic = wanted if wanted in pack.topics else pack.event.root

    def job(session: Session) -> tuple[list[Amendment], list[Amendment], dict[str, str]]:
        return amendments.living(session, pack.event.id), amendments.history(session, pack.event.id), members.names(session)

    living, history, names = await call.read(job)
    values: dict[str, Any] = {
        "pack": pack,
        "shown": topic,
        "facts": pack.facts_of[topic],
        "changed": {one.fact: one for one in living if one.fact},
        "notices": [one for one in living if not one.fact],
        "history": history,
        "names": names,
        "dates_of": dates_of,
        "contact_of": contact_of,
        "said_in": lambda wording, spoken: say(wording, pack, spoken),
        "sources_of": sources_of,
        "longest": _LONGEST,
    }
    return call.page("knowledge.html", **values)


async def change(call: Call) -> Response:
    """Say something else of a fact."""
    form = await call.form()
    fact = call.desk.pack.facts.get(form.text("fact", 100))
    if fact is None:
        raise BadForm(400, "fact")
    zh, en, value = form.text("zh", _LONGEST), form.text("en", _LONGEST), _value(fact, form)
    if fact.contact is None and not (zh and en):
        raise BadForm(400, "both languages", "both_languages")
    if any(name not in call.desk.pack.names.by_id for name in _NAME.findall(zh + en)):
        raise BadForm(400, "a name in braces that the pack does not have", "unknown_name")
    pack, who = call.desk.pack.event.id, call.who.login
    await call.write(lambda session: amendments.change_fact(session, pack, fact.id, fact.topic, zh, en, value, who, call.now))
    return call.go(f"/knowledge?topic={fact.topic}")


async def put_up(call: Call) -> Response:
    """Put up a notice."""
    form = await call.form()
    topic, zh, en = form.one_of("topic", list(call.desk.pack.topics)), form.text("zh", _LONGEST), form.text("en", _LONGEST)
    first, last = _day(form, "first"), _day(form, "last")
    if not (zh and en):
        raise BadForm(400, "both languages", "both_languages")
    if first and last and last < first:
        raise BadForm(400, "days in their order", "days_in_order")
    pack, who = call.desk.pack.event.id, call.who.login
    await call.write(lambda session: amendments.put_up(session, pack, topic, zh, en, first, last, who, call.now))
    return call.go(f"/knowledge?topic={topic}")


async def undo(call: Call) -> Response:
    """It counts no more."""
    topic = await call.write(lambda session: amendments.undo(session, call.id, call.who.login, call.now))
    return call.go(f"/knowledge?topic={topic}")


def contact_of(fact: Fact) -> dict[str, list[str]] | None:
    """What a contact says, by its parts; None where the fact is none."""
    return {name: list(fact.value.get(name, ())) for name in _LISTS} if fact.contact else None


def sources_of(fact: Fact, language: str) -> str:
    """The sections that a fact comes from."""
    return "; ".join(section.in_(language) for section in fact.source)


def _value(fact: Fact, form: Form) -> dict[str, Any]:
    """What of the fact's value is another: days that were moved, numbers and addresses of a contact."""
    moved: dict[str, Any] = {}
    for name, day in dates_of(fact).items():
        said = _day(form, f"day-{name}")
        if said and said != day:
            moved[name] = said.isoformat()
    if fact.contact:
        for name in ("phones", "emails"):
            said_lines = [line.strip() for line in form.text(name, _LONGEST).splitlines() if line.strip()]
            if said_lines != list(fact.value.get(name, ())):
                moved[name] = said_lines
    return moved


def _day(form: Form, name: str) -> dt.date | None:
    text = form.text(name, 10)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise BadForm(400, name) from None


PAGES = (
    Page("GET", "/knowledge", look, READ),
    Page("POST", "/knowledge/facts", change, LEAD),
    Page("POST", "/knowledge/notices", put_up, LEAD),
    Page("POST", "/knowledge/{id:int}/undo", undo, LEAD),
)
