"""Statistics of a period: drawn, listed, exported."""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from desk import downloads
from desk.access import OVERSEE, Page
from desk.call import Call
from desk.figures import LONGEST, Figures, Period, figures
from desk.views.inbox import CHANNELS

_USUAL_DAYS = 30


async def look(call: Call) -> Response:
    """The page."""
    found = await _figures(call)
    return call.page("statistics.html", found=found, channels=CHANNELS, query=call.request.url.query)


async def export(call: Call) -> Response:
    """All figures of the period as a file: a workbook with a sheet for each series, or the one that is named as CSV."""
    form = call.query.one_of("form", downloads.FORMATS)
    found = await _figures(call)
    named = call.query.text("series", 60)
    chosen = [sheet for sheet, series in zip(found.sheets(call.language), found.series) if not named or series.key == named]
    return downloads.sheets(chosen or found.sheets(call.language), form, f"statistics-{found.period.first}-{found.period.last}")


async def _figures(call: Call) -> Figures:
    period = period_of(call)
    return await call.read(lambda session: figures(session, call.desk, period, call.language))


def period_of(call: Call) -> Period:
    """What the query asks for; the last thirty days where it asks for nothing, or for what cannot be."""
    today = call.now.astimezone(call.desk.zone).date()
    last = _day(call.query.text("to", 10)) or today
    first = _day(call.query.text("from", 10)) or last - dt.timedelta(days=_USUAL_DAYS - 1)
    if not first <= last <= first + dt.timedelta(days=LONGEST):
        first = last - dt.timedelta(days=_USUAL_DAYS - 1)
    channel, language = call.query.text("channel", 20), call.query.text("language", 2)
    return Period(first, last, channel if channel in CHANNELS else "", language if language in {"zh", "en"} else "")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


PAGES = (
    Page("GET", "/statistics", look, OVERSEE),
    Page("GET", "/statistics/export", export, OVERSEE),
)
