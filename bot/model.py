"""The trained model: made anew when any of its inputs changed, and checked before it is loaded."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Iterator

from bot.settings import ROOT, Settings
from knowledge.alone import alone

_INPUTS = ("config.yml", "bot/domain", "bot/rules.yml", "nlu", "knowledge/text", "knowledge/linker.py", "knowledge/index/features.py")
_SUFFIXES = {".yml", ".py"}
_TOLD_EVERY = 15.0
_KEPT = 2
"""Models that are kept: the present one, and the one before for who goes back to it."""


class ModelError(Exception):
    """There is no model that may be loaded; the text says why and what to do."""


@dataclass(frozen=True)
class ModelFile:
    """A model on disk. fingerprint: of what it was trained from. sha256: of the file."""

    path: Path
    fingerprint: str
    sha256: str


def inputs(root: Path = ROOT) -> list[Path]:
    """The files that a model is trained from: pipeline and its code, domain, rules, training examples."""
    found: set[Path] = set()
    for name in _INPUTS:
        path = root / name
        found.update(path.rglob("*") if path.is_dir() else [path])
    return sorted(p for p in found if p.is_file() and p.suffix in _SUFFIXES and "evaluation" not in p.parts)


def fingerprint(paths: Iterable[Path], root: Path = ROOT) -> str:
    """One figure for the content of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def current_model(settings: Settings) -> ModelFile | None:
    """The model of today's inputs; None where there is none.

    Raises:
        ModelError: the file is not the one that was trained.
    """
    wanted = fingerprint(inputs())
    note = settings.models / f"{wanted[:16]}.json"
    if not note.exists():
        return None
    kept = json.loads(note.read_text())
    model = ModelFile(settings.models / kept["file"], kept["fingerprint"], kept["sha256"])
    if not model.path.exists() or _sha256(model.path) != model.sha256:
        raise ModelError(f"{model.path} is not the file that was trained here. Remove {note} to train a new one.")
    return model


def train_model(settings: Settings, report: Callable[[str], None] = print) -> ModelFile:
    """Train from the files of the project, once no other process does; takes about a minute.

    Raises:
        ModelError: Rasa could not train.
    """
    with alone(settings.models, "training"):
        return _trained(settings, report)


def _trained(settings: Settings, report: Callable[[str], None]) -> ModelFile:
    from rasa.model_training import train

    wanted = fingerprint(inputs())
    report("training; this takes one to three minutes")
    with contextlib.redirect_stdout(sys.stderr), _signs_of_life(report):  # Rasa prints, and what it prints is no answer
        result = train(
            domain=str(ROOT / "bot" / "domain"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "nlu" / "examples"), str(ROOT / "bot" / "rules.yml")],
            output=str(settings.models),
            force_training=True,
            fixed_model_name=wanted[:16],
        )
    if not result.model:
        raise ModelError("the training made no model; what stands above says why.")
    path = Path(result.model)
    model = ModelFile(path, wanted, _sha256(path))
    note = {"file": path.name, "fingerprint": wanted, "sha256": model.sha256}
    (settings.models / f"{wanted[:16]}.json").write_text(json.dumps(note, indent=1))
    _remove_old(settings.models)
    return model


@contextlib.contextmanager
def _signs_of_life(report: Callable[[str], None]) -> Iterator[None]:
    """Report now and then that it goes on."""
    over, began = threading.Event(), time.monotonic()

    def tell() -> None:
        while not over.wait(_TOLD_EVERY):
            report(f"training: {time.monotonic() - began:.0f} s so far")

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _remove_old(folder: Path) -> None:
    """Remove all models but the newest few: each is more than 100 MB."""
    notes = sorted(folder.glob("*.json"), key=lambda note: note.stat().st_mtime, reverse=True)
    for note in notes[_KEPT:]:
        note.with_suffix(".tar.gz").unlink(missing_ok=True)
        note.unlink()


def ready_model(settings: Settings, report: Callable[[str], None]) -> ModelFile:
    """The model of today's inputs, trained first where it has to be; of several processes that want it, one trains it."""
    model = current_model(settings)
    if model:
        return model
    with alone(settings.models, "training"):
        model = current_model(settings)
        if model is None:
            report("there is no model of the present training data: training one")
            model = _trained(settings, report)
        return model


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
