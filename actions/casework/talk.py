"""What comes of a message about cases. Each function gives the reply, and what was asked with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, Callable, Mapping, NamedTuple

from actions.casework.finding import chosen, contact_in, number_in, open_cases, without_number
from actions.casework.pending import Asked, Pending
from actions.casework.speaker import CaseSpeaker
from actions.forms.commands import Command, command_in
from actions.forms.form import Form
from actions.forms.readers.choice import taken
from actions.forms.readers.phone import Phone
from actions.forms.said import Said
from actions.forms.speaker import Speaker
from actions.keeping import Records
from knowledge.reply import Reply
from knowledge.service import Service
from records import cases
from records.cases import Case, CaseKind, Details
from records.errors import NoSuchMove

_LEAST_NOTE = 6
"""Characters that a message has to say beside its wish and the number to be what is added."""


class Told(NamedTuple):
    """reply: what is said. pending: what was asked with it."""

    reply: Reply
    pending: Pending | None = None


@dataclass(frozen=True)
class CaseTalk:
    """place: the conversation. forms: by the kind of case, for changes of single values."""

    records: Records
    place: str
    service: Service
    said: Said
    forms: Mapping[CaseKind, Form]

    @property
    def speaker(self) -> CaseSpeaker:
        """What words it."""
        return CaseSpeaker(self.service)

    async def status(self) -> Told:
        """How one's cases stand, or one of anybody's, to who knows its number and contact."""
        number = number_in(self.said)
        if number:
            return await self._looked_up(number, contact_in(self.said))
        mine = await self._mine()
        if not mine:
            return Told(self.speaker.say("nothing_filed"))
        return Told(self.speaker.status(mine, await self._history(mine[0]) if len(mine) == 1 else ()))

    async def withdraw(self) -> Told:
        """Ask whether to withdraw the case that is meant."""
        return await self._with_case(Asked.WHICH_TO_WITHDRAW, self._ask_to_withdraw)

    async def add(self) -> Told:
        """Add to the case that is meant, or ask what to add."""
        return await self._with_case(Asked.WHICH_TO_ADD, self._add_or_ask)

    async def settle(self, pending: Pending) -> Told | None:
        """What comes of the answer to `pending`; None where the message is none."""
        return await _SETTLE[pending.asked](self, pending) if pending.asked in _SETTLE else None

    async def _reach(self, pending: Pending) -> Told | None:
        contact = contact_in(self.said)
        case = await self._own(pending.number) if contact else None
        if contact is None or case is None:
            return None
        known = case.details
        details = dataclasses.replace(known, email=contact) if "@" in contact else dataclasses.replace(known, phone=contact)
        await self._amend(case, details)
        shown = contact if "@" in contact else Phone().shown(contact, self.service)
        return Told(self.speaker.say("reach_noted", case, contact=shown))

    async def _contact(self, pending: Pending) -> Told | None:
        contact = contact_in(self.said)
        return await self._looked_up(pending.number, contact) if contact else None

    async def _withdraw(self, pending: Pending) -> Told | None:
        case, command = await self._own(pending.number), command_in(self.said)
        question = self.speaker.asking("withdraw", case) if case else None
        place = taken(self.said, [button.title for button in question.buttons]) if question else None
        if case is None or (place is None and command not in (Command.YES, Command.NO, Command.CANCEL)):
            return None
        if place == 1 or (place is None and command is Command.NO):
            return Told(self.speaker.say("stays", case))
        id_ = case.id
        return await self._done(case, lambda session: cases.withdraw(session, id_, "visitor", utc_now()), "withdrawn")

    async def _to_add(self, pending: Pending) -> Told | None:
        case = await self._own(pending.number)
        if case is None or self.said.is_question:
            return None
        if command_in(self.said) in (Command.NO, Command.CANCEL):
            return Told(self.speaker.say("stays", case))
        return await self._added(case, self.said.written)

    async def _which_to_withdraw(self, _pending: Pending) -> Told | None:
        case = chosen(self.said, open_cases(await self._mine()))
        return await self._ask_to_withdraw(case) if case else None

    async def _which_to_add(self, _pending: Pending) -> Told | None:
        case = chosen(self.said, open_cases(await self._mine()))
        return Told(self.speaker.say("ask_add", case), Pending(Asked.ADD, case.number or "")) if case else None

    async def _with_case(self, which: Asked, then: Callable[[Case], Any]) -> Told:
        mine = await self._mine()
        offered = open_cases(mine)
        if number_in(self.said):
            case = chosen(self.said, mine)
            if case is None:
                return Told(self.speaker.say("not_found"))
            return await then(case) if case in offered else Told(self.speaker.say("settled", case))  # type: ignore[no-any-return]
        if len(offered) == 1:
            return await then(offered[0])  # type: ignore[no-any-return]
        if not offered:
            return Told(self.speaker.say("none_open" if mine else "nothing_filed"))
        return Told(self.speaker.which(which.value, offered), Pending(which))

    async def _ask_to_withdraw(self, case: Case) -> Told:
        return Told(self.speaker.asking("withdraw", case), Pending(Asked.WITHDRAW, case.number or ""))

    async def _add_or_ask(self, case: Case) -> Told:
        note = without_number(self.said)
        says = number_in(self.said) and (self._values(case) or any(sign in note for sign in ":：，,"))
        if says and len(note) >= _LEAST_NOTE:
            return await self._added(case, note)
        return Told(self.speaker.say("ask_add", case), Pending(Asked.ADD, case.number or ""))

    async def _added(self, case: Case, note: str) -> Told:
        """Change the values that are named, and keep the words in any case."""
        values, id_ = self._values(case), case.id
        told = await self._done(case, lambda session: cases.add_information(session, id_, note, "visitor", utc_now()), "added")
        form = self.forms.get(case.kind)
        if not values or form is None:
            return told
        details = _changed(form, case.details, values)
        await self._amend(case, details)
        shown = Speaker(form, self.service).pairs(values)
        return Told(self.speaker.say("changed", case, fields=shown))

    def _values(self, case: Case) -> dict[str, Any]:
        """The values of contact and size that a message names."""
        form = self.forms.get(case.kind)
        readers = {field.name: field.reader for field in form.fields if field.name in ("phone", "email", "size")} if form else {}
        found = {name: reader.volunteered(self.said) for name, reader in readers.items()}
        return {name: value.value for name, value in found.items() if value}

    async def _looked_up(self, number: str, contact: str | None) -> Told:
        now = utc_now()
        if await self.records.read(lambda session: cases.too_many(session, self.place, now)):
            return Told(self.speaker.say("too_many"))
        case = await self.records.write(lambda session: cases.look_up(session, number, conversation=self.place, contact=contact, now=now))
        if case is not None:
            return Told(self.speaker.status([case], await self._history(case)))
        if contact is None:
            return Told(self.speaker.say("ask_contact", number=number.upper()), Pending(Asked.CONTACT, number))
        return Told(self.speaker.say("not_found"))

    async def _done(self, case: Case, job: Callable[[Any], Any], key: str) -> Told:
        try:
            await self.records.write(job)
        except NoSuchMove:
            return Told(self.speaker.say("settled", case))
        return Told(self.speaker.say(key, case))

    async def _amend(self, case: Case, details: Details) -> None:
        id_ = case.id
        await self.records.write(lambda session: cases.amend(session, id_, details, "visitor", utc_now(), version=None))

    async def _mine(self) -> list[Case]:
        return await self.records.read(lambda session: cases.mine(session, self.place))

    async def _own(self, number: str) -> Case | None:
        return next((case for case in await self._mine() if case.number == number), None)

    async def _history(self, case: Case) -> list[Any]:
        id_ = case.id
        return await self.records.read(lambda session: cases.history(session, id_))


_SETTLE = {
    Asked.REACH: CaseTalk._reach,  # noqa: SLF001 (its own)
    Asked.CONTACT: CaseTalk._contact,  # noqa: SLF001
    Asked.WITHDRAW: CaseTalk._withdraw,  # noqa: SLF001
    Asked.ADD: CaseTalk._to_add,  # noqa: SLF001
    Asked.WHICH_TO_WITHDRAW: CaseTalk._which_to_withdraw,  # noqa: SLF001
    Asked.WHICH_TO_ADD: CaseTalk._which_to_add,  # noqa: SLF001
}


def _changed(form: Form, details: Details, values: Mapping[str, Any]) -> Details:
    """Details with the values of some fields of a form."""
    fresh = form.details(values)
    names = [name for value in values for name in {"size": ("square_metres", "booths", "size_words")}.get(value, (value,))]
    return dataclasses.replace(details, **{name: getattr(fresh, name) for name in names})


def utc_now() -> dt.datetime:
    """The moment."""
    return dt.datetime.now(dt.timezone.utc)
