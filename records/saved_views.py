"""Lists of the desk that a member of staff has kept under a name."""

from __future__ import annotations

from sqlalchemy import delete, select

from records import words
from records.database import Session
from records.models import SavedView, saved_views
from records.upsert import insert


def of(session: Session, staff: str) -> list[SavedView]:
    """Theirs, by name."""
    found = select(saved_views).where(saved_views.c.staff == staff).order_by(saved_views.c.name)
    return [SavedView(*row) for row in session.execute(found)]


def keep(session: Session, staff: str, name: str, query: str) -> None:
    """Keep a list; one of the same name is replaced.

    Raises:
        Unstorable: as in `inbox.accept`.
    """
    words.check(name, query)
    adding = insert(session, saved_views).values(staff=staff, name=name, query=query)
    session.execute(adding.on_conflict_do_update(index_elements=["staff", "name"], set_={"query": query}))


def drop(session: Session, staff: str, view_id: int) -> None:
    """Forget one of theirs; nothing where it is not."""
    session.execute(delete(saved_views).where(saved_views.c.id == view_id, saved_views.c.staff == staff))
