"""Contacts as lines: people, phone numbers and e-mail addresses, those asked for first."""

from __future__ import annotations

from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Found
from knowledge.pack import Contact, Fact, Pack
from knowledge.wording.names import person, topic_name
from knowledge.wording.texts import text

_JOINT = {"zh": "、", "en": ", "}


def contact_lines(found: Found, pack: Pack, language: str) -> str:
    """A contact: the first line names the topic and gives what was asked for first."""
    contact = found.fact.contact
    assert contact is not None
    if found.person:
        return _of_person(found, pack, language)
    wanted = [line for line in found.lines or (PEOPLE, PHONES, EMAILS) if getattr(contact, line)]
    if wanted in ([PHONES], [EMAILS]):
        wanted.append(PEOPLE)
    lines = []
    for number, line in enumerate(wanted):
        key = f"contact_{line}" if number == 0 else f"line_{line}"
        values = {line: _values(contact, line, pack, language), "topic": topic_name(found.fact.topic, pack, language)}
        lines.append(text(key, language, 0, **values))
    return "\n".join(lines)


def contact_brief(fact: Fact, pack: Pack, language: str) -> str:
    """A contact in one line: people, phones and addresses."""
    contact = fact.contact
    assert contact is not None
    return _JOINT["en" if language == "en" else "zh"].join(
        _values(contact, line, pack, language) for line in (PEOPLE, PHONES, EMAILS) if getattr(contact, line)
    )


def _of_person(found: Found, pack: Pack, language: str) -> str:
    contact = found.fact.contact
    assert contact is not None
    assert found.person is not None
    phones, emails = _own(contact.phones, contact, found.person), _emails(contact, found.person, pack)
    details = [
        text(f"line_{line}", language, 0, **{line: _JOINT[language].join(values)})
        for line, values in ((PHONES, phones), (EMAILS, emails))
        if values and (line in found.lines or PEOPLE in found.lines or not found.lines)
    ]
    name = person(found.person, pack, language)
    return text(
        "person_line",
        language,
        person=name,
        topic=topic_name(found.fact.topic, pack, language),
        details="; ".join(details) if language == "en" else "；".join(details),
    )


def _own(values: tuple[str, ...], contact: Contact, id_: str) -> tuple[str, ...]:
    """The value listed in the same place as the person; all where the lists don't pair."""
    if len(values) == len(contact.people):
        return (values[contact.people.index(id_)],)
    return values


def _emails(contact: Contact, id_: str, pack: Pack) -> tuple[str, ...]:
    """The address that carries the person's name, else all of the contact that carry nobody else's."""
    spelled = {other: pack.names.people[other].en.replace(" ", "").lower() for other in contact.people}
    own = tuple(e for e in contact.emails if e.lower().startswith(spelled[id_]))
    others = [name for other, name in spelled.items() if other != id_]
    return own or tuple(e for e in contact.emails if not any(e.lower().startswith(name) for name in others))


def _values(contact: Contact, line: str, pack: Pack, language: str) -> str:
    values = [person(p, pack, language) for p in contact.people] if line == PEOPLE else getattr(contact, line)
    return _JOINT[language].join(values)
