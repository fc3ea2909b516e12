"""The life of a conversation: one owner at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest

from records import conversations
from records.errors import NoSuchConversation, NoSuchMove, NotOwner
from records.models import Owner

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
WAYS = {
    Owner.BOT: [],
    Owner.QUEUED: [Owner.QUEUED],
    Owner.STAFF: [Owner.QUEUED, Owner.STAFF],
    Owner.CLOSED: [Owner.CLOSED],
}
"""How a new conversation comes to each owner."""
LEGAL = {
    ("bot", "queued"), ("queued", "staff"), ("queued", "bot"), ("staff", "queued"), ("staff", "bot"), ("staff", "closed"),
    ("bot", "closed"), ("closed", "bot"),
}  # fmt: skip


def move(world, conversation, to):
    return world.do(conversations.move, conversation.id, to, conversation.epoch, NOW, "wang" if to is Owner.STAFF else None)


@pytest.mark.parametrize(("before", "to"), list(itertools.product(Owner, Owner)), ids=lambda owner: owner.value)
def test_a_conversation_moves_as_the_table_says_and_no_other_way(world, before, to):
    conversation = world.visit()
    for owner in WAYS[before]:
        conversation = move(world, conversation, owner)
    if (before.value, to.value) not in LEGAL:
        with pytest.raises(NoSuchMove):
            move(world, conversation, to)
        assert world.do(conversations.get, conversation.id) == conversation
        return
    moved = move(world, conversation, to)
    changes = {"owner": to, "staff": "wang" if to is Owner.STAFF else None, "owner_since": NOW}
    assert moved == dataclasses.replace(conversation, epoch=conversation.epoch + 1, lease=conversation.lease + 1, **changes)
    assert world.do(conversations.get, conversation.id) == moved


def test_the_table_in_the_docstring_is_that_of_the_code():
    rows = [line.split()[:2] for line in conversations.__doc__.splitlines() if line.strip() and line.split()[0].isupper()]
    assert sorted(rows) == sorted([before.name, to.name] for before, after in conversations.MOVES.items() for to in after)


def test_of_eight_who_claim_a_conversation_one_gets_it(world, at_once):
    conversation = move(world, world.visit(), Owner.QUEUED)

    def claim(n):
        try:
            return world.do(conversations.move, conversation.id, Owner.STAFF, 1, NOW, f"staff {n}").staff
        except NotOwner:
            return None

    (winner,) = filter(None, at_once(claim))
    assert world.do(conversations.get, conversation.id).staff == winner


def test_who_acts_on_what_is_no_longer_so_is_told(world):
    conversation = world.visit()
    move(world, conversation, Owner.QUEUED)
    with pytest.raises(NotOwner):
        move(world, conversation, Owner.CLOSED)


@pytest.mark.parametrize(("to", "staff"), [(Owner.STAFF, None), (Owner.BOT, "wang")])
def test_staff_is_named_where_staff_claims_and_nowhere_else(world, to, staff):
    conversation = move(world, world.visit(), Owner.QUEUED)
    with pytest.raises(NoSuchMove):
        world.do(conversations.move, conversation.id, to, 1, NOW, staff)


def test_the_language_is_kept_with_how_it_was_found(world):
    conversation = world.visit()
    world.do(conversations.set_language, conversation.id, "zh", chosen=False)
    found = [world.do(conversations.get, conversation.id)]
    world.do(conversations.set_language, conversation.id, "en")
    found.append(world.do(conversations.get, conversation.id))
    assert [(c.language, c.language_chosen) for c in (conversation, *found)] == [(None, False), ("zh", False), ("en", True)]


def test_what_is_not_there_is_said(world):
    for call in (
        (conversations.get, 4711),
        (conversations.lock, 4711),
        (conversations.move, 4711, Owner.QUEUED, 0, NOW),
        (conversations.set_language, 4711, "zh"),
    ):
        with pytest.raises(NoSuchConversation):
            world.do(*call)
