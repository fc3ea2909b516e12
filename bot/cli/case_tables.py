"""Cases for a terminal. What visitors wrote is hostile: it is shown, and neither styled nor obeyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from records import cases
from records.cases import Case, Change, Handoff
from records.exports import is_confidential, sheets


def overview(found: Sequence[Case], numbers: Mapping[int, str], zone: dt.tzinfo) -> Table:
    """A line for each case; of a confidential one, not whose it is."""
    table = Table("number", "state", "filed", "who or why", "marks")
    for case in found:
        who = "(confidential)" if is_confidential(case) else _who(case)
        table.add_row(
            _plain(case.number), _plain(case.state.value), _plain(_time(case.filed_at, zone)), _plain(who), _plain(_marks(case, numbers))
        )
    return table


def whole(case: Case, numbers: Mapping[int, str], zone: dt.tzinfo, names: Callable[[str], str]) -> Table:
    """All that a case says, a line for each value, as it is exported."""
    (sheet,) = sheets([case], numbers, zone, confidential=True, names=names, kinds=[case.kind])
    table = Table(sheet.name, case.number or "")
    for heading, value in zip(sheet.headings, sheet.rows[0]):
        shown = _time(value, zone) if isinstance(value, dt.datetime) else "" if value is None else str(value)
        table.add_row(_plain(heading), _plain(shown))
    return table


def past(history: Iterable[Change], zone: dt.tzinfo) -> Table:
    """What became of a case, the oldest first."""
    table = Table("when", "who", "from", "to", "changed", "note")
    for change in history:
        fields = "\n".join(f"{name}: {old!s} → {new!s}" for name, (old, new) in change.fields.items())
        states = (change.before.value if change.before else "", change.after.value)
        table.add_row(*map(_plain, (_time(change.at, zone), change.by, *states, fields, change.note)))
    return table


def pointed_to(found: Iterable[Case]) -> list[int]:
    """The ids of the cases that these are likely duplicates of."""
    return sorted({case.duplicate_of for case in found if case.duplicate_of is not None})


def _who(case: Case) -> str:
    reason = case.details.reason.value if isinstance(case.details, Handoff) and case.details.reason else ""
    return cases.organisation(case.details) or case.details.contact_name or reason


def _marks(case: Case, numbers: Mapping[int, str]) -> str:
    earlier = numbers.get(case.duplicate_of or 0)
    marks = ("late" if case.late else "", "after the end" if case.after_end else "", f"like {earlier}" if earlier else "")
    return ", ".join(filter(None, marks))


def _time(moment: dt.datetime | None, zone: dt.tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _plain(text: str | None) -> Text:
    """The text without markup, and without characters that a terminal would obey."""
    return Text("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text or ""))
