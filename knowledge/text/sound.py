"""How Han characters sound."""

from __future__ import annotations

import os
from functools import lru_cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # its dictionary of phrases takes 45 MB, and characters are all that is asked

from pypinyin import lazy_pinyin

_CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """The sound of one Han character without its tone, with the sounds that are often confused made one."""
    heard = str(lazy_pinyin(character)[0])
    for wide, narrow in _CONFUSED:
        heard = heard.replace(wide, narrow)
    return heard
