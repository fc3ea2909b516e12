"""The questions of a message: which of its clauses ask, and what each is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.answering.context import Context
from knowledge.index import FactIndex
from knowledge.index.features import mask
from knowledge.linker import Mention
from knowledge.pack import Pack
from knowledge.text.concepts import concepts_in, is_misspelt_concept
from knowledge.text.data import word_list
from knowledge.text.folding import fold
from knowledge.text.places import place_mentions, places_in, without_places
from knowledge.text.segments import is_asking, is_question, is_telling
from knowledge.text.tokens import stem, tokenize
from knowledge.understanding import Part, Understanding

_BY_A_WORD = 0.5
_WHAT_ABOUT = re.compile(r"\b(?:what|how) about\b|\b(?:the )?(?:last|next|other) one\b")
_NOUNS = {"fair", "section", "board", "zone", "pavilion", "forum", "event"}
"""What kind of thing a topic is, beside its name ("the elite fair")."""
_FRAGMENT = re.compile(
    r"(?:and |or )?(?:in|at|on|for|with|from|near|outside|within|by|to|about|like) (?!what|when|where|which|who|how)[^,]*\?"
)
"""What goes on with the clause before, and has no verb of its own ("in other provinces?")."""
_SUCH = re.compile(r"[这那]样的|[这那]种|[这那]类|\bsuch an?\b|\blike that\b|\bthat (?:kind|sort)\b")
_DENIED = re.compile(
    r"\b(?:am|are|is|'m|'re) not (?:an? |really )?$|(?:^|[,，。 我们])不(?:是来|来|打算|准备|去)$"
    r"|除(?:了|开|去)?$|\b(?:besides|apart from|other than|except(?: for)?|in addition to|aside from)(?: the)? $"
)
"""What stands before a topic that is said not to be meant ("I am not exhibiting, …", "除了展位")."""
_THAT_ONE = re.compile(r"[那这](?:一)?(?:块|场|边|里|家|头|部分)")


@dataclass(frozen=True)
class Asked:
    """One question: the part that holds it, and the topics that it is about. carried: taken over, not named in it."""

    part: Part
    topics: tuple[str, ...]
    carried: bool = False

    def named(self, kind: str) -> list[str]:
        """The ids of the people, bodies or contacts named in the part."""
        return list(dict.fromkeys(m.id for m in self.part.mentions if m.kind == kind))


def whole_question(index: FactIndex, message: Understanding, context: Context) -> Asked:
    """The message as one question."""
    return _asked(index, message.whole, context, ())


def questions(index: FactIndex, message: Understanding, context: Context) -> list[Asked]:
    """The clauses that ask, each with those before it that don't; a topic named in one holds for the others."""
    parts = _asking_parts(message)
    first = next((topics for part in parts if (topics := topics_named(index, part))), ())
    asked: list[Asked] = []
    for part in parts:
        before = next((a.topics for a in reversed(asked) if a.topics), ()) or first
        asked.append(_asked(index, part, context, before))
    return asked


def _asking_parts(message: Understanding) -> list[Part]:
    asks = any(is_question(clause.text) for clause in message.clauses)
    parts: list[Part] = []
    waiting: list[Part] = []
    for clause in message.clauses:
        waiting.append(clause)
        if parts and len(waiting) == 1 and _goes_with_the_one_before(clause):
            parts[-1] = _joined([parts[-1], clause])
            waiting = []
        elif is_asking(clause.text) and not (asks and is_telling(clause.text)):
            parts.append(_joined(waiting))
            waiting = []
    return parts


def _goes_with_the_one_before(clause: Part) -> bool:
    """Whether a clause asks nothing of its own: "is there such a board?", after what one wants to show; "name one of them"."""
    if _SUCH.search(clause.text) or (_FRAGMENT.fullmatch(clause.text) and not concepts_in(clause.text) and not clause.mentions):
        return True
    return "them" in clause.text.split() and not content(clause) and {m.concept for m in concepts_in(clause.text)} <= {"name"}


def _joined(parts: list[Part]) -> Part:
    """Clauses as one part; the last, which asks, gives the kind."""
    if len(parts) == 1:
        return parts[0]
    text = ""
    mentions: list[Mention] = []
    for part in parts:
        offset = len(text) + 2 if text else 0
        text = f"{text}, {part.text}" if text else part.text
        mentions += [m._replace(start=m.start + offset, end=m.end + offset) for m in part.mentions]
    return Part(text, tuple(mentions), parts[-1].intents)


def _asked(index: FactIndex, part: Part, context: Context, before: tuple[str, ...]) -> Asked:
    named = topics_named(index, part, alone=not (before or context.topics))
    if named:
        return Asked(part, _of_the_same_whole(index.pack, named, before or context.topics, _kinds_asked(part, context)))
    sibling = _sibling(index.pack, part, before or context.topics)
    if sibling:
        return Asked(replace(part, mentions=(*part.mentions, sibling)), (sibling.id,))
    return Asked(part, before or context.topics, bool(before or context.topics))


def topics_named(index: FactIndex, part: Part, alone: bool = True) -> tuple[str, ...]:
    """The topics that a part names: by their names, else by a person or a number of few of them; where it stands
    alone, also by a body that has to do with few of them.
    """
    named = tuple(index.relations.named([m for m in part.mentions if not _DENIED.search(part.text[: m.start])]))
    if named and named != (index.pack.event.root,):
        return named
    by_others = [
        t
        for m in part.mentions
        if m.kind in (("person", "body", "contact") if alone else ("person", "contact"))
        for t in _topics_of(index.pack, m)
    ]
    topics = tuple(dict.fromkeys(by_others))
    return topics if 1 <= len(topics) <= 2 else named


