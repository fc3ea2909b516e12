"""The two sides of the comparison: each can be trained, started, spoken to, weighed and stopped."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Mapping, Protocol

import yaml

from bench.phrases import Phrase, write_training_data
from bench.services import Client, Service, ServiceError, free_port
from bot.settings import ROOT

_STOCK = ROOT / "bench" / "stock"
_TOKENIZERS = {"jieba": ("JiebaTokenizer", "zh"), "whitespace": ("WhitespaceTokenizer", "en")}
_START_LIMIT = 300.0
_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "SANIC_WORKERS": "1"}


class NoReply(ServiceError):
    """A turn ended without a reply: it measures nothing."""


class Side(Protocol):
    """A server under measurement."""

    name: str

    def train(self, phrases: list[Phrase]) -> float:
        """Seconds of training on `phrases`, all that it needs from nothing."""

    def start(self) -> float:
        """Seconds from the start of its programs until the first message is answered."""

    def say(self, conversation: str, text: str) -> None:
        """One turn of a conversation; returns when the replies are here."""

    def speak(self, client: Client, conversation: str, text: str) -> None:
        """The same, on a connection of one's own (`connected`)."""

    def connected(self) -> Client:
        """A connection more."""

    def megabytes(self) -> float:
        """Resident memory of all its programs."""

    def stop(self) -> None:
        """End its programs."""


