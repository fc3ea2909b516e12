"""What the actions of forms share: Rasa's form loop around `actions.forms`.

Rasa runs the action of the active form before any rule. A message that is not for the form is rejected, which is Rasa's way: the
rule of its intent answers, and then the form runs once more and asks again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.base import Turn, kept, say
from actions.forms.dialogue import Dialogue, lapsed
from actions.forms.filing import Filing, Filings, Stage
from actions.forms.form import Form
from actions.forms.said import Said
from actions.forms.speaker import Speaker
from actions.forms.step import Step, Then
from actions.keeping import records
from knowledge.service import FORMS
from records import cases

_LISTEN = "action_listen"


@dataclass(frozen=True)
class Around:
    """What surrounds a form in this turn. called: by a rule or by Rasa's loop. said: the message. filings: all of the conversation's."""

    turn: Turn
    said: Said
    filings: Filings
    tracker: Tracker

    @classmethod
    def of(cls, tracker: Tracker) -> "Around":
        """From the tracker."""
        turn = Turn.of(tracker)
        message = tracker.latest_message
        said = Said(message.get("text") or "", turn.intent, float(message["intent"].get("confidence") or 0.0), turn.language.reply, turn.today)
        return cls(turn, said, Filings.from_dict(tracker.get_slot("filing")), tracker)

    def as_before(self) -> "Around":
        """With the language of the message before."""
        before = self.turn.before
        language = before or self.turn.language
        return replace(self, turn=replace(self.turn, language=language._replace(spoken=language.reply)))

    @property
    def is_first(self) -> bool:
        """Whether nothing has been done about the message yet."""
        return self.tracker.latest_action_name in (None, _LISTEN)

    @property
    def place(self) -> str:
        """The conversation, as the records know it."""
        return str(self.tracker.sender_id)

    @property
    def message_id(self) -> str:
        """The message's own, for what may happen once only."""
        return str(self.tracker.latest_message["metadata"]["message_id"])


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
        around = Around.of(tracker)
        dialogue = Dialogue(self.form, around.turn.service, around.filings.shared)
        if (tracker.active_loop or {}).get("name") != self.name() or around.filings.open is None:
            return await self._begin(dispatcher, around, dialogue)
        if around.filings.open.form != self.form.name:
            return await self._begin(dispatcher, around, dialogue)
        return await self._go_on(dispatcher, around, dialogue, around.filings.open)

    async def _begin(self, dispatcher: CollectingDispatcher, around: Around, dialogue: Dialogue) -> list[EventType]:
        waiting = next((f for f in around.filings.aside if f.form == self.form.name and not lapsed(f, around.said.today)), None)
        if waiting is not None:
            filings = replace(around.filings, aside=tuple(f for f in around.filings.aside if f is not waiting))
            step = Step(replace(waiting, stage=Stage.BACK, day=around.said.today.isoformat()))
            return await self._keep(dispatcher, replace(around, filings=filings), step)
        wish = around.filings.open.wish if around.filings.open else ""
        step = dialogue.begin(replace(around.said, text=wish) if wish else around.said)
        say(dispatcher, Speaker(self.form, around.turn.service).opening(), around.turn.language)
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
        """Forget it: whatever is said now is not for it."""
        if around.is_first and not (around.tracker.active_loop or {}).get("rejected"):
            raise ActionExecutionRejection(self.name())
        fresh = replace(around, filings=replace(around.filings, open=None))
        if around.is_first:  # the rule of its own intent: it is wished anew
            return await self._begin(dispatcher, fresh, dialogue)
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
        filing = replace(step.filing, day=around.said.today.isoformat())
        details, now, language = self.form.details(filing.values), utc_now(), around.turn.language.reply
        await records().write(lambda session: cases.keep_draft(session, around.place, details, language, now), durable=False)
        say(dispatcher, self._speaker(around).reply(replace(step, filing=filing)), around.turn.language)
        return self._events(around, replace(around.filings, open=filing))

    async def _file(self, dispatcher: CollectingDispatcher, around: Around, filing: Filing) -> list[EventType]:
        """File it; only what is committed is said to be filed."""
        speaker, now = self._speaker(around), utc_now()
        details, language = self.form.details(filing.values), around.turn.language.reply
        known = {"message_id": around.message_id, "edition": str(around.turn.index.pack.event.edition), "language": language}
        late, over = speaker.late(), speaker.over()
        case = await records().write(
            lambda session: cases.submit(session, around.place, details, **known, late=late, after_end=over, now=now)
        )
        waiting = [left for left in around.filings.aside if not lapsed(left, around.said.today)]
        say(dispatcher, speaker.done(case, [left.form for left in waiting]), around.turn.language)
        shared = {**around.filings.shared, **{field.name: filing.values[field.name] for field in self.form.filled(filing) if field.shared}}
        return self._events(around, Filings(None, tuple(waiting), shared))

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
        await records().write(lambda session: cases.drop_draft(session, around.place, kind), durable=False)

    def _speaker(self, around: Around) -> Speaker:
        return Speaker(self.form, around.turn.service)

    def _events(self, around: Around, filings: Filings) -> list[EventType]:
        open_ = filings.open
        active = self.name() if open_ else None
        asked = open_.field if open_ else None
        return [ActiveLoop(active), SlotSet("filing", filings.as_dict()), SlotSet("requested_slot", asked), *kept(around.turn)]


def utc_now() -> dt.datetime:
    """The moment."""
    return dt.datetime.now(dt.timezone.utc)
