"""Each file beside this one is a conversation with the real assistant; its name is the sentence that it shows.

A file has `turns`; it may have `today` (default 2023-03-01) and `known_failure`, the reason why it does not hold yet:
such a file has to fail, so that it is mended here as soon as the assistant is. A turn is what the visitor does

    user: what is written                repeat: 5000 (the text, so many times)
    picks: part of a button's title, which is answered with its number
    today: the day from this turn on     visitor: who writes, where there are several

and what the replies have to be; what is not named is not compared:

    kind, language, topic, form          as in the metadata of the last reply
    kinds: of all replies, in order
    facts: ids that are given            exactly: all ids that are given, in order
    one_of: ids of which one is given
    says: texts that stand in them       says_one_of: texts of which one does       says_not: texts that don't
    asks: texts that stand in the last reply
    source: a section that is cited      buttons: parts of the titles that the last reply offers
    starts: how the first one begins     long: true, where a list was asked for

and what is in the records then, of the visitor who writes:

    case: the case that was filed last: all that it says, and what else is true of it (late, after_end, duplicate; state, where it
        is not submitted)
    cases: how many were filed

`$BR`, `$EO`, `$FP` and `$HO` stand for the number of that kind that was told last. `says` and its kin ignore case, and look at all
replies of the turn together. What every reply owes (metadata, sources, length, no trace of internals) is compared in each turn.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from bot.cli.runtime import gateway_to
from records import cases as filing
from records import visits
from tests.conversations.dialogue import FILES, Numbers, read
from tests.conversations.replies import owed, shown, unlike, wrong

pytestmark = pytest.mark.model


def cases():
    """A case a file."""
    for path in FILES:
        conversation = read(path)
        marks = [pytest.mark.xfail(reason=conversation.known_failure, strict=True)] if conversation.known_failure else []
        yield pytest.param(conversation, id=path.stem, marks=marks)


def filed_by(assistant, visitor):
    """The cases that somebody at the terminal has filed, the newest first."""
    with assistant.scribe.database.begin() as session:
        talk = visits.open_conversation(session, "terminal", "", visitor, dt.datetime.now(dt.timezone.utc))
        return filing.mine(session, talk.public_id)


@pytest.mark.parametrize("conversation", cases())
async def test_conversation(conversation, assistant, settings, library, request):
    known = {fact.id for facts in library.index().pack.facts_of.values() for fact in facts}
    today, before, numbers, told, failed = conversation.today, {}, Numbers(), [], []
    for turn in conversation.turns:
        today, visitor = turn.today or today, f"{turn.visitor}-{request.node.callspec.id}"
        gateway = gateway_to(assistant, dataclasses.replace(settings, today=today))
        message = numbers.put_in(turn.message(before.get(visitor)))
        replies = await gateway.handle(visitor, message)
        before[visitor] = replies[-1]
        numbers.hear("\n".join(reply.text for reply in replies))
        differences = [*wrong(turn, replies, numbers), *unlike(turn, filed_by(assistant, visitor))]
        differences += [lack for reply in replies for lack in owed(turn, reply, known)]
        failed += differences
        told += [f"> {message[:200]}", *(line for reply in replies for line in shown(reply)), *(f"  !! {each}" for each in differences)]
    assert not failed, "\n" + "\n".join(told)


def test_a_name_is_a_sentence():
    assert [path.name for path in FILES if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){3,}\.yml", path.name)] == []