class _Served:
    """What both sides share: programs, and a first message that waits for them."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.services: list[Service] = []
        self.port = 0
        self.client = Client(0)

    def say(self, conversation: str, text: str) -> None:
        """See `Side`."""
        self.speak(self.client, conversation, text)

    def speak(self, client: Client, conversation: str, text: str) -> None:
        """See `Side`."""
        raise NotImplementedError

    def connected(self) -> Client:
        """See `Side`."""
        return Client(self.port)

    def await_first_answer(self, began: float) -> float:
        """Seconds since `began` until a message is answered."""
        while time.perf_counter() - began < _START_LIMIT:
            for service in self.services:
                service.check()
            try:
                self.say("first", "hello")
                return time.perf_counter() - began
            except (OSError, NoReply):  # not listening yet, or without its action server
                time.sleep(0.05)
        raise ServiceError(f"{self.name} did not answer within {_START_LIMIT:.0f} s; its output is in {self.folder}.")

    def megabytes(self) -> float:
        """See `Side`."""
        return sum(service.megabytes() for service in self.services)

    def stop(self) -> None:
        """See `Side`."""
        for service in self.services:
            service.stop()


class Ours(_Served):
    """This project, as `./assistant serve` runs it. Served with the full model, whatever share `train` was timed on.

    models: where the full model is; None for one of its own.
    """

    def __init__(self, folder: Path, models: Path | None = None) -> None:
        super().__init__("ours", folder)
        self._environment = {
            "ASSISTANT_STATE": str(folder / "state"),
            "ASSISTANT_MODELS": str(models or folder / "models"),
            "ASSISTANT_RATE": "0",
            "ASSISTANT_ADDRESS_RATE": "0",
            "ASSISTANT_DESK": "off",
        }
        self._tokens: dict[str, str] = {}

    def train(self, phrases: list[Phrase]) -> float:
        """See `Side`: the pack's index is built from nothing as well."""
        examples, kept = (self.folder / "share" / "nlu.yml", self.folder / "share" / "phrases.json")
        write_training_data([p for p in phrases if not p.of_pack], examples)
        kept.write_text(json.dumps(phrases, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "bench.train_ours", str(examples), str(kept), str(self.folder / "share" / "models")]
        return Service("training ours", command, ROOT, self.folder / "train.log", {**_QUIET, **self._environment}).start().finish()

    def train_whole(self, *, anew: bool = True) -> float:
        """Seconds of `./assistant train` on everything; `anew`: from nothing, index included."""
        for part in ("state", "models") if anew else ():
            shutil.rmtree(self.folder / part, ignore_errors=True)
        command = [str(ROOT / "assistant"), "train"]
        return Service("training ours on all phrases", command, ROOT, self.folder / "train.log", self._environment).start().finish()

    def start(self) -> float:
        """See `Side`."""
        port = self.port = free_port()
        self.client, self._tokens = Client(port), {}
        environment = {**self._environment, "ASSISTANT_PORT": str(port)}
        began = time.perf_counter()
        self.services = [Service("ours", [str(ROOT / "assistant"), "serve"], ROOT, self.folder / "serve.log", environment).start()]
        return self.await_first_answer(began)

    def speak(self, client: Client, conversation: str, text: str) -> None:
        """See `Side`."""
        token = self._tokens.get(conversation)
        answer = client.post("/web/messages?wait=25", {"text": text}, token)
        self._tokens[conversation] = answer.get("token", token)
        _hold(self.name, text, answer["replies"])


class Stock(_Served):
    """The project in bench/stock, with our intents, rules and phrases, run as Rasa's documentation says."""

    def __init__(self, folder: Path, tokenizer: str) -> None:
        super().__init__("stock", folder)
        component, language = _TOKENIZERS[tokenizer]
        self._actions_port = free_port()
        self._environment = {
            **_QUIET,
            "STOCK_TOKENIZER": component,
            "STOCK_LANGUAGE": language,
            "STOCK_ACTIONS_PORT": str(self._actions_port),
            "STOCK_TRACKERS": str(folder / "trackers.db"),
        }

    def train(self, phrases: list[Phrase]) -> float:
        """See `Side`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(_STOCK, self.folder)
        write_training_data(phrases, self.folder / "data" / "nlu.yml")
        self._fill_in()
        arguments = ["train", "--domain", "domain.yml", "--data", "data", "--config", "config.yml", "--out", "models"]
        return self._program("training stock", *arguments).start().finish()

    def start(self) -> float:
        """See `Side`."""
        port = self.port = free_port()
        self.client = Client(port)
        (self.folder / "trackers.db").unlink(missing_ok=True)
        began = time.perf_counter()
        server = [
            "run",
            "--interface",
            "127.0.0.1",
            "--port",
            str(port),
            "--endpoints",
            "endpoints.yml",
            "--credentials",
            "credentials.yml",
        ]
        actions = ["run", "actions", "--port", str(self._actions_port)]
        self.services = [self._program("stock actions", *actions).start(), self._program("stock", *server).start()]
        return self.await_first_answer(began)

    def speak(self, client: Client, conversation: str, text: str) -> None:
        """See `Side`."""
        _hold(self.name, text, client.post("/webhooks/rest/webhook", {"sender": conversation, "message": text}))

    def _program(self, name: str, *arguments: str) -> Service:
        command = [sys.executable, "-m", "rasa", *arguments]
        return Service(name, command, self.folder, self.folder / f"{name.replace(' ', '-')}.log", self._environment)

    def _fill_in(self) -> None:
        """Take intents, slots and rules from the project, and write out the configuration's variables."""
        domain = yaml.safe_load((ROOT / "bot" / "domain" / "domain.yml").read_text(encoding="utf-8"))
        forms = domain.pop("forms", {})
        domain.pop("entities", None)
        domain["actions"] = [name for name in domain["actions"] if name not in forms] + ["action_file"]
        domain["intents"] = [name for intent in domain["intents"] for name in ([intent] if isinstance(intent, str) else intent)]
        (self.folder / "domain.yml").write_text(yaml.safe_dump(domain, allow_unicode=True), encoding="utf-8")
        rules = yaml.safe_load((ROOT / "bot" / "rules.yml").read_text(encoding="utf-8"))
        rules["rules"] = [_plain(rule, forms) for rule in rules["rules"] if "condition" not in rule]
        (self.folder / "data" / "rules.yml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
        config = (self.folder / "config.yml").read_text(encoding="utf-8")
        for name in ("STOCK_TOKENIZER", "STOCK_LANGUAGE"):
            config = config.replace(f"${{{name}}}", self._environment[name])
        (self.folder / "config.yml").write_text(config, encoding="utf-8")


def _plain(rule: dict[str, Any], forms: Mapping[str, Any]) -> dict[str, Any]:
    """A rule without forms: where one begins, a plain action answers, as for every other intent."""
    steps = [{"action": "action_file"} if step.get("action") in forms else step for step in rule["steps"] if "active_loop" not in step]
    return {**rule, "steps": steps}


def _hold(name: str, text: str, replies: list[Any]) -> None:
    if not replies:
        raise NoReply(f"{name} had no reply to {text!r}.")
