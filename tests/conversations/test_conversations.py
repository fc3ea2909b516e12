"""Each file beside this one is a conversation with the real assistant; its name is the sentence that it shows.

A file has `turns`; it may have `today` (default 2023-03-01) and `known_failure`, the reason why it does not hold yet:
such a file has to fail, so that it is mended here as soon as the assistant is. A turn is what the visitor does

    user: what is written                repeat: 5000 (the text, so many times)
    picks: part of a button's title, which is answered with its number

and what the reply has to be; what is not named is not compared:

    kind, language, topic, form          as in the metadata
    facts: ids that are given            exactly: all ids that are given, in order
    one_of: ids of which one is given
    says: texts that stand in it         says_one_of: texts of which one does       says_not: texts that don't
    source: a section that is cited      buttons: parts of the titles offered
    starts: how the text begins          long: true, where a list was asked for

`says` and its kin ignore case. What every reply owes (metadata, sources, length, no trace of internals) is compared in
each turn.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.cli.runtime import gateway_to
from knowledge.reply import Kind, Reply

pytestmark = pytest.mark.model

FILES = sorted(Path(__file__).parent.glob("*.yml"))
TODAY = dt.date(2023, 3, 1)
LONGEST = 500
INTERNALS = ("Traceback", "action_", "utter_", "/intent", "{", "}", "None", "<", "ask_", "slot")
SOURCE = {"zh": ("依据：", "依據："), "en": ("Source: ",)}


@dataclass(frozen=True)
class Turn:
    """What a visitor does, and what the reply has to be; see the module."""

    user: str = ""
    picks: str = ""
    repeat: int = 1
    kind: str | None = None
    language: str | None = None
    topic: str | None = None
    form: str | None = None
    facts: tuple[str, ...] = ()
    exactly: tuple[str, ...] | None = None
    one_of: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    says_one_of: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()
    source: str = ""
    buttons: tuple[str, ...] = ()
    starts: str = ""
    long: bool = False

    def message(self, before: Reply | None) -> str:
        """What is sent; a pick is the number of its button in the reply before."""
        if not self.picks:
            return self.user * self.repeat
        assert before is not None
        titles = [button.title for button in before.buttons]
        return str(next((number for number, title in enumerate(titles, 1) if self.picks in title), f"not offered: {self.picks}"))


@dataclass(frozen=True)
class Conversation:
    """A file."""

    turns: tuple[Turn, ...]
    today: dt.date = TODAY
    known_failure: str = ""


def read(path: Path) -> Conversation:
    """The conversation of a file; a key that is not known is an error."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    turns = raw.pop("turns")
    return Conversation(tuple(Turn(**{key: frozen(value) for key, value in turn.items()}) for turn in turns), **raw)


def frozen(value):
    return tuple(value) if isinstance(value, list) else value


def cases():
    """A case a file."""
    for path in FILES:
        conversation = read(path)
        marks = [pytest.mark.xfail(reason=conversation.known_failure, strict=True)] if conversation.known_failure else []
        yield pytest.param(conversation, id=path.stem, marks=marks)


def has(said: str, text: str) -> bool:
    return text.casefold() in said.casefold()


def is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def wrong(turn: Turn, reply: Reply) -> list[str]:
    """How a reply differs from what the turn expects."""
    meta = reply.metadata.as_dict()
    given, said = meta["facts"], reply.text
    asked = {key: value for key in ("kind", "language", "topic", "form") if (value := getattr(turn, key))}
    found = [f"{key}: {meta.get(key)}, not {value}" for key, value in asked.items() if meta.get(key) != value]
    found += [f"fact not given: {fact}" for fact in turn.facts if fact not in given]
    found += [f"says nothing of {text}" for text in turn.says if not has(said, text)]
    found += [f"says {text}" for text in turn.says_not if has(said, text)]
    found += [f"no button {title}" for title in turn.buttons if not any(title in button.title for button in reply.buttons)]
    if turn.exactly is not None and given != list(turn.exactly):
        found.append(f"facts {given}, not {list(turn.exactly)}")
    if turn.one_of and not set(turn.one_of) & set(given):
        found.append(f"none of the facts {list(turn.one_of)}")
    if turn.says_one_of and not any(has(said, text) for text in turn.says_one_of):
        found.append(f"says none of {list(turn.says_one_of)}")
    if turn.source and turn.source not in meta["sources"]:
        found.append(f"sources {meta['sources']} lack {turn.source}")
    if turn.starts and not said.startswith(turn.starts):
        found.append(f"does not start with {turn.starts}")
    return found


def owed(turn: Turn, reply: Reply, known: set[str]) -> list[str]:
    """What every reply owes and this one lacks. known: ids of all facts."""
    meta, last = reply.metadata, reply.text.splitlines()[-1] if reply.text.strip() else ""
    if not last:
        return ["an empty reply"]
    found = [f"a trace of internals: {sign}" for sign in INTERNALS if sign in reply.text]
    found += [f"an unknown fact: {fact}" for fact in meta.facts if fact not in known]
    if bool(meta.sources) != last.startswith(SOURCE[meta.language]):
        found.append(f"sources {meta.sources} and the last line differ")
    if (meta.facts or meta.kind is Kind.ANSWER) and not (meta.facts and meta.sources):
        found.append("an answer without facts and sources")
    if meta.kind is Kind.ERROR:
        found.append("the turn failed")
    if len(reply.text) > LONGEST and not turn.long:
        found.append(f"{len(reply.text)} characters")
    lines = re.split(r"(?<=[。.!?])\s*|\n", reply.text)
    found += [f"says twice: {line}" for line in dict.fromkeys(lines) if len(line) > 8 and line[0] not in "(（" and lines.count(line) > 1]
    if len(reply.buttons) > 6:
        found.append(f"{len(reply.buttons)} buttons")
    letters = [letter for letter in reply.text if letter.isalpha()]
    if not (any(map(is_han, letters)) if meta.language == "zh" else letters and not is_han(letters[0])):
        found.append(f"not in {meta.language}")
    return found


def shown(reply: Reply) -> list[str]:
    meta = reply.metadata
    return [reply.text, f"  [{meta.kind.value} {meta.topic} {', '.join(meta.facts)}]"]


@pytest.mark.parametrize("conversation", cases())
async def test_conversation(conversation, assistant, settings, library, request):
    gateway = gateway_to(assistant, dataclasses.replace(settings, today=conversation.today))
    known = {fact.id for facts in library.index().pack.facts_of.values() for fact in facts}
    before, told, failed = None, [], []
    for turn in conversation.turns:
        message = turn.message(before)
        (before,) = await gateway.handle(f"conversation-{request.node.callspec.id}", message)
        differences = wrong(turn, before) + owed(turn, before, known)
        failed += differences
        told += [f"> {message[:200]}", *shown(before), *(f"  !! {difference}" for difference in differences)]
    assert not failed, "\n" + "\n".join(told)


def test_a_name_is_a_sentence():
    assert [path.name for path in FILES if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){3,}\.yml", path.name)] == []
