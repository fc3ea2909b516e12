"""Talk about cases in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence
from zoneinfo import ZoneInfo

from knowledge.reply import Button, Kind, Metadata, Reply
from knowledge.service import Service
from knowledge.text.folding import as_written
from knowledge.wording.texts import Texts
from records.cases import Case, Change

text = Texts(Path(__file__).parent / "texts.yml")
_MOST = 5


@dataclass(frozen=True)
class CaseSpeaker:
    """Words about cases in the language of a turn."""

    service: Service

    def say(self, key: str, case: Case | None = None, buttons: Sequence[str] = (), **values: object) -> Reply:
        """A sentence, about a case where one is given."""
        if case is not None:
            values = {"number": case.number, "kind": self._say(f"kind_{case.kind.value}"), **values}
        return self._reply(self._say(key, **values), case, buttons)

    def asking(self, key: str, case: Case) -> Reply:
        """A yes-or-no question about a case."""
        return self.say(f"ask_{key}", case, [self._say(f"{key}_yes"), self._say(f"{key}_no")])

    def which(self, key: str, offered: Sequence[Case]) -> Reply:
        """A question back, with the cases to choose from."""
        lines = [self._say(key), *(f"{place}. {self._line(case)}" for place, case in enumerate(offered[:_MOST], 1))]
        return self._reply("\n".join(lines), None, [case.number or "" for case in offered[:_MOST]])

    def status(self, found: Sequence[Case], notes: Sequence[Change] = ()) -> Reply:
        """How cases stand. notes: of the one case."""
        lines = [self._line(case) for case in found[:_MOST]]
        if len(found) == 1:
            lines += [self._say("late_mark")] if found[0].late else []
            told = next((change.note for change in reversed(notes) if change.note and change.by not in ("visitor", "bot")), "")
            lines += [self._say("last_note", note=as_written(told))] if told else []
        else:
            lines.insert(0, self._say("mine"))
        return self._reply("\n".join(lines), found[0] if len(found) == 1 else None)

    def _line(self, case: Case) -> str:
        filed = (case.filed_at or case.created_at).astimezone(ZoneInfo(self.service.pack.event.timezone))
        day = self._say("day", year=filed.year, month=filed.month, day=filed.day, name=filed.strftime("%B"))
        state, kind = self._say(f"state_{case.state.value}"), self._say(f"kind_{case.kind.value}")
        return self._say("one", number=case.number, kind=kind, day=day, state=state)

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.service.language, 0, **values)

    def _reply(self, said: str, case: Case | None, buttons: Sequence[str] = ()) -> Reply:
        form = case.kind.value if case else None
        return Reply(said, Metadata(Kind.FORM, self.service.language, form=form), tuple(map(Button, buttons)))
