"""Whether pack and notice hold the same dates, numbers, addresses, people and bodies, both ways."""

from __future__ import annotations

from typing import Iterable, Iterator, NamedTuple

from knowledge.check.finding import Finding, error
from knowledge.check.texts import texts, values
from knowledge.figures import Figures, figures_in, month_days
from knowledge.notice import Notice, bodies_in, people_in, running
from knowledge.pack import Fact, Pack
from knowledge.pack.schema import Named


class Difference(NamedTuple):
    """missing: what the notice has and the pack lacks. foreign: what the pack has and the notice lacks."""

    what: str
    missing: frozenset[str]
    foreign: frozenset[str]


def sameness(pack: Pack, notice: Notice) -> Iterator[Finding]:
    """Every difference between pack and notice, and contacts that are not those of their section."""
    for what, missing, foreign in differences(pack, notice):
        for value in sorted(missing):
            yield error(what, f"{value} stands in the notice and not in the pack")
        for value in sorted(foreign):
            yield error(what, f"{value} stands in the pack and not in the notice")
    yield from _contacts(pack, notice)
    yield from _sections(pack, notice)


def differences(pack: Pack, notice: Notice) -> list[Difference]:
    """What either side lacks, kind by kind."""
    ours, theirs = figures_of(pack), figures_in(notice.text)
    people = frozenset(name.zh for name in pack.names.people.values())
    pairs = {
        "days": (month_days(ours.days), month_days(theirs.days)),
        "dates": (_whole(ours.days), _whole(theirs.days)),
        "years": (ours.years, theirs.years),
        "phones": (ours.phones, theirs.phones),
        "e-mail addresses": (ours.emails, theirs.emails),
        "websites": (ours.websites, theirs.websites),
        "people": (people, people_in(notice.text)),
    }
    found = [Difference(what, b - a, a - b) for what, (a, b) in pairs.items()]
    return [_with_days_of_the_year(found[0], found[1], theirs), *found[2:], _bodies(pack, notice)]


def figures_of(pack: Pack) -> Figures:
    """The figures of everything that the pack holds: wordings, values, names; phrases and aliases are people's, not its."""
    event = pack.event
    said = [text.text for text in texts(pack)]
    told = [value for fact in pack.facts.values() for value in values(fact.value)]
    told += [day.isoformat() for day in (event.dates.start, event.dates.end, event.arrival.start, event.arrival.end, event.notice_date)]
    return figures_in("\n".join([*said, *told, event.website]))


def _whole(days: Iterable[str]) -> frozenset[str]:
    return frozenset(day for day in days if len(day) > len("MM-DD"))


def _with_days_of_the_year(days: Difference, dates: Difference, notice: Figures) -> Difference:
    """Days and dates as one: a day that the notice gives without its year may stand in the pack with the notice's year."""
    own = {f"{year}-{day}" for year in notice.years for day in month_days(notice.days)}
    return Difference("dates", days.missing | dates.missing, days.foreign | (dates.foreign - own))


def _bodies(pack: Pack, notice: Notice) -> Difference:
    ways = {id_: frozenset(map(running, _ways(name))) for id_, name in pack.names.bodies.items()}
    known = frozenset(way for written in ways.values() for way in written)
    foreign = frozenset(pack.names.bodies[id_].zh for id_, written in ways.items() if not any(w in notice.running for w in written))
    return Difference("bodies", bodies_in(notice.text) - known, foreign)


def _ways(name: Named) -> tuple[str, ...]:
    return (name.zh, *name.aliases.zh)


def _contacts(pack: Pack, notice: Notice) -> Iterator[Finding]:
    for fact in pack.facts.values():
        if fact.contact:
            yield from _contact(fact, pack, notice)


def _contact(fact: Fact, pack: Pack, notice: Notice) -> Iterator[Finding]:
    assert fact.contact is not None
    text = "\n".join(notice.text_of(section) for section in fact.source)
    figures = figures_in(text)
    people = (pack.names.people[person].zh for person in fact.contact.people)
    for known, given in ((people_in(text), people), (figures.phones, fact.contact.phones), (figures.emails, fact.contact.emails)):
        for value in given:
            if value not in known:
                yield error(f"{fact.id} value", f"{value} does not stand in {', '.join(fact.source)}")


def _sections(pack: Pack, notice: Notice) -> Iterator[Finding]:
    for fact in pack.facts.values():
        for section in fact.source:
            if not notice.text_of(section):
                yield error(f"{fact.id} source", f"the notice has no section {section}")
