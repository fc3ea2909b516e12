"""Names put into wordings: in English with the Chinese beside them, for a reader may have to show them to someone."""

from __future__ import annotations

import re

from knowledge.pack import Pack, Wording
from knowledge.pack.schema import Named

_FIELD = re.compile(r"\{(\w+)\}")


def say(wording: Wording, pack: Pack, language: str, brief: bool = False) -> str:
    """A wording with its names put in; in English the Chinese name is given once each, unless it is to be brief."""
    seen: set[str] = set()

    def name(match: re.Match[str]) -> str:
        id_ = match[1]
        first = id_ not in seen
        seen.add(id_)
        return named(pack.names.by_id[id_], language, with_chinese=first and not brief and id_ not in pack.names.people)

    return _FIELD.sub(name, wording.in_(language))


def named(name: Named, language: str, with_chinese: bool = True) -> str:
    """A name in `language`; in English followed by the Chinese one in parentheses."""
    if language == "zh" or not with_chinese:
        return name.in_(language)
    return f"{name.en} ({name.zh})"


def person(id_: str, pack: Pack, language: str) -> str:
    """A person: `叶秀雯` in Chinese, `Ye Xiuwen / 叶秀雯` in English."""
    name = pack.names.people[id_]
    return name.zh if language == "zh" else f"{name.en} / {name.zh}"


def topic_name(id_: str, pack: Pack, language: str) -> str:
    """A topic as it is named within a sentence."""
    return pack.topics[id_].name.in_(language)
