"""The command line: verbs, Rasa's own with the project's paths, the checks."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.cli import UserError, check, main, rasa
from bot.cli import test as testing
from bot.settings import ROOT


@pytest.mark.parametrize(
    ("given", "run"),
    [
        ("train", "train --domain bot --data nlu/examples bot --config config.yml --out models"),
        ("train --out /tmp/x -c other.yml", "train --out /tmp/x -c other.yml --domain bot --data nlu/examples bot"),
        ("train --domain=d --data x --config=c", "train --domain=d --data x --config=c --out models"),
        ("train nlu", "train nlu --config config.yml --domain bot --nlu nlu/examples --out models"),
        ("data validate", "data validate --domain bot --data nlu/examples bot --config config.yml"),
        ("data validate -d d --fail-on-warnings", "data validate -d d --fail-on-warnings --data nlu/examples bot --config config.yml"),
        ("test nlu", "test nlu --domain bot --config config.yml --model models --nlu nlu/examples"),
        ("shell nlu", "shell nlu --model models"),
        ("shell nlu -m m.tar.gz", "shell nlu -m m.tar.gz"),
        ("run actions", "run actions --actions actions"),
        ("run actions --actions mine -p 1", "run actions --actions mine -p 1"),
        ("--version", "--version"),
        ("train --help", "train --help"),
        ("", ""),
    ],
)
def test_rasa_gets_the_paths_that_the_user_does_not_give(given, run):
    assert rasa.filled(given.split()) == run.split()


def test_every_path_that_rasa_is_given_exists():
    paths = {value for options in rasa.DEFAULTS.values() for values in options.values() for value in values}
    assert {path for path in paths - {"models"} if not (ROOT / path).exists()} == set()


def test_a_check_is_chosen_by_its_name():
    assert [c.name for c in check.chosen(["types", "lint"])] == ["lint", "types"]
    assert check.chosen([]) == list(check.CHECKS)
    with pytest.raises(UserError, match="there are: lint, format, types, imports, rasa, knowledge"):
        check.chosen(["spelling"])


def one(code, needs="pyproject.toml"):
    return check.Check("one", "a check", (check.sys.executable, "-c", f"raise SystemExit({code})"), needs)


@pytest.mark.parametrize(
    ("checks", "code", "outcomes"),
    [
        ([one(0), one(0)], 0, ["ok", "ok"]),
        ([one(3), one(0)], 1, ["failed", "ok"]),
        ([one(1, needs="no/such/file")], 0, ["not there yet"]),
    ],
)
def test_one_that_fails_fails_all_and_the_others_still_run(monkeypatch, checks, code, outcomes):
    monkeypatch.setattr(check, "CHECKS", tuple(checks))
    console = Console(file=io.StringIO())
    assert [check.carry_out(each, console).outcome for each in checks] == outcomes
    assert check.run([]) == code


def test_arguments_are_passed_on_to_pytest_and_its_exit_code_comes_back(monkeypatch):
    ran = []

    def run(command, **more):
        ran.append((command[1:], more["cwd"]))
        return check.subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(testing.subprocess, "run", run)
    assert testing.run(["tests/test_docs.py::test_it", "-x"]) == 5
    assert testing.run(["--quick", "-x"]) == 5
    shared = ["-m", "pytest", "-n", "2", "--dist", "loadgroup"]
    alone = ["-m", "pytest", "tests/test_docs.py::test_it", "-x"]
    assert ran == [(alone, ROOT), ([*shared, "-m", "not model and not slow", "-x"], ROOT)]


@pytest.mark.parametrize(("trained", "ran"), [(0, 2), (1, 1)])
def test_before_all_tests_the_model_is_trained(monkeypatch, trained, ran):
    commands = []

    def run(command, **_):
        commands.append(command[1:])
        return check.subprocess.CompletedProcess(command, 3 if "pytest" in command else trained)

    monkeypatch.setattr(testing.subprocess, "run", run)
    assert testing.run(["-k", "tokens"]) == (trained or 3)
    train, all_of_them = ["-I", "-m", "bot", "train"], ["-m", "pytest", "-n", "2", "--dist", "loadgroup", "-k", "tokens"]
    assert commands == [train, all_of_them][:ran]


def test_an_unknown_verb_is_told(capsys):
    assert main(["sing"]) == 2
    assert "there is no verb 'sing'" in capsys.readouterr().err
