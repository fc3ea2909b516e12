"""Wordings that repeat the notice: the project carries facts in its own words, never the notice's sentences."""

from __future__ import annotations

import re
from typing import Iterator

from knowledge.check.finding import Finding, warning
from knowledge.check.texts import HAN_CHARACTER, Text, texts
from knowledge.notice import Notice
from knowledge.pack import Pack

LONGEST_RUN = 19
_LISTED = 3  # enumeration commas (or plus signs) that make a run a list of names
_TITLES = re.compile(r"《[^》]*》|“[^”]*”|\{\w+\}")
_ENGLISH = re.compile(r"[A-Za-z]{2,}")


def nearness(pack: Pack, notice: Notice) -> Iterator[Finding]:
    """Each wording with a run of 20 or more Han characters that stands in the notice, lists and titles left out."""
    said = _han(notice.running)
    known = {said[i : i + LONGEST_RUN + 1] for i in range(len(said) - LONGEST_RUN)}
    for text in texts(pack):
        if not text.place.startswith("name "):
            for run in _runs(text, said, known):
                yield warning(text.place, f"the notice's own words: {run}")


def _runs(text: Text, said: str, known: set[str]) -> Iterator[str]:
    pieces = _TITLES.sub("\n", text.text)
    if text.language == "en":
        pieces = _ENGLISH.sub("\n", pieces)
    for piece in pieces.split("\n"):
        places = [match.start() for match in re.finditer(HAN_CHARACTER, piece)]
        han = "".join(piece[place] for place in places)
        start = 0
        while start + LONGEST_RUN < len(han):
            if han[start : start + LONGEST_RUN + 1] not in known:
                start += 1
                continue
            end = start + LONGEST_RUN + 1
            while end < len(han) and han[start : end + 1] in said:
                end += 1
            run = piece[places[start] : places[end - 1] + 1]
            if len(re.findall("[、+]", run)) < _LISTED:
                yield run
            start = end


def _han(text: str) -> str:
    return "".join(re.findall(HAN_CHARACTER, text))
