"""What the actions of forms share: Rasa's form loop around `actions.forms`.

Rasa runs the action of the active form before any rule. A message that is not for the form is rejected, which is Rasa's way: the
rule of its intent answers, and then the form runs once more and asks again.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.base import Turn, hand_on, kept, say, taken_up
from actions.casework.pending import Asked, Pending
from actions.casework.turns import settled
from actions.forms.dialogue import Dialogue, lapsed
from actions.forms.filing import Filing, Filings, Stage
from actions.forms.form import Form
from actions.forms.said import Said
from actions.forms.speaker import Speaker
from actions.forms.step import Step, Then
from actions.keeping import office
from knowledge.service import FORMS
from records import cases

_LISTEN = "action_listen"
_SECRET_BYTES = 18


@dataclass(frozen=True)
class Around:
    """What surrounds a form in this turn. called: how Rasa came to it."""

    turn: Turn
    tracker: Tracker

    @property
    def filings(self) -> Filings:
        """All that is being filed in the conversation."""
        return self.turn.filings

    @property
    def said(self) -> Said:
        """The message."""
        return self.turn.said

    @property
    def place(self) -> str:
        """The conversation, as the records know it."""
        return self.turn.place

    @property
    def is_first(self) -> bool:
        """Whether nothing has been done about the message yet."""
        return self.tracker.latest_action_name in (None, _LISTEN)

    @property
    def loop(self) -> dict[str, Any]:
        """Rasa's active loop: its name, and whether its form has rejected the message."""
        return self.tracker.active_loop or {}

    def with_(self, filings: Filings) -> "Around":
        """With other filings."""
        return replace(self, turn=replace(self.turn, filings=filings))

    def as_before(self) -> "Around":
        """With the language of the message before."""
        language = self.turn.before or self.turn.language
        return replace(self, turn=replace(self.turn, language=language._replace(spoken=language.reply)))


