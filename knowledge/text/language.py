"""Which language a message is in, and which script: by script first, by function words where it is mixed.

Measured on short messages: the Han/Latin rule was right on all of them; langdetect calls 地址 Korean and "ok"
Slovak, so it is asked only for Latin text long enough to tell (docs/decisions.md, 7).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import langdetect
from langdetect import DetectorFactory

from knowledge.text.data import word_list
from knowledge.text.folding import clean, to_simplified, to_traditional
from knowledge.text.thesaurus import english_words
from knowledge.text.tokens import HAN

DetectorFactory.seed = 0

_ADDRESS = re.compile(r"[!-~]+@[!-~]+|(?:https?://|www\.)[!-~]+")  # in ASCII: Chinese stands beside it without a blank
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_LATIN_WORD = re.compile(r"[a-zA-ZÀ-ɏ]+(?:['’][a-zA-Z]+)?")
_FOREIGN = re.compile(
    "[\u0370-\u052f\u0530-\u05ff\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u10a0-\u10ff\uac00-\ud7af\u1780-\u17ff]"
)
_CHINESE_PUNCTUATION = re.compile("[，。？！、：；“”「」]")
_ENOUGH_WORDS = 4
_KEPT = 512  # a message is asked for several times in a row


class Language(NamedTuple):
    """What a message is written in.

    reply: the language to answer in, `zh` or `en`. traditional: whether Chinese is to be in traditional characters;
    None where the message is the same in both scripts.
    spoken: the language of the message as an ISO code where it is neither Chinese nor English, else the same as
    `reply`. sure: false where the message is too short to tell.
    """

    reply: str
    traditional: bool | None = False
    spoken: str = ""
    sure: bool = True


_UNDECIDED = Language("en", None, "en", sure=False)


@lru_cache(maxsize=_KEPT)
def detect(text: str) -> Language:
    """The language of `text` by itself; English, and not sure, where that can't be told (`ok`, `EO?`, digits)."""
    raw, text = text, _ADDRESS.sub(" ", clean(text))
    han, kana, foreign = (len(p.findall(text)) for p in (_HAN, _KANA, _FOREIGN))
    words = [w.lower().replace("’", "'") for w in _LATIN_WORD.findall(text)]
    if kana >= 2 and kana * 5 >= han:
        return Language("en", spoken="ja")
    if foreign > han + len("".join(words)):
        return Language("en", spoken=_langdetect(text))
    if han:
        return _with_han(text, words)
    if not words and _CHINESE_PUNCTUATION.search(raw):
        return Language("zh", None, "zh", sure=False)
    return _latin(text, words)


def settle(detected: Language, last: Language | None, fixed: str | None = None) -> Language:
    """The language to answer in: the one that the visitor fixed; the last where the message is too short to tell."""
    if last and not detected.sure:
        detected = last._replace(sure=False)
    if detected.traditional is None:
        detected = detected._replace(traditional=bool(last and last.traditional))
    if fixed and detected.spoken in ("zh", "en", ""):
        detected = detected._replace(reply=fixed)
    return detected


def _with_han(text: str, words: list[str]) -> Language:
    english = sum(w in _function_words("en") for w in words)
    chinese = sum(c in _function_words("zh") for c in to_simplified(text))
    han = len(_HAN.findall(text))
    if english > chinese or (english == chinese and len(words) > han):
        return Language("en", spoken="en", sure=english > 1 or len(words) > 1)
    return Language("zh", _is_traditional(text), "zh")


def _latin(text: str, words: list[str]) -> Language:
    if sum(len(w) for w in words) < 2:
        return _UNDECIDED
    english = sum(w in _function_words("en") for w in words)
    if not english and len(words) < _ENOUGH_WORDS and text.isascii():
        return _UNDECIDED
    if english * 4 < len(words) and len(words) >= _ENOUGH_WORDS and not _is_known_english(words):
        spoken = _langdetect(" ".join(words))
        if spoken != "en":
            return Language("en", spoken=spoken)
    if not text.isascii() and not english and len(words) < _ENOUGH_WORDS:
        return Language("en", spoken=_langdetect(" ".join(words)), sure=False)
    return Language("en", spoken="en")


def _is_known_english(words: list[str]) -> bool:
    """Whether half of the words are English: who types in a hurry leaves the small words out, and langdetect takes that for French."""
    return 2 * sum(word in _english_words() for word in words) >= len(words)


def _is_traditional(text: str) -> bool | None:
    """Whether the Han characters are traditional; None where they are the same in both scripts."""
    traditional = sum(a != b for a, b in zip(text, to_simplified(text)))
    simplified = sum(a != b for a, b in zip(text, to_traditional(text)))
    if traditional == simplified == 0:
        return None
    return traditional >= simplified


def _langdetect(text: str) -> str:
    try:
        return str(langdetect.detect(text))
    except langdetect.LangDetectException:
        return "en"


@lru_cache(maxsize=None)
def _function_words(language: str) -> frozenset[str]:
    return frozenset(word_list("function_words")[language])


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    concepts = (word for words in word_list("concepts").values() for word in words["en"])
    return frozenset({*_function_words("en"), *concepts, *english_words()})
