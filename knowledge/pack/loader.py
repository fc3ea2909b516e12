"""Reads a pack's folder and checks it. Errors name file, line and field."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple, Union

import yaml
from pydantic import ValidationError, parse_obj_as

from knowledge.pack.schema import Event, Fact, Filed, Gap, Model, Names, Pack, Topic

Loc = tuple[Union[str, int], ...]


class PackError(Exception):
    """A pack cannot be used. `problems`: a line each, `file:line: field: what is wrong`."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class Source(NamedTuple):
    """One parsed file: what it says, and where each field of it stands."""

    path: Path
    data: Any
    root: yaml.Node | None

    def at(self, loc: Loc, message: str) -> str:
        """`file:line: field: message` for the field at `loc`, or the nearest thing around it."""
        field = ".".join(str(part) for part in loc) or "file"
        return f"{self.path.parent.name}/{self.path.name}:{self._line(loc)}: {field}: {message}"

    def _line(self, loc: Loc) -> int:
        node = self.root
        line = node.start_mark.line + 1 if node else 1
        for part in loc:
            node = _step(node, part)
            if node is None:
                break
            line = node.start_mark.line + 1
        return line


def _step(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        return next((value for key, value in pairs if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        below: list[yaml.Node] = node.value
        return below[part]
    return None


def load_pack(folder: Path) -> Pack:
    """The pack in `folder`.

    Raises:
        PackError: a file is missing or no YAML, a field is wrong, an id is used twice or unknown.
    """
    return _Reader(folder).read()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.digest = hashlib.sha256()

    def read(self) -> Pack:
        event = self._event()
        names = self._names()
        topics = self._rows("topics/*.yml", Topic)
        facts = self._rows("facts/*.yml", Fact)
        gaps = self._rows("gaps*.yml", Gap)
        filing = self._filing()
        self._check_links(event, names, topics, facts, gaps)
        self._check_filing(filing, {topic.id for _, _, topic in topics}, {fact.id for _, _, fact in facts})
        if self.problems or event is None:
            raise PackError(self.problems)
        return Pack(
            event=event,
            names=names,
            topics={t.id: t for _, _, t in topics},
            facts={f.id: f for _, _, f in facts},
            gaps={g.id: g for _, _, g in gaps},
            filing={name: filed for _, name, filed in filing},
            fingerprint=self.digest.hexdigest(),
        )

    def _event(self) -> Event | None:
        for source in self._sources("event.yml"):
            try:
                return Event.parse_obj(source.data)
            except ValidationError as error:
                self._note(source, (), error)
        return None

    def _filing(self) -> list[tuple[Source, str, Filed]]:
        """What can be filed; a pack without the file offers nothing to file."""
        rows: list[tuple[Source, str, Filed]] = []
        for source in self._sources("filing.yml") if (self.folder / "filing.yml").exists() else ():
            for name, entry in (source.data or {}).items():
                try:
                    rows.append((source, name, Filed.parse_obj(entry)))
                except ValidationError as error:
                    self._note(source, (name,), error)
        return rows

    def _names(self) -> Names:
        merged: dict[str, dict[str, Any]] = {"bodies": {}, "people": {}, "places": {}}
        for source in self._sources("names*.yml"):
            try:
                part = Names.parse_obj(source.data)
            except ValidationError as error:
                self._note(source, (), error)
                continue
            for kind, known in merged.items():
                for key, value in getattr(part, kind).items():
                    if any(key in other for other in merged.values()):
                        self.problems.append(source.at((kind, key), "this id is used twice"))
                    known[key] = value
        return Names(**merged)

    def _rows(self, pattern: str, model: type[Model]) -> list[tuple[Source, int, Any]]:
        rows: list[tuple[Source, int, Any]] = []
        seen: set[str] = set()
        for source in self._sources(pattern):
            if not isinstance(source.data, list):
                self.problems.append(source.at((), "a list is expected here"))
                continue
            for index, entry in enumerate(source.data):
                try:
                    row = parse_obj_as(model, entry)
                except ValidationError as error:
                    self._note(source, (index,), error)
                    continue
                if row.id in seen:  # type: ignore[attr-defined]
                    self.problems.append(source.at((index, "id"), f"{row.id} is used twice"))  # type: ignore[attr-defined]
                seen.add(row.id)  # type: ignore[attr-defined]
                rows.append((source, index, row))
        return rows

    def _sources(self, pattern: str) -> Iterator[Source]:
        paths = sorted(self.folder.glob(pattern))
        if not paths:
            self.problems.append(f"{self.folder.name}/{pattern}:1: file: it is missing")
        for path in paths:
            text = path.read_bytes()
            self.digest.update(path.name.encode() + b"\0" + text)
            try:
                root = yaml.compose(text, Loader=yaml.CSafeLoader)
                yield Source(path, _construct(root), root)
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                mark = getattr(error, "problem_mark", None)
                line = mark.line + 1 if mark else 1
                self.problems.append(f"{path.parent.name}/{path.name}:{line}: file: no valid YAML: {getattr(error, 'problem', error)}")

    def _note(self, source: Source, at: Loc, error: ValidationError) -> None:
        for entry in error.errors():
            loc = tuple(part for part in entry["loc"] if part != "__root__")
            self.problems.append(source.at((*at, *loc), entry["msg"]))

    def _check_links(self, event: Event | None, names: Names, topics: Any, facts: Any, gaps: Any) -> None:
        known = {topic.id for _, _, topic in topics}
        fact_ids = {fact.id for _, _, fact in facts}
        for source, index, topic in topics:
            if topic.parent is not None and topic.parent not in known:
                self.problems.append(source.at((index, "parent"), f"there is no topic {topic.parent}"))
            if topic.parent is None and event and topic.id != event.root:
                self.problems.append(source.at((index, "id"), "only the root has no parent"))
        for source, index, row in [*facts, *gaps]:
            if row.topic not in known:
                self.problems.append(source.at((index, "topic"), f"there is no topic {row.topic}"))
        for source, index, fact in facts:
            if fact.next and fact.next not in fact_ids:
                self.problems.append(source.at((index, "next"), f"there is no fact {fact.next}"))
            if fact.say is None and fact.contact is None:
                self.problems.append(source.at((index,), "say is missing"))
            self._check_names(source, index, fact, names)

    def _check_filing(self, filing: list[tuple[Source, str, Filed]], topics: set[str], facts: set[str]) -> None:
        for source, name, filed in filing:
            for field, named in filed.dict().items():
                known, what = (topics, "topic") if field in ("topic", "zones") else (facts, "fact")
                for id_ in (named,) if isinstance(named, str) else named or ():
                    if id_ not in known:
                        self.problems.append(source.at((name, field), f"there is no {what} {id_}"))

    def _check_names(self, source: Source, index: int, fact: Fact, names: Names) -> None:
        for field in ("say", "say_past", "detail"):
            wording = getattr(fact, field)
            for language in ("zh", "en") if wording else ():
                try:
                    wording.in_(language).format_map(dict.fromkeys(names.by_id, ""))
                except (KeyError, ValueError, IndexError) as error:
                    self.problems.append(source.at((index, field, language), f"no such name: {error}"))
        for person in fact.contact.people if fact.contact else ():
            if person not in names.people:
                self.problems.append(source.at((index, "value", "people"), f"no such person: {person}"))


def _construct(root: yaml.Node | None) -> Any:
    if root is None:
        return None
    loader = yaml.SafeLoader("")
    return loader.construct_document(root)