class FormAction:
    """Runs one form; mixed in before `rasa_sdk.Action`. Subclasses name the form."""

    form: ClassVar[Form]

    def name(self) -> str:
        """The name in the domain, of the form and of its action alike."""
        return f"{self.form.name}_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[EventType]:
        """One step of the form.

        Raises:
            ActionExecutionRejection: the message is not for the form.
            DatabaseUnavailable: it cannot be filed now; nothing has changed.
        """
        around = Around(Turn.of(tracker), tracker)
        dialogue = Dialogue(self.form, around.turn.service, around.filings.shared)
        filing = around.filings.open
        if filing is not None and around.loop.get("name") == self.name() and filing.form == self.form.name:
            return await self._go_on(dispatcher, around, dialogue, filing)
        other = taken_up(around.turn)
        if other not in (None, self.form.name):
            return hand_on(around.turn, other)
        turn, told = await settled(around.turn)
        if told is not None:
            say(dispatcher, told, turn.language)
            return [ActiveLoop(None), *kept(turn)]
        return await self._begin(dispatcher, replace(around, turn=turn), dialogue)

    async def _begin(self, dispatcher: CollectingDispatcher, around: Around, dialogue: Dialogue) -> list[EventType]:
        """Begin the form, or go on with one that was set aside."""
        waiting = next((left for left in around.filings.aside if left.form == self.form.name and not lapsed(left, around.said.today)), None)
        if waiting is not None:
            left = replace(around.filings, aside=tuple(other for other in around.filings.aside if other is not waiting))
            step = dialogue.resume(waiting, around.said)
            return await self._keep(dispatcher, around.with_(left), step)
        wish = around.filings.open.wish if around.filings.open else ""
        step = dialogue.begin(replace(around.said, text=wish) if wish else around.said)
        say(dispatcher, self._speaker(around).opening(), around.turn.language)
        return await self._keep(dispatcher, around, step)

    async def _go_on(self, dispatcher: CollectingDispatcher, around: Around, dialogue: Dialogue, filing: Filing) -> list[EventType]:
        if lapsed(filing, around.said.today):
            return await self._after_long(dispatcher, around, dialogue)
        if not around.is_first:
            return await self._keep(dispatcher, around, dialogue.again(filing, around.said))
        step = dialogue.after(filing, around.said)
        if step is None:
            raise ActionExecutionRejection(self.name())
        return await self._do(dispatcher, around, step)

    async def _after_long(self, dispatcher: CollectingDispatcher, around: Around, dialogue: Dialogue) -> list[EventType]:
        """Forget it: whatever is said now is not for it, unless it is wished anew."""
        fresh = around.with_(replace(around.filings, open=None))
        if around.is_first and around.said.intent == self.form.intent:
            return await self._begin(dispatcher, fresh, dialogue)
        if around.is_first:
            raise ActionExecutionRejection(self.name())
        return await self._end(fresh)

    async def _do(self, dispatcher: CollectingDispatcher, around: Around, step: Step) -> list[EventType]:
        if step.then is Then.FILE:
            return await self._file(dispatcher, around, step.filing)
        if step.then is Then.DROP:
            say(dispatcher, self._speaker(around).dropped(), around.turn.language)
            return await self._end(around)
        if step.then in (Then.SET_ASIDE, Then.REPLACE):
            return await self._leave(around, step)
        return await self._keep(dispatcher, around, step)

    async def _keep(self, dispatcher: CollectingDispatcher, around: Around, step: Step) -> list[EventType]:
        """Say what the step says, and keep the form: in the conversation's memory, and as a draft in the records."""
        around = around.as_before() if step.quoted else around
        filing = replace(step.filing, day=around.said.today.isoformat(), secret=step.filing.secret or secrets.token_urlsafe(_SECRET_BYTES))
        details, now, language = self.form.details(filing.values), utc_now(), around.turn.language.reply
        await office().records.write(lambda session: cases.keep_draft(session, around.place, details, language, now), durable=False)
        say(dispatcher, self._speaker(around).reply(replace(step, filing=filing)), around.turn.language)
        return self._events(around, replace(around.filings, open=filing))

    async def _file(self, dispatcher: CollectingDispatcher, around: Around, filing: Filing) -> list[EventType]:
        """File it; only what is committed is said to be filed."""
        speaker, now = self._speaker(around), utc_now()
        details, language = self.form.details(filing.values), around.turn.language.reply
        known = {"message_id": around.turn.message_id, "edition": str(around.turn.index.pack.event.edition), "language": language}
        late, over = speaker.late(), speaker.over()
        case = await office().records.write(
            lambda session: cases.submit(session, around.place, details, **known, late=late, after_end=over, now=now, secret=filing.secret)
        )
        waiting = [left for left in around.filings.aside if not lapsed(left, around.said.today)]
        link = office().link(filing.secret)
        say(dispatcher, speaker.done(case, [left.form for left in waiting], link), around.turn.language)
        shared = {**around.filings.shared, **{field.name: filing.values[field.name] for field in self.form.filled(filing) if field.shared}}
        offered = Pending(Asked.RESUME, waiting[-1].form) if waiting else None
        return self._events(around, Filings(None, tuple(waiting), shared, offered))

    async def _leave(self, around: Around, step: Step) -> list[EventType]:
        """Begin the form that is wished; this one waits, or is forgotten."""
        aside = tuple(left for left in around.filings.aside if left.form != self.form.name)
        if step.then is Then.SET_ASIDE:
            stage = Stage.ASKING if step.filing.field else Stage.SUMMARY
            aside = (*aside, replace(step.filing, wished=None, wish="", stage=stage))
        else:
            await self._forget(around)
        events = self._events(around, replace(around.filings, open=step.filing, aside=aside))
        return [*events, ActiveLoop(f"{FORMS[step.filing.wished or '']}_form")]

    async def _end(self, around: Around) -> list[EventType]:
        await self._forget(around)
        return self._events(around, replace(around.filings, open=None))

    async def _forget(self, around: Around) -> None:
        kind = cases.CaseKind(self.form.name)
        await office().records.write(lambda session: cases.drop_draft(session, around.place, kind), durable=False)

    def _speaker(self, around: Around) -> Speaker:
        return Speaker(self.form, around.turn.service, office().case_days)

    def _events(self, around: Around, filings: Filings) -> list[EventType]:
        open_ = filings.open
        loop, asked = (self.name(), open_.field) if open_ else (None, None)
        return [ActiveLoop(loop), SlotSet("requested_slot", asked), *kept(around.with_(filings).turn)]


def utc_now() -> dt.datetime:
    """The moment."""
    return dt.datetime.now(dt.timezone.utc)
