"""Segments: the clauses of a message that may each hold a question."""

from __future__ import annotations

import re
from typing import Sequence

from knowledge.text.concepts import concepts_in
from knowledge.text.tokens import HAN

_STOP = (
    r"(?:[?!;。\n]|[,、](?!\d)|(?<!\d)[,、])+|(?<!\d)\.(?=\s|$)|:(?=\s|[^\d/])"
    r"|(?<=[\u4e00-\u9fff]{2}) (?=[\u4e00-\u9fff]{2})"  # who types in a hurry sets clauses apart by blanks
)
_JOIN = (
    r"还有|另外|以及|加上|外加|连同|顺便|顺带|同时|再就是|然后再|"
    r"\b(?:and also|and then|along with|as well as|and|also|plus|together with|oh and)\b|\s[&+]\s|/"
)
_LISTING = re.compile(r"[和与及跟加]|\s*\+\s*|\bn\b")
_NEAR = 6
_KEPT = ("?", ":")  # stops that say what a clause is
_NUMBER = re.compile(  # "1) venue", "2交给谁"; not "1 April", "1.5", "2号馆"
    rf"(?:^|(?<=[\s,;:。]))\(?([1-9])(?:[).、:](?!\d)\s*|(?=[{HAN}])(?![月日号年届个家位天楼层馆场种类平米人点]))"
)
_LETTER = re.compile(r"(?:^|(?<=[\s,;:。]))\(?([a-e])\)\s*")
_SPLIT = re.compile(f"{_STOP}|{_JOIN}")
_OF_WHAT = r"what|when|where|which|who|whom|whose|why|how"
_WHETHER = r"is|are|does|do|did|can|could|will|would|may|should|must|any"
_ASKING = re.compile(
    r"[吗么呢]|什么|谁|哪|几|多少|怎|如何|何时|何地|是否|是不是|有没有|能不能|可不可以|行不行|要不要|会不会|用不用|为什么|(.)[不没]\1|[不没]$"
    rf"|(?<=[{HAN}])(?<![我你您他她们])还是(?=[{HAN}])"
    rf"|(?:^|\s)(?:{_OF_WHAT}|{_WHETHER})\b"
)
_OPENING = re.compile(
    r"^(?:(?:hi|hello|and|so|but|then|also|please|well|ok)\W+)*(?!would like)"
    rf"(?:(?:(?:by|until|since|from|to|in|at|on|for|with|under|of) )?(?:{_OF_WHAT})|{_WHETHER})\b"
)
_TELLING = re.compile(
    r"^(?:(?:hi|hello|hey|dear \w+|good \w+|well|so|but|and)\W+)*(?:we|our|my|us|i|i'm)\b(?=(?:\W+\w+){4})"
    r"|^(?:你好|您好)?[, ]*(?:我|咱|俺|本人|敝|小弟)[^,]{5,}"
    rf"|^[{HAN}a-z0-9]{{4,}}[好完过到齐]了$"
)
_WANTING = re.compile(
    r"\b(?:need|want|wish|like|love|give|send|tell|know|ask\w*|find out|looking|wonder\w*|curious|after|require|grateful|appreciate)\b"
    r"|[想要求请问给发找查告]|需"
)


def segments(folded: str, names: Sequence[str] = ()) -> list[str]:
    """The clauses of a folded text, in order; a text without stops is one clause.

    names: those in it, which are not cut ("Ministry of Science and Technology").
    """
    return [clause for item in _items(folded) for clause in _clauses(item, names)]


def _items(folded: str) -> list[str]:
    """What is asked for in numbers or letters ("1) venue 2) phone"), item by item; the text itself where it is not numbered."""
    for marks, first in ((_NUMBER, "1"), (_LETTER, "a")):
        cuts = list(marks.finditer(folded))
        if len(cuts) >= 2 and [cut[1] for cut in cuts] == [chr(ord(first) + place) for place in range(len(cuts))]:
            starts, ends = [cut.end() for cut in cuts], [cut.start() for cut in cuts[1:]] + [len(folded)]
            return [part for part in (folded[: cuts[0].start()], *(folded[a:b] for a, b in zip(starts, ends))) if part.strip()]
    return [folded]


def _clauses(folded: str, names: Sequence[str]) -> list[str]:
    whole = [name.span() for text in names for name in re.finditer(re.escape(text), folded)]
    found, start = [], 0
    for cut in _SPLIT.finditer(folded):
        if not any(begin < cut.start() and cut.end() < end for begin, end in whole):
            stop = cut[0].strip()
            found.append(folded[start : cut.start()] + (stop if stop.startswith(_KEPT) else ""))
            start = cut.end()
    found.append(folded[start:])
    clauses = [clause.strip() for clause in found if clause.strip(" ?:")]
    return [part for clause in clauses for part in _listed(clause)]


def _listed(clause: str) -> list[str]:
    """A clause cut where it lists things that are asked for ("时间和地点", "date和venue", "phone + email")."""
    mentions = concepts_in(clause)
    cuts = []
    for joint in _LISTING.finditer(clause):
        before = [m.concept for m in mentions if 0 <= joint.start() - m.end <= _NEAR]
        after = [m.concept for m in mentions if 0 <= m.start - joint.end() <= _NEAR]
        if before and after and set(before).isdisjoint(after):
            cuts.append(joint)
    ends = [joint.start() for joint in cuts] + [len(clause)]
    starts = [0] + [joint.end() for joint in cuts]
    return [clause[start:end].strip() for start, end in zip(starts, ends)]


def is_question(clause: str) -> bool:
    """Whether a clause has the form of a question: its mark, its word order, or a word that wants to be answered or confirmed."""
    if clause.endswith(("?", "吧")):
        return True
    return bool(_OPENING.search(clause) if clause.isascii() else _ASKING.search(clause))


def is_telling(clause: str) -> bool:
    """Whether a clause tells of whoever writes or what is done, and asks for nothing ("our institute makes lasers", "账号注册好了")."""
    return bool(_TELLING.search(clause)) and not _WANTING.search(clause) and not is_question(clause)


def is_asking(clause: str) -> bool:
    """Whether a clause asks for something: a question word or mark, or the name of a thing that is asked for.

    What ends in a colon says what the next clause is about.
    """
    if clause.endswith(":"):
        return False
    return clause.endswith("?") or bool(_ASKING.search(clause)) or bool(concepts_in(clause))
