"""Checks of a pack that go beyond its loading: completeness, orphans, doubles, lengths, nearness to the notice, coverage."""

from knowledge.check.coverage import Covered, coverage
from knowledge.check.finding import Finding, Level
from knowledge.check.run import check

__all__ = ["Covered", "Finding", "Level", "check", "coverage"]
