"""The terminal conversation with a fake assistant."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from rich.console import Console

from bot.cli.chat import Talk, greetings, lines, shown
from bot.cli.debug import rows
from bot.cli.words import LANGUAGES, both, word, words
from bot.settings import Settings
from connectors.gateway import Gateway, Limits, in_memory
from knowledge.reply import Button, Kind, Metadata, Reply

PARSE = {
    "intent_ranking": [{"name": "ask_time", "confidence": 0.9}, {"name": "greet", "confidence": 0.05}],
    "understanding": {
        "language": {"reply": "zh", "traditional": True, "spoken": "zh", "sure": True},
        "whole": {"text": "论坛几号", "mentions": [["topic", "forums", 0, 2, 0.8]], "intents": {"ask_time": 0.9}},
        "clauses": [{"text": "论坛几号", "mentions": [["topic", "forums", 0, 2, 0.8]], "intents": {"ask_time": 0.9}}],
    },
}
REPLY = Reply("四月十五日", Metadata(Kind.ANSWER, "zh", "forums", ("forums.time",), ("附件1 一",), 0.87))


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=100)


@pytest.fixture
def talk(brain, console, library):
    found = Talk(Gateway(brain, in_memory(), Limits(), lambda: dt.date(2023, 3, 1)), console)
    yield found
    found.close()


def reading(*written):
    """A reader of these lines; an exception is raised."""
    waiting = iter(written)

    def read():
        try:
            line = next(waiting)
        except StopIteration:
            raise EOFError from None
        if isinstance(line, BaseException):
            raise line
        return line

    return read


@pytest.mark.parametrize("end", ["/quit", " /QUIT ", "/exit", EOFError(), KeyboardInterrupt()])
def test_it_ends_when_the_visitor_says_so(end):
    assert list(lines(reading("one", "", "  ", "two", end, "three"))) == ["one", "two"]


def test_a_reply_is_shown(talk, console):
    talk.say("Where is it?")
    assert "heard: Where is it?" in console.file.getvalue()


def test_a_failed_turn_is_a_sentence_and_no_traceback(talk, console, brain):
    brain.error = RuntimeError("secret detail")
    talk.say("Where is it?")
    assert "secret detail" not in console.file.getvalue()
    assert "Traceback" not in console.file.getvalue()


def test_what_fails_outside_of_a_turn_is_told_and_the_talk_goes_on(talk, console, monkeypatch):
    def broken(*_args):
        raise ValueError("secret detail")

    with monkeypatch.context() as patch:
        patch.setattr(talk._gateway, "handle", broken)
        talk.say("one")
    talk.say("two")
    assert word("error", "en", error="ValueError") in " ".join(console.file.getvalue().split())
    assert "heard: two" in console.file.getvalue()


def test_buttons_are_numbered(console):
    console.print(shown(Reply("Which?", Metadata(Kind.CLARIFY, "en"), (Button("Forums"), Button("Fairs [1]")))))
    assert "[1] Forums" in console.file.getvalue()
    assert "[2] Fairs [1]" in console.file.getvalue()


def test_the_greeting_is_in_both_languages(library):
    assert [reply.metadata.language for reply in greetings(Settings(today=dt.date(2023, 3, 1)))] == ["zh", "en"]


def test_debug_shows_what_was_understood():
    assert list(rows(PARSE, [REPLY], 12.34)) == [
        ("language", "zh (written in zh) traditional sure"),
        ("intent", "ask_time 0.90, greet 0.05"),
        ("linked", "topic forums (0.8)"),
        ("clause", "'论坛几号': ask_time 0.90; topic forums (0.8)"),
        ("kind", "answer, topic forums"),
        ("facts", "forums.time (0.87)"),
        ("sources", "附件1 一"),
        ("ms", "12.3"),
    ]


def test_every_text_exists_in_both_languages():
    assert {key: tuple(texts) for key, texts in words().items()} == dict.fromkeys(words(), LANGUAGES)
    assert both("bye") == "再见！ / Goodbye!"
