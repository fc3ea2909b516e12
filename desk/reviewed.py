"""Reviews as files that a person looks at and commits: training phrases, and changes of the pack."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Sequence

import yaml

from records.models import Verdict
from records.reviews import Reviewed


def phrases(found: Sequence[Reviewed]) -> str:
    """Training examples in Rasa's format, by intent; for `nlu/examples`, each into the file of its language."""
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for one in found:
        intent = _intent(one)
        if intent:
            _add(by_intent[intent], " ".join(one.text.split()))
    entries = [
        {"intent": intent, "examples": _Block("".join(f"- {text}\n" for text in texts))} for intent, texts in sorted(by_intent.items())
    ]
    return _HEAD + _dump({"version": "3.1", "nlu": entries})


def changes(found: Sequence[Reviewed]) -> str:
    """What the pack could say: phrases for facts that are there, by topic and kind of question, and answers that are wanted."""
    asked: defaultdict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: {"zh": [], "en": []})
    wanted: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in found:
        review, language = one.review, "en" if one.language == "en" else "zh"
        if review.verdict is Verdict.QUESTION:
            _add(asked[review.topic, review.question][language], one.text)
        elif review.verdict is Verdict.ANSWER:
            _add(wanted[review.topic, review.question, review.zh, review.en], one.text)
    known = [{"topic": topic, "question": question, "phrases": texts} for (topic, question), texts in sorted(asked.items())]
    answers = [
        {"topic": topic, "question": question, "asked": texts, "say": {"zh": zh, "en": en}}
        for (topic, question, zh, en), texts in wanted.items()
    ]
    return _HEAD + _dump({"phrases": known, "answers": answers})


_HEAD = "# Reviewed at the desk. Look it over, and put what is right into the files of the project.\n"


class _Block(str):
    """A text that YAML writes as lines."""

    __slots__ = ()


def _add(texts: list[str], text: str) -> None:
    """What many asked in the same words stands there once."""
    if text not in texts:
        texts.append(text)


def _intent(one: Reviewed) -> str | None:
    if one.review.verdict is Verdict.OUT_OF_SCOPE:
        return "out_of_scope"
    return f"ask_{one.review.question}" if one.review.verdict is Verdict.QUESTION and one.review.question else None


def _dump(value: Any) -> str:
    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(_Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|"))
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000)
