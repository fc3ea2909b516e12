"""Numbers of cases, such as BR-21-0042: the kind, the edition of the conference, and a count that never gives one twice."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import bindparam, select

from records.cases.details import SORTS
from records.database import Session
from records.models import CaseKind, case_counters
from records.upsert import insert

_LAST = select(case_counters.c.last).where(
    case_counters.c.kind == bindparam("kind", type_=case_counters.c.kind.type), case_counters.c.edition == bindparam("edition")
)
_DASH = r"[\s\-‐‑‒–—―_./]*"
_WRITTEN = re.compile(rf"({'|'.join(sort.prefix for sort in SORTS.values())}){_DASH}([A-Z0-9]+){_DASH.replace('*', '+')}([0-9]{{1,9}})")


def take(session: Session, kind: CaseKind, edition: str) -> str:
    """The next number. Of a transaction that is rolled back, the next one gets it; others wait for its end."""
    key = {"kind": kind, "edition": edition}
    counting = insert(session, case_counters).values(**key, last=1)
    session.execute(counting.on_conflict_do_update(index_elements=list(key), set_={"last": case_counters.c.last + 1}))
    return f"{SORTS[kind].prefix}-{edition}-{session.execute(_LAST, key).scalar():04d}"


def read(text: str) -> str | None:
    """The number that somebody wrote, as it is kept ("br 21－42" is BR-21-0042); None where it is none."""
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    return f"{found[1]}-{found[2]}-{int(found[3]):04d}" if found else None
