"""What the actions share: reading the turn from the tracker, and giving a reply back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.finding import case_wish
from actions.casework.pending import Asked
from actions.casework.turns import about_case, handed_over, settled
from actions.forms.commands import Command, command_in, tells_no_language
from actions.forms.filing import Filings
from actions.forms.readers.choice import taken
from actions.forms.said import Said
from actions.forms.speaker import resume_title
from knowledge import library
from knowledge.answering.asked_after_all import asks_after_all
from knowledge.answering.context import Context
from knowledge.answering.resolver import resolve, takes_option
from knowledge.index import FactIndex
from knowledge.reply import Reply
from knowledge.service import Service
from knowledge.text.folding import to_traditional, unmarked
from knowledge.text.language import Language, settle
from knowledge.understanding import Understanding
from knowledge.wording.texts import text


@dataclass(frozen=True)
class Turn:
    """One message in its conversation. fixed: the language that the visitor asked for. today: the day it is.

    before: the language of the message before, None for the first. place: the conversation, as the records know it. said: the
    message as a form hears it. message_id: its own, for what may happen once only. filings: what is being filed.
    """

    index: FactIndex
    understanding: Understanding
    intent: str
    language: Language
    fixed: str | None
    context: Context
    today: dt.date
    before: Language | None
    place: str
    said: Said
    message_id: str
    filings: Filings

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """The turn that the tracker stands at."""
        message = tracker.latest_message
        understanding = Understanding.from_dict(message["understanding"])
        kept = tracker.get_slot("language") or {}
        last = Language(**kept["last"]) if kept.get("last") else None
        context = Context.from_dict(tracker.get_slot("context"))
        today = dt.date.fromisoformat(message["metadata"]["today"])
        intent, certainty = message["intent"]["name"], float(message["intent"].get("confidence") or 0.0)
        said = Said(message.get("text") or "", intent, certainty, understanding.language.reply, today)
        written = understanding.language._replace(sure=False) if tells_no_language(said) else understanding.language
        language = settle(written, last, kept.get("fixed"))
        return cls(
            index=library.shared().index(),
            understanding=understanding,
            intent=intent,
            language=language,
            fixed=kept.get("fixed"),
            context=context,
            today=today,
            before=last,
            place=str(tracker.sender_id),
            said=replace(said, language=language.reply),
            message_id=str(message["metadata"]["message_id"]),
            filings=Filings.from_dict(tracker.get_slot("filing")),
        )

    @property
    def service(self) -> Service:
        """The words of this turn's language and day."""
        return Service(self.index.pack, self.language.reply, self.today)


class TurnAction:
    """What an action that answers with one reply does; mixed in before `rasa_sdk.Action`.

    Subclasses give `name` and `reply`.
    """

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """The reply, and the turn with what the conversation is to keep of it."""
        raise NotImplementedError

    def goes_on(self, turn: Turn) -> bool:
        """Whether the message takes an option, or goes on with the last answer, whatever intent it looks like."""
        if takes_option(turn.understanding, turn.context):
            return True
        if turn.said.wants_person(strict=False):
            return False
        return asks_after_all(turn.index, turn.understanding, turn.intent, turn.context)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[EventType]:
        """Say the reply and keep context and language."""
        turn = Turn.of(tracker)
        form = taken_up(turn)
        if form is not None:
            return hand_on(turn, form)
        turn, told = await settled(turn)
        wish = case_wish(turn.said)
        if told is not None:
            reply, after = told, turn
        elif wish is not None:
            reply, after = await about_case(turn, wish)
        elif turn.said.erases:
            reply, after = await handed_over(turn)
        else:
            reply, after = answer(turn) if self.goes_on(turn) else await self.reply(turn)
        say(dispatcher, reply, turn.language)
        return kept(replace(after, context=replace(after.context, turn=turn.context.turn)))


def taken_up(turn: Turn) -> str | None:
    """The form that was set aside and that the message goes on with, having just been offered it."""
    pending = turn.filings.pending
    if pending is None or pending.asked is not Asked.RESUME:
        return None
    takes = taken(turn.said, [resume_title(pending.number, turn.language.reply)]) == 0
    return pending.number if takes or command_in(turn.said) in (Command.GO_ON, Command.YES) else None


def hand_on(turn: Turn, form: str) -> list[EventType]:
    """Let a form speak instead, in this turn."""
    return [ActiveLoop(f"{form}_form"), *kept(replace(turn, filings=replace(turn.filings, pending=None)))]


def answer(turn: Turn) -> tuple[Reply, Turn]:
    """Answer from the notice."""
    reply, context = turn.service.answer(resolve(turn.index, turn.understanding, turn.context))
    return reply, replace(turn, context=context)


def kept(turn: Turn) -> list[EventType]:
    """What the conversation keeps of a turn: what follow-ups inherit, and the language."""
    context = replace(turn.context, turn=turn.context.turn + 1)
    language = {"last": turn.language._asdict(), "fixed": turn.fixed}
    filing = None if turn.filings == Filings() else turn.filings.as_dict()
    return [SlotSet("context", _as_json(context.as_dict())), SlotSet("language", language), SlotSet("filing", filing)]


def say(dispatcher: CollectingDispatcher, reply: Reply, language: Language) -> None:
    """Hand a reply over, in traditional characters to those who write them, with a word on other languages."""
    said = reply.as_dict()
    if language.spoken not in ("zh", "en", ""):
        said["text"] = f"{text('other_language', language.reply)}\n{said['text']}"
    if language.reply == "zh" and language.traditional:
        said["text"] = to_traditional(said["text"])
        said["buttons"] = [{key: to_traditional(value) for key, value in button.items()} for button in said["buttons"]]
    dispatcher.utter_message(text=unmarked(said["text"]), buttons=said["buttons"], metadata=said["metadata"])


def _as_json(value: Any) -> Any:
    """A value with lists for tuples: in process as an action server would send it."""
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    return [_as_json(inner) for inner in value] if isinstance(value, (list, tuple)) else value
