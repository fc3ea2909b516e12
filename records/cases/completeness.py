"""What a case must say before it can be filed."""

from __future__ import annotations

from functools import singledispatch

from records.cases.details import Details
from records.models import BoothRequest, EoNeed, ForumProposal, Handoff
from records.models.booth_request import BoothKind
from records.models.eo_need import Party


@singledispatch
def missing(details: Details) -> tuple[str, ...]:
    """The fields that are still needed, in the order of the questions; none where the case can be filed.

    Of a phone number and an e-mail address one will do for booths and forums; both are named where neither is there.
    """
    raise TypeError(f"{type(details).__name__} is no kind of case")


@missing.register
def _booth(details: BoothRequest) -> tuple[str, ...]:
    figures = (details.square_metres, details.booths, details.size_words.strip() or None)
    sized = details.booth_kind in {None, BoothKind.NOT_SURE} or any(figure is not None for figure in figures)
    return (
        *_empty(details, "organisation", "country", "booth_kind"),
        *(() if sized else ("square_metres",)),
        *_empty(details, "exhibits", "contact_name"),
        *_unreachable(details),
    )


@missing.register
def _need(details: EoNeed) -> tuple[str, ...]:
    of_organisations = () if details.party is Party.PERSON else ("organisation", "organisation_kind")
    return _empty(
        details, "direction", "subject", "party", "title", "field", *of_organisations, "country", "confidential", "contact_name", "email"
    )


@missing.register
def _forum(details: ForumProposal) -> tuple[str, ...]:
    return (*_empty(details, "host", "title", "forum_kind", "contact_name"), *_unreachable(details))


@missing.register
def _handoff(details: Handoff) -> tuple[str, ...]:
    return _empty(details, "reason")


def _empty(details: Details, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if _is_empty(getattr(details, name)))


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _unreachable(details: Details) -> tuple[str, ...]:
    empty = _empty(details, "phone", "email")
    return empty if empty == ("phone", "email") else ()
