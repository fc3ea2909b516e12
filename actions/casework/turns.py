"""Turns about cases: what was asked about one is settled, one is talked about, a matter is handed to a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.casework.handing import hand_over, matter, reachable
from actions.casework.pending import Asked, Pending
from actions.casework.speaker import CaseSpeaker
from actions.casework.talk import CaseTalk
from actions.forms.all import CASE_FORMS
from actions.keeping import office
from knowledge.answering.contacts import section_named
from knowledge.reply import Reply

if TYPE_CHECKING:  # a turn is made of what stands here
    from actions.base import Turn


def case_talk(turn: Turn) -> CaseTalk:
    """Talk about cases in this turn."""
    return CaseTalk(office().records, turn.place, turn.service, turn.said, CASE_FORMS)


async def about_case(turn: Turn, wish: str) -> tuple[Reply, Turn]:
    """What comes of a wish about what was filed: `case_status`, `case_withdraw` or `case_add`."""
    talk = case_talk(turn)
    told = await {"case_status": talk.status, "case_withdraw": talk.withdraw, "case_add": talk.add}[wish]()
    return told.reply, replace(turn, filings=replace(turn.filings, pending=told.pending))


async def settled(turn: Turn) -> tuple[Turn, Reply | None]:
    """The turn without what was asked about a case before it; and the reply, where the message answers that."""
    pending, turn = turn.filings.pending, replace(turn, filings=replace(turn.filings, pending=None))
    told = await case_talk(turn).settle(pending) if pending else None
    if told is None:
        return turn, None
    return replace(turn, filings=replace(turn.filings, pending=told.pending)), told.reply


async def handed_over(turn: Turn) -> tuple[Reply, Turn]:
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
