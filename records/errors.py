"""What can go wrong with records.

RecordsError
├ DatabaseError
│ ├ DatabaseUnavailable   it doesn't answer, is full, or its file is gone; nothing was stored, try again later
│ └ DatabaseNewer         a later version of the assistant has changed its tables
├ NotFound
│ ├ NoSuchVisitor
│ ├ NoSuchConversation    never there, or erased
│ ├ NoSuchMessage
│ ├ NoSuchDelivery
│ ├ NoSuchButton          never issued, issued in another conversation, or purged
│ ├ NoSuchHandover        the conversation is with nobody and waits for nobody
│ ├ NoSuchMember          no member of staff has the login, or the id
│ ├ NoSuchInvitation      a link that was never given out, was used, or is too old
│ ├ NoSuchCanned
│ └ NoSuchCase            never filed, or erased
├ Conflict
│ ├ AlreadyAnswered       the message has its answer
│ ├ NotOwner              the conversation has moved: who acts doesn't own it (any more)
│ │ └ Claimed             another member of staff has it; says who
│ ├ LeaseLost             another worker has taken over what was claimed
│ ├ IdOfAnother           a channel's message id that belongs to another conversation
│ ├ NameTaken             a login or a name that somebody, or something, has
│ ├ LastAdministrator     nobody would be left who can let others in
│ ├ Stale                 somebody has changed it since it was read
│ ├ Spent                 a message that was erased on its visitor's wish, delivered again
│ └ NoSuchMove            the life cycle has no such step from where it is
├ SignInRefused           the login, the password or the code is not right
│ └ TooManySignIns        too many were not right lately; says how long to wait
├ Incomplete              a case without all that it needs cannot be filed
└ Unstorable              a value that not every database can keep

After any of them the transaction is to be left: `Database.begin` rolls it back.
"""

from __future__ import annotations

from typing import Sequence


class RecordsError(Exception):
    """See the module."""


class DatabaseError(RecordsError):
    """The database itself cannot be used."""


class DatabaseUnavailable(DatabaseError):
    """It doesn't answer, is full, or its file is gone. Nothing of the transaction was stored; it may be tried again."""


class DatabaseNewer(DatabaseError):
    """Its tables were changed by a later version of the assistant."""


class NotFound(RecordsError):
    """There is no such record."""


class NoSuchVisitor(NotFound):
    """There is no such visitor, or not any more."""


class NoSuchConversation(NotFound):
    """There is no such conversation, or not any more."""


class NoSuchMessage(NotFound):
    """There is no such message, or not any more."""


class NoSuchDelivery(NotFound):
    """There is no such delivery, or not any more."""


class NoSuchButton(NotFound):
    """No button of this conversation has the token."""


class NoSuchHandover(NotFound):
    """The conversation is with nobody of the staff, and waits for nobody."""


class NoSuchMember(NotFound):
    """No member of staff has the login, or the id."""


class NoSuchInvitation(NotFound):
    """The link was never given out, was used, or is too old."""


class NoSuchCanned(NotFound):
    """There is no such canned reply, or not any more."""


class NoSuchCase(NotFound):
    """There is no such case, or not any more."""


class Conflict(RecordsError):
    """The record is there, but this cannot be done with it now."""


class AlreadyAnswered(Conflict):
    """The message has its answer; a second one is not stored."""


class NotOwner(Conflict):
    """The conversation belongs to somebody else, or has been with somebody else in between (its epoch changed)."""


class Claimed(NotOwner):
    """Another member of staff has the conversation. staff: their login."""

    def __init__(self, staff: str) -> None:
        super().__init__(f"The conversation is with {staff}.")
        self.staff = staff


class NameTaken(Conflict):
    """The login or the name is taken."""


class LastAdministrator(Conflict):
    """It would leave no administrator who can sign in."""


class LeaseLost(Conflict):
    """What was claimed ran out, and another worker has claimed it."""


class IdOfAnother(Conflict):
    """The channel's message id was seen in another conversation."""


class Stale(Conflict):
    """The record has changed since the version that the caller saw."""


class Spent(Conflict):
    """The message was erased on its visitor's wish; delivered again it has no effect."""


class NoSuchMove(Conflict):
    """The life cycle has no such step from where the record is."""


class SignInRefused(RecordsError):
    """The login, the password or the code is not right; which of them is not said."""


class TooManySignIns(SignInRefused):
    """Too many were not right lately. seconds: until the next try is looked at."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many tries; again in {seconds:.0f} s.")
        self.seconds = seconds


class Incomplete(RecordsError):
    """A case lacks what it needs to be filed. missing: the names of the fields."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"The case lacks: {', '.join(missing)}.")
        self.missing = tuple(missing)


class Unstorable(RecordsError):
    """A value that PostgreSQL cannot keep: a text with NUL characters or halves of surrogate pairs, a number beyond all bounds."""
