"""Facts that staff have changed since the pack was written: said otherwise, on the index as it is."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from knowledge.index import FactIndex
from knowledge.pack import Fact, Pack
from knowledge.pack.schema import Wording


@dataclass(frozen=True)
class Change:
    """fact: its id. zh, en: what is said instead; "" for a contact, which is said by its value. value: what of its value is another
    now, dates as ISO texts.
    """

    fact: str
    zh: str = ""
    en: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)


def amended(index: FactIndex, changes: Sequence[Change]) -> FactIndex:
    """The index with a pack that says so. Changes of facts that are not there are passed over: the pack is another by now.

    What was learned stays: how people ask for a fact does not depend on what it says.
    """
    known = [change for change in changes if change.fact in index.pack.facts]
    if not known:
        return index
    new = copy.copy(index)
    new.use(_pack(index.pack, known))
    return new


def dates_of(fact: Fact) -> dict[str, dt.date]:
    """The days of a fact's value that can be moved, by their names."""
    return {name: value for name, value in fact.value.items() if isinstance(value, dt.date)}


def _pack(pack: Pack, changes: Sequence[Change]) -> Pack:
    facts = {**pack.facts, **{change.fact: _changed(pack.facts[change.fact], change) for change in changes}}
    return Pack(**{**{name: getattr(pack, name) for name in pack.__fields__}, "facts": facts})


def _changed(fact: Fact, change: Change) -> Fact:
    days = dates_of(fact)
    value = {name: dt.date.fromisoformat(said) if name in days else said for name, said in change.value.items()}
    values: dict[str, Any] = {name: getattr(fact, name) for name in fact.__fields__}
    values |= {"value": {**fact.value, **value}, "amended": True}
    if change.zh and change.en:
        values |= {"say": Wording(zh=change.zh, en=change.en), "say_past": None, "detail": None}
    return Fact(**values)
