"""What the statistics page shows: series of labels and numbers, drawn, listed and exported alike."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Iterable, Mapping, Sequence

from desk.place import Desk
from desk.texts import named, text
from records import cases, handover, questions
from records.activity import activity
from records.database import Session
from records.exports import Sheet
from records.models import HandoverTally, Tally

LONGEST = 366
"""Days of a period at most."""
_MOST_TOPICS = 15
_ENDED = frozenset({"released", "closed"})
"""How a hand-over ends that somebody has come to."""


@dataclass(frozen=True)
class Period:
    """From the first to the last day, in the conference's time zone; of one channel or language, where they are named."""

    first: dt.date
    last: dt.date
    channel: str = ""
    language: str = ""

    @property
    def days(self) -> list[dt.date]:
        """All days of it."""
        return [self.first + dt.timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def takes(self, channel: str, language: str) -> bool:
        """Whether what is of this channel and language counts."""
        return (not self.channel or channel == self.channel) and (not self.language or language.startswith(self.language))


@dataclass(frozen=True)
class Series:
    """key: of its name. rows: labels and numbers. standing: columns over time; else bars, one below the other."""

    key: str
    rows: Sequence[tuple[str, float]]
    standing: bool = False

    @property
    def highest(self) -> float:
        """The highest number, 1 at least."""
        return max([1.0, *(number for _, number in self.rows)])


@dataclass(frozen=True)
class Figures:
    """totals: the figures at the top, by key, as they are shown."""

    period: Period
    series: Sequence[Series]
    totals: Mapping[str, str] = field(default_factory=dict)

    def sheets(self, language: str) -> list[Sheet]:
        """All of it, for an export."""
        heading = [text("label", language), text("number", language)]
        return [Sheet(text(f"series.{s.key}", language), ["label", "number"], heading, [[*row] for row in s.rows]) for s in self.series]


def figures(session: Session, desk: Desk, period: Period, language: str) -> Figures:
    """All figures of a period. Questions, hand-overs and cases are counted by days of UTC, and outlive what they are about;
    messages are those that are still kept.
    """
    asked = [t for t in questions.statistics(session, period.first, period.last) if period.takes(t.channel, t.language)]
    handed = [t for t in handover.statistics(session, period.first, period.last) if period.takes(t.channel, t.language)]
    first, end = (dt.datetime.combine(day, dt.time.min, desk.zone) for day in (period.first, period.last + dt.timedelta(days=1)))
    said = activity(session, first, end, desk.zone, period.channel, period.language)
    filed = [t for t in cases.statistics(session, period.first, period.last) if period.takes(t.channel, t.language)]
    series = [
        Series("messages_by_day", [(f"{day:%m-%d}", said.by_day[day]) for day in period.days], standing=True),
        Series("messages_by_hour", [(f"{hour:02}", said.by_hour[hour]) for hour in range(24)], standing=True),
        Series("conversations_by_day", [(f"{day:%m-%d}", said.begun[day]) for day in period.days], standing=True),
        Series("conversations_by_channel", _named(said.by_channel, "channel", language)),
        Series("conversations_by_language", _named(said.by_language, "language", language)),
        Series("questions_by_outcome", _named(_sum((t.kind, t.asked) for t in asked), "kind", language)),
        Series("questions_by_topic", _topics(desk, asked, language)),
        Series("questions_by_intent", _named(_sum((t.intent, t.asked) for t in asked if t.intent), "intent", language)[:_MOST_TOPICS]),
        Series("thumbs", _named(Counter({"up": sum(t.up for t in asked), "down": sum(t.down for t in asked)}), "rating", language)),
        Series("handovers_by_reason", _named(_sum((t.reason, t.number) for t in handed), "reason", language)),
        Series("handovers_by_outcome", _named(_sum((t.outcome or "open", t.number) for t in handed), "outcome", language)),
        *_by_day(period, handed),
        Series("cases_by_kind", _named(_sum((t.kind.value, t.filed) for t in filed), "case", language)),
        Series("cases_by_state", _named(_sum((t.state.value, t.filed) for t in filed), "state", language)),
    ]
    return Figures(period, series, _totals(asked, handed, sum(said.by_channel.values()), sum(t.filed for t in filed), language))


def _by_day(period: Period, handed: Sequence[HandoverTally]) -> list[Series]:
    """How long visitors waited and staff were with them, in minutes, and what visitors thought of it, each day in the mean."""
    means = {
        "wait_by_day": ("waited", "claimed", 60),
        "handling_by_day": ("handled", "claimed", 60),
        "rating_by_day": ("rating", "rated", 1),
    }
    found = []
    for key, (figure, number, unit) in means.items():
        sums: Counter[dt.date] = Counter()
        counts: Counter[dt.date] = Counter()
        for tally in handed:
            if key != "handling_by_day" or tally.outcome in _ENDED:
                sums[tally.day] += getattr(tally, figure)
                counts[tally.day] += getattr(tally, number)
        rows = [(f"{day:%m-%d}", round(sums[day] / counts[day] / unit, 1) if counts[day] else 0) for day in period.days]
        found.append(Series(key, rows if any(counts.values()) else [], standing=True))
    return found


def _totals(asked: Sequence[Tally], handed: Sequence[HandoverTally], begun: int, filed: int, language: str) -> dict[str, str]:
    from desk.when import span

    questions_, answered = sum(t.asked for t in asked), sum(t.asked for t in asked if t.kind == "answer")
    claimed, rated = sum(t.claimed for t in handed), sum(t.rated for t in handed)
    ended = sum(t.claimed for t in handed if t.outcome in _ENDED)
    return {
        "conversations": str(begun),
        "questions": str(questions_),
        "answered": f"{answered / questions_:.0%}" if questions_ else "–",
        "handovers": str(sum(t.number for t in handed)),
        "wait": span(sum(t.waited for t in handed) / claimed, language) if claimed else "–",
        "handling": span(sum(t.handled for t in handed) / ended, language) if ended else "–",
        "rating": f"{sum(t.rating for t in handed) / rated:.1f} / 5" if rated else "–",
        "cases": str(filed),
    }


def _topics(desk: Desk, asked: Iterable[Tally], language: str) -> list[tuple[str, float]]:
    counted = _sum((t.topic, t.asked) for t in asked if t.topic)
    return [(desk.topic(topic, language), number) for topic, number in counted.most_common(_MOST_TOPICS)]


def _sum(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, number in pairs:
        found[key] += number
    return found


def _named(counted: Counter[str], kind: str, language: str) -> list[tuple[str, float]]:
    return [(named(kind, value, language) or "–", number) for value, number in counted.most_common() if number]
