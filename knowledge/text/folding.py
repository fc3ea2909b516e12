"""Folding: many ways to write a thing become one, for understanding. What is shown to a visitor is never folded."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import opencc

from knowledge.text.data import word_list
from knowledge.text.tokens import HAN

# Unicode category Cc and Cf (zero width, bidirectional marks, …) but for tab and newline; private use and surrogates.
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\U00002600-\U000027bf\U00002b00-\U00002bff\U0000fe00-\U0000fe0f\U000020d0-\U000020ff]+")
_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: cleaning takes them out of what visitors write
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_KEPT = 512  # a message is folded several times in a row
_MOST_ROUNDS = 8  # two settle almost any message; the bound holds against one that is made to go on
# 额 is filler alone and an end of words (名额, 份额); 干嘛 is a word
_FILLER_ZH = re.compile(
    rf"(?:(?<![{HAN}])额{{1,3}}|[嗯呃唉哎诶喂哈嘿呵嘻]{{1,3}}|(?<!干)嘛|[啊呀哦噢喔哟呐呗嘞咯喽啦喇吖㗎])(?=[\s,。!?、;~]|$)"
)


def clean(text: str) -> str:
    """`text` without control, zero-width and direction characters, in NFKC, with blanks collapsed."""
    text = _ANSI.sub(" ", text)
    text = "".join(c if c in "\t\n" or unicodedata.category(c) not in _INVISIBLE else "" for c in text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


@lru_cache(maxsize=_KEPT)
def fold(text: str) -> str:
    """The one form that understanding works on.

    Cleaned, lower case, traditional to simplified (OpenCC), without emoji and trailing particles, spoken wording as
    the standard word. Idempotent.
    """
    text = to_simplified(clean(text)).lower().replace("’", "'")
    text = _EMOJI.sub(" ", text).replace("�", " ")
    for _ in range(_MOST_ROUNDS):
        before, text = text, _standard(text)
        if text == before:
            break
    return text


def _standard(text: str) -> str:
    """Spoken wording replaced and particles dropped, once; what that brings together may be spoken wording again."""
    text = _colloquial_zh().sub(_standard_zh, text)
    text = _colloquial_en().sub(lambda m: str(word_list("colloquial")["en"][m.group()]), text)
    return re.sub(r"\s+", " ", _FILLER_ZH.sub("", text)).strip()


def _standard_zh(found: re.Match[str]) -> str:
    """The standard word for a spoken one."""
    words, spoken = word_list("colloquial"), found.group()
    asks_who = spoken in words["who"] and not found.string.startswith(tuple(words["things"]), found.end())
    return str(words["who"][spoken] if asks_who else words["zh"].get(spoken, spoken))


def to_simplified(text: str) -> str:
    """Traditional characters as simplified ones."""
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """Simplified characters as traditional ones, in the form used in Hong Kong; what is marked (`as_written`) stays as it is."""
    parts = _MARKED.split(text)
    return "".join(part if number % 2 else str(_converter("s2hk").convert(part)) for number, part in enumerate(parts))


def as_written(text: str) -> str:
    """A text marked as somebody's own words, whose characters are not to be changed. `unmarked` takes the marks away."""
    return f"{_OPEN}{text}{_CLOSE}"


def unmarked(text: str) -> str:
    """A text without the marks."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


@lru_cache(maxsize=None)
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


@lru_cache(maxsize=None)
def _colloquial_zh() -> re.Pattern[str]:
    words = sorted({*word_list("colloquial")["zh"], *word_list("colloquial")["who"]}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=None)
def _colloquial_en() -> re.Pattern[str]:
    words = sorted(word_list("colloquial")["en"], key=len, reverse=True)
    letter = rf"[^\W{HAN}]"  # Chinese stands beside a Latin word without a blank
    return re.compile(rf"(?<!{letter})(?<![@.-])(?:{'|'.join(map(re.escape, words))})(?!{letter}|[@'-])")
