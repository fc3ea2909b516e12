"""The model's fingerprint, and the check before it is loaded."""

from __future__ import annotations

import json
import os
import sys
import time
from types import SimpleNamespace

import pytest

from bot import model as models
from bot.model import ModelError, ModelFile, current_model, fingerprint, inputs, ready_model, train_model
from bot.settings import ROOT, Settings


@pytest.fixture
def project(tmp_path):
    """A project in small: the inputs of a model and things that are none."""
    for name in (
        "config.yml",
        "bot/domain/domain.yml",
        "bot/rules.yml",
        "nlu/examples/ask.yml",
        "nlu/components/linker.py",
        "nlu/evaluation/zh.yml",
        "knowledge/text/folding.py",
        "knowledge/packs/x/event.yml",
        "actions/answer.py",
        "README.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_the_inputs_are_pipeline_domain_rules_examples_and_the_code_of_understanding(project):
    found = {str(path.relative_to(project)) for path in inputs(project)}
    assert {"config.yml", "bot/domain/domain.yml", "bot/rules.yml", "nlu/examples/ask.yml", "nlu/components/linker.py"} <= found
    assert not {"nlu/evaluation/zh.yml", "knowledge/packs/x/event.yml", "actions/answer.py", "README.md"} & found


@pytest.mark.parametrize(
    "name", ["config.yml", "bot/domain/domain.yml", "bot/rules.yml", "nlu/examples/ask.yml", "nlu/components/linker.py"]
)
def test_a_changed_input_changes_the_fingerprint(project, name):
    before = fingerprint(inputs(project), project)
    (project / name).write_text("changed")
    assert fingerprint(inputs(project), project) != before


@pytest.mark.parametrize("name", ["knowledge/packs/x/event.yml", "actions/answer.py", "nlu/evaluation/zh.yml", "README.md"])
def test_what_is_no_input_leaves_it(project, name):
    before = fingerprint(inputs(project), project)
    (project / name).write_text("changed")
    assert fingerprint(inputs(project), project) == before


def test_a_renamed_or_added_file_changes_it(project):
    before = fingerprint(inputs(project), project)
    (project / "nlu/examples/ask.yml").rename(project / "nlu/examples/asks.yml")
    renamed = fingerprint(inputs(project), project)
    (project / "nlu/examples/more.yml").write_text("")
    assert len({before, renamed, fingerprint(inputs(project), project)}) == 3


def test_words_moved_from_one_file_to_the_next_change_it(tmp_path):
    one, two = tmp_path / "a.yml", tmp_path / "b.yml"
    one.write_text("xy"), two.write_text("z")
    before = fingerprint([one, two], tmp_path)
    one.write_text("x"), two.write_text("yz")
    assert fingerprint([one, two], tmp_path) != before


@pytest.fixture
def trained(tmp_path):
    """Settings with a model file of today's inputs."""
    wanted = fingerprint(inputs())
    path = tmp_path / f"{wanted[:16]}.tar.gz"
    path.write_bytes(b"a model")
    kept = ModelFile(path, wanted, models._sha256(path))
    (tmp_path / f"{wanted[:16]}.json").write_text(json.dumps({"file": path.name, "fingerprint": wanted, "sha256": kept.sha256}))
    return Settings(models=tmp_path), kept


def test_the_model_of_todays_inputs_is_found(trained):
    settings, kept = trained
    assert current_model(settings) == kept
    assert ready_model(settings, print) == kept


def test_a_file_that_was_changed_is_refused(trained):
    settings, kept = trained
    kept.path.write_bytes(b"another model")
    with pytest.raises(ModelError, match=r"not the file that was trained here.*Remove"):
        current_model(settings)


def test_a_model_of_other_inputs_is_not_taken(trained, monkeypatch):
    settings, _ = trained
    monkeypatch.setattr(models, "inputs", lambda: [ROOT / "config.yml"])
    assert current_model(settings) is None


def test_where_there_is_none_one_is_trained_and_the_user_is_told(tmp_path, monkeypatch):
    made, told = ModelFile(tmp_path, "f", "s"), []
    monkeypatch.setattr(models, "_trained", lambda *_: made)
    assert ready_model(Settings(models=tmp_path / "none"), told.append) == made
    assert told == ["there is no model of the present training data: training one"]


def test_the_newest_models_are_kept_and_older_ones_removed(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "of-somebody.tar.gz").write_text("not trained here")

    def train(*, fixed_model_name, **_):
        path = folder / f"{fixed_model_name}.tar.gz"
        path.write_text("a model")
        return SimpleNamespace(model=str(path))

    monkeypatch.setattr("rasa.model_training.train", train)
    for number, name in enumerate("abcd"):
        monkeypatch.setattr(models, "fingerprint", lambda _, name=name: name * 64)
        path = train_model(Settings(models=folder)).path
        os.utime(path.with_name(f"{name * 16}.json"), (number, number))
    assert {path.name for path in folder.iterdir() if not path.name.startswith(".")} == {
        "of-somebody.tar.gz", *(f"{name * 16}{end}" for name in "cd" for end in (".json", ".tar.gz")),
    }  # fmt: skip


def test_training_gives_signs_of_life_and_leaves_the_output_to_answers(tmp_path, monkeypatch, capsys):
    def train(*, fixed_model_name, **_):
        sys.stdout.write("Your model is trained.")
        time.sleep(0.3)
        path = tmp_path / f"{fixed_model_name}.tar.gz"
        path.write_text("a model")
        return SimpleNamespace(model=str(path))

    monkeypatch.setattr("rasa.model_training.train", train)
    monkeypatch.setattr(models, "_TOLD_EVERY", 0.1)
    told = []
    train_model(Settings(models=tmp_path), told.append)
    assert told[0].startswith("training; this takes")
    assert [line for line in told[1:] if line == "training: 0 s so far"]
    assert capsys.readouterr().out == ""
