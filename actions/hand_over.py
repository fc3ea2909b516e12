"""A wish for a person, and what only a person can settle."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from actions.casework.handing import hand_over, matter, reachable
from actions.casework.pending import Asked, Pending
from actions.casework.speaker import CaseSpeaker
from actions.keeping import office
from knowledge.answering.contacts import section_named
from knowledge.reply import Reply


class ActionHandOver(TurnAction, Action):  # type: ignore[misc]
    """Files a case for staff and names the contact; promises nothing in the organisers' name."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_hand_over"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """The contact of what it is about, the number of the case, and how the visitor can be reached."""
        topic, wish = section_named(turn.index, turn.understanding, turn.context), turn.intent == "want_person"
        handoff, event = matter(turn.said.written, topic, wish, turn.filings.shared), turn.index.pack.event
        handed = await hand_over(
            office().records,
            turn.place,
            handoff,
            message_id=turn.message_id,
            edition=str(event.edition),
            language=turn.language.reply,
            over=turn.today > event.dates.end,
            now=dt.datetime.now(dt.timezone.utc),
        )
        number, speaker = handed.case.number or "", CaseSpeaker(turn.service)
        told = [speaker.say("handed" if handed.fresh else "handed_again", number=number).text]
        if reachable(handoff) or turn.filings.open:  # a form that is open asks for it anyway
            return turn.service.hand_over(topic, wish, told), turn
        told.append(speaker.say("ask_reach").text)
        after = replace(turn, filings=replace(turn.filings, pending=Pending(Asked.REACH, number)))
        return turn.service.hand_over(topic, wish, told), after