def _topics_of(pack: Pack, mention: Mention) -> list[str]:
    if mention.kind == "contact":
        return [pack.facts[mention.id].topic]
    if mention.kind == "person":
        return [f.topic for f in pack.facts.values() if f.contact and mention.id in f.contact.people]
    bodies = [f.topic for f in pack.facts.values() if any(mention.id in v for v in f.value.values() if isinstance(v, list))]
    return list(dict.fromkeys(bodies))


def _sibling(pack: Pack, part: Part, topics: tuple[str, ...]) -> Mention | None:
    """Another part of the same whole, named by a word of its name ("same for Shenzhen", "深圳的也要"); or a part of its own in a place."""
    if not topics or weight(part) > 2:
        return None
    text = _without_asking(mask(part.text, part.mentions))
    for topic in topics:
        for place, start, end in place_mentions(part.text) if topic != pack.event.root else ():
            there = [child for child in pack.children[topic] if place in places_of(pack, child)]
            if len(there) == 1:
                return Mention("topic", there[0], start, end, _BY_A_WORD)
        parent = pack.topics[topic].parent
        own = _words_of(pack, topic)
        for sibling in pack.children[parent] if parent else ():
            words = _words_of(pack, sibling) - own if sibling != topic else set()
            found = next((word for word in sorted(words) if _stands_in(word, text)), None)
            if found and found in part.text:
                start = part.text.index(found)
                return Mention("topic", sibling, start, start + len(found), _BY_A_WORD)
    return None


def _of_the_same_whole(pack: Pack, named: tuple[str, ...], before: tuple[str, ...], kinds: set[str]) -> tuple[str, ...]:
    """What is named; or its like in what was talked of: after the forums, or their group in Shenzhen, "and Beijing?" means
    theirs there. kinds: what is asked for; of several that are alike, the one that has it.
    """
    if len(named) != 1 or not before:
        return named
    parent = pack.topics[before[0]].parent
    beside = pack.children[parent] if parent and parent not in pack.line(named[0]) else []
    for kin in (pack.children[before[0]], beside):
        alike = [t for t in kin if t != before[0] and places_of(pack, t) & places_of(pack, named[0])]
        having = [t for t in alike if kinds & {fact.question.value for fact in pack.facts_of[t]}]
        if len(having) == 1 or len(alike) == 1:
            return tuple((having or alike)[:1])
    return named


def _kinds_asked(part: Part, context: Context) -> set[str]:
    """The kinds of fact that may be asked for: those of the answer before, and what the part most likely asks."""
    kinds = {*context.kinds, *(kind for kind, chance in part.kinds().items() if chance >= _BY_A_WORD)}
    return kinds | ({"contact"} if kinds & {"phone", "email"} else set())


def places_of(pack: Pack, topic: str) -> set[str]:
    """The places that the name of a topic names."""
    return set(places_in(fold(pack.topics[topic].name.zh)))


def _words_of(pack: Pack, topic: str) -> set[str]:
    """Words that tell a topic from its siblings: pairs of Han characters, Latin words of four letters or more."""
    name = pack.topics[topic].name
    han = fold(name.zh)
    pairs = {han[i : i + 2] for i in range(len(han) - 1) if not any(c.isascii() for c in han[i : i + 2])}
    return pairs | {stem(t.text) for t in tokenize(fold(name.en)) if len(t.text) >= 4}


def _without_asking(text: str) -> str:
    """A text with its words of asking blanked: "lead organisation?" names none of the organisations."""
    for mention in concepts_in(text):
        text = f"{text[: mention.start]}{' ' * (mention.end - mention.start)}{text[mention.end :]}"
    return text


def _stands_in(word: str, text: str) -> bool:
    return word in {stem(t.text) for t in tokenize(text)} if word.isascii() else word in text


def content(part: Part) -> list[str]:
    """The words of a part that are neither names nor words of asking."""
    text = part.text
    for mention in sorted(part.mentions, key=lambda m: -m.start):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    text = _THAT_ONE.sub(lambda found: " " * len(found.group()), text)
    taken = {i for m in concepts_in(text) for i in range(m.start, m.end)}
    empty = word_list("function_words")
    return [
        t.text
        for t in tokenize(text)
        if t.start not in taken and not any(t.text in words for words in empty.values()) and not is_misspelt_concept(t.text)
    ]


def weight(part: Part) -> float:
    """How many words of content a part has; two Han characters count as one."""
    return sum(1.0 if word[0].isascii() else 0.5 for word in content(part))


def is_bare(part: Part) -> bool:
    """Whether a part names a topic and asks nothing ("那海归的呢?", "what about the EO system?")."""
    return set(content(part)) <= _NOUNS and not concepts_in(_WHAT_ABOUT.sub(" ", mask(part.text, part.mentions)))


def is_bare_place(part: Part) -> bool:
    """Whether a part names places and asks nothing ("那大连呢?", "and Xi'an?")."""
    left = _WHAT_ABOUT.sub(" ", without_places(part.text))
    return left != part.text and bool(places_in(part.text)) and is_bare(Part(left, (), {}))


def again(question: str, asked: Asked, kinds: tuple[str, ...]) -> Asked:
    """The last question (topics masked) asked again, of the topics of `asked`."""
    shift = len(question) + 1
    mentions = tuple(m._replace(start=m.start + shift, end=m.end + shift) for m in asked.part.mentions)
    intents = {f"ask_{kind}": 1.0 / len(kinds) for kind in kinds}
    return replace(asked, part=Part(f"{question} {asked.part.text}", mentions, intents), carried=False)
