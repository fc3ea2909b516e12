"""The phrases that both sides learn from: the hand-written examples and the questions of the pack, stored nowhere twice."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import yaml

from knowledge.pack import Pack, Phrases
from knowledge.text.folding import fold
from nlu.phrases import pack_phrases

_FILES = ("file_", "case_", "want_person", "complaint")
_SEED = 21


class Phrase(NamedTuple):
    """A training phrase. of_pack: it is a question of the pack (folded), not an example."""

    text: str
    intent: str
    of_pack: bool = False


def all_phrases(examples: Path, pack: Pack) -> list[Phrase]:
    """Every phrase once, in a fixed order."""
    written = [Phrase(text, intent) for path in sorted(examples.glob("*.yml")) for text, intent in read_examples(path)]
    asked = [Phrase(text, intent, of_pack=True) for text, intent in pack_phrases(pack)]
    return list(dict.fromkeys([*written, *asked]))


def read_examples(path: Path) -> Iterable[tuple[str, str]]:
    """The phrases of a file of Rasa's training format, with their intents."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        for line in (entry.get("examples") or "").splitlines():
            if line.strip().startswith("- "):
                yield line.strip()[2:].strip(), entry["intent"]


def share_of(phrases: list[Phrase], count: int) -> list[Phrase]:
    """About `count` phrases, each intent and source with its share and at least two; all where `count` is 0."""
    if not 0 < count < len(phrases):
        return phrases
    groups: dict[tuple[str, bool], list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        groups[phrase.intent, phrase.of_pack].append(phrase)
    chance = random.Random(_SEED)  # noqa: S311 (a sample, no secret)
    part = count / len(phrases)
    return [p for group in groups.values() for p in chance.sample(group, min(len(group), max(2, round(part * len(group)))))]


def messages(phrases: list[Phrase], count: int) -> list[str]:
    """What the visitors of the benchmark say: `count` phrases in random order, the same for both sides.

    Questions and talk: where something is filed, one side would write into its records, and the other, which has no forms, would not.
    """
    chance = random.Random(_SEED + 1)  # noqa: S311 (a sample, no secret)
    texts = [phrase.text for phrase in phrases if not phrase.intent.startswith(_FILES)]
    return [chance.choice(texts) for _ in range(count)]


def write_training_data(phrases: Iterable[Phrase], path: Path) -> None:
    """Write phrases in Rasa's training format."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        by_intent[phrase.intent].append(" ".join(phrase.text.replace("[", "(").replace("]", ")").split()))
    nlu = [{"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in sorted(by_intent.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000), encoding="utf-8")


def trimmed(pack: Pack, phrases: Iterable[Phrase]) -> Pack:
    """`pack` with those of its questions alone that are among `phrases`; one where a fact would have none left."""
    kept = {phrase.text for phrase in phrases if phrase.of_pack}

    def of(asks: Phrases) -> Phrases:
        left = Phrases(zh=tuple(a for a in asks.zh if fold(a) in kept), en=tuple(a for a in asks.en if fold(a) in kept))
        return left if left.zh or left.en else Phrases(zh=asks.zh[:1], en=asks.en[:1])

    facts = {key: fact.copy(update={"asks": of(fact.asks)}) for key, fact in pack.facts.items()}
    gaps = {key: gap.copy(update={"asks": of(gap.asks)}) for key, gap in pack.gaps.items()}
    return pack.copy(update={"facts": facts, "gaps": gaps})
