"""How the replies of a turn differ from what it expects, and from what every reply owes."""

from __future__ import annotations

import re
from typing import Any, Sequence

from knowledge.reply import Kind, Reply
from records.cases import Case
from records.plain import plain
from tests.conversations.dialogue import Numbers, Turn

LONGEST = {Kind.CONFIRM: 1500, Kind.FILED: 600}
"""Characters; 500 of other kinds."""
INTERNALS = ("Traceback", "action_", "utter_", "/intent", "{", "}", "None", "<", "ask_", "slot")
SOURCE = {"zh": ("依据：", "依據："), "en": ("Source: ",)}


def has(said: str, text: str) -> bool:
    return text.casefold() in said.casefold()


def is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def wrong(turn: Turn, replies: Sequence[Reply], numbers: Numbers) -> list[str]:
    """How the replies differ from what the turn expects; see `test_conversations`."""
    last, given = replies[-1], [fact for reply in replies for fact in reply.metadata.facts]
    said, sources = "\n".join(reply.text for reply in replies), [section for reply in replies for section in reply.metadata.sources]
    meta, kinds = last.metadata.as_dict(), [reply.metadata.kind.value for reply in replies]
    wanted = {key: [numbers.put_in(text) for text in getattr(turn, key)] for key in ("says", "says_one_of", "says_not", "asks")}
    asked = {key: value for key in ("kind", "language", "topic", "form") if (value := getattr(turn, key))}
    found = [f"{key}: {meta.get(key)}, not {value}" for key, value in asked.items() if meta.get(key) != value]
    found += [f"fact not given: {fact}" for fact in turn.facts if fact not in given]
    found += [f"says nothing of {text}" for text in wanted["says"] if not has(said, text)]
    found += [f"says {text}" for text in wanted["says_not"] if has(said, text)]
    found += [f"does not ask {text}" for text in wanted["asks"] if not has(last.text, text)]
    found += [f"no button {title}" for title in turn.buttons if not any(title in button.title for button in last.buttons)]
    if turn.kinds and kinds != list(turn.kinds):
        found.append(f"kinds {kinds}, not {list(turn.kinds)}")
    if turn.exactly is not None and given != list(turn.exactly):
        found.append(f"facts {given}, not {list(turn.exactly)}")
    if turn.one_of and not set(turn.one_of) & set(given):
        found.append(f"none of the facts {list(turn.one_of)}")
    if turn.says_one_of and not any(has(said, text) for text in wanted["says_one_of"]):
        found.append(f"says none of {wanted['says_one_of']}")
    if turn.source and turn.source not in sources:
        found.append(f"sources {sources} lack {turn.source}")
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
    if len(reply.text) > LONGEST.get(meta.kind, 500) and not turn.long:
        found.append(f"{len(reply.text)} characters")
    lines = re.split(r"(?<=[。.!?])\s*|\n", reply.text)
    found += [f"says twice: {line}" for line in dict.fromkeys(lines) if len(line) > 8 and line[0] not in "(（" and lines.count(line) > 1]
    if len(reply.buttons) > 6:
        found.append(f"{len(reply.buttons)} buttons")
    letters = [letter for letter in reply.text if letter.isalpha()]
    if not (any(map(is_han, letters)) if meta.language == "zh" else letters and not is_han(letters[0])):
        found.append(f"not in {meta.language}")
    return found


def unlike(turn: Turn, filed: Sequence[Case]) -> list[str]:
    """How the cases that a visitor has filed, the newest first, differ from what the turn expects."""
    found = [] if turn.cases in (None, len(filed)) else [f"{len(filed)} cases, not {turn.cases}"]
    if turn.case is not None and (not filed or told(filed[0]) != turn.case):
        found.append(f"the case {told(filed[0]) if filed else 'is not there'}, not {turn.case}")
    return found


def told(case: Case) -> dict[str, Any]:
    """All that a case says: its details as far as they are known, and what else is true of it."""
    details = {name: plain(value) for name, value in vars(case.details).items() if value not in (None, "")}
    more = {"late": case.late, "after_end": case.after_end, "duplicate": case.duplicate_of is not None}
    state = {} if case.state.value == "submitted" else {"state": case.state.value}
    return {**details, **{name: True for name, so in more.items() if so}, **state}


def shown(reply: Reply) -> list[str]:
    meta, buttons = reply.metadata, " | ".join(button.title for button in reply.buttons)
    return [reply.text, f"  [{meta.kind.value} {meta.form or meta.topic} {', '.join(meta.facts)}] {buttons}".rstrip()]
