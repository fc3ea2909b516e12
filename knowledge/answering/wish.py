"""A wish for a language: which one, when the message says so in the other."""

from __future__ import annotations

import re

_LANGUAGES = {"speak_chinese": "zh", "speak_english": "en"}
_TROUBLE = re.compile(r"\b(?:bad|poor|weak|rusty|limited|terrible|little|hardly|no|not|don't|can't|broken)\b")


def wished_language(intent: str, folded: str, written: str) -> str:
    """The language to fix, `zh` or `en`.

    intent: `speak_chinese` or `speak_english`. folded: the message. written: the language that it is written in. Who
    says in English that the own Chinese is poor does not ask for Chinese.
    """
    wished = _LANGUAGES[intent]
    return "en" if wished == "zh" and written == "en" and _TROUBLE.search(folded) else wished
