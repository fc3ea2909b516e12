"""Scenes of QR codes: which topic a code at a booth or in a hall stands for."""

from __future__ import annotations

from knowledge import library
from knowledge.text.folding import fold

_PREFIX = "topic:"


def topic_of(scene: str, language: str) -> str | None:
    """The name of the topic that a scene stands for, to be said as if the visitor had written it; None where it stands for none.

    A scene is the id of a topic of the pack (`forums`), or one of its names.
    """
    topics = library.shared().index().pack.topics
    wanted = scene.removeprefix(_PREFIX)
    if wanted in topics:
        return topics[wanted].name.in_(language)
    said = fold(wanted.replace("_", " "))
    mentions = [mention for mention in library.shared().index().linker.link(said) if mention.kind == "topic"]
    whole = [mention for mention in mentions if mention.score == 1 and len(said) == mention.end - mention.start]
    return topics[whole[0].id].name.in_(language) if whole else None
