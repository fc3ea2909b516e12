"""`assistant deliveries` and `assistant records`, on records with one conversation."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from bot.cli import main
from records import inbox, outbox, turns, visits
from records.database import Database
from records.turns import Draft, Understood

NOW = dt.datetime(2023, 3, 1, 9, 30, tzinfo=dt.timezone.utc)


@pytest.fixture
def talk(tmp_path, monkeypatch):
    """A conversation whose reply could not be delivered; its public id."""
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path))
    database = Database(tmp_path / "records.db")
    database.migrate()
    with database.begin() as session:
        talk = visits.open_conversation(session, "wechat", "main", "visitor", NOW)
        inbox.accept(session, talk.id, "m-1", "where is it?", None, NOW)
        turn = turns.claim_turn(session, "server", NOW, 60)
        turns.answer(session, turn, [Draft("in Shenzhen", "en", {"kind": "answer"})], Understood("en", "answer"), NOW)
        (due,) = outbox.due(session, NOW, 10)
        outbox.dead(session, outbox.claim(session, due.id, "server", NOW, 60), "45015 window closed", NOW)
    database.dispose()
    return talk.public_id


def output(capsys, *arguments, code=0):
    """What a command writes; to standard error where it fails."""
    assert main(arguments) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def test_dead_letters_are_listed_with_their_error_and_without_words(talk, capsys):
    listed = " ".join(output(capsys, "deliveries", "list").split())
    assert "45015" in listed
    assert "pending: 0, failed: 0, kept: 0, dead: 1" in listed
    assert "Shenzhen" not in listed


def test_a_dead_letter_is_sent_again_once(talk, capsys):
    assert output(capsys, "deliveries", "resend", "1") == "1 to be sent again; the running server does it.\n"
    assert "pending: 1, failed: 0, kept: 0, dead: 0" in output(capsys, "deliveries", "list", "--state", "pending")
    assert "delivery 1 is no dead letter" in output(capsys, "deliveries", "resend", "1", code=2)


def test_all_dead_letters_are_sent_again(talk, capsys):
    assert output(capsys, "deliveries", "resend", "--all") == "1 to be sent again; the running server does it.\n"
    assert output(capsys, "deliveries", "resend", "--all") == "0 to be sent again; the running server does it.\n"


@pytest.mark.parametrize(
    ("arguments", "why"), [(["9"], "there is no delivery 9"), ([], "name the deliveries"), (["1", "--all"], "name the")]
)
def test_what_cannot_be_sent_again_is_told(talk, capsys, arguments, why):
    assert why in output(capsys, "deliveries", "resend", *arguments, code=2)


def test_a_visitors_data_is_exported(talk, capsys, tmp_path):
    exported = json.loads(output(capsys, "records", "export", talk))
    assert [message["text"] for message in exported["messages"]] == ["where is it?", "in Shenzhen"]
    output(capsys, "records", "export", talk, "--out", str(tmp_path / "out.json"))
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == exported


def test_a_visitors_data_is_erased_for_good(talk, capsys, tmp_path):
    assert "2 of messages" in output(capsys, "records", "erase", talk)
    assert "there is no conversation" in output(capsys, "records", "erase", talk, code=2)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("records.db*"))
    assert b"Shenzhen" not in kept


def test_old_messages_are_purged(talk, capsys):
    assert output(capsys, "records", "purge") == "purged: 2 messages, 1 visitors, 0 cases\n"
    assert output(capsys, "records", "purge", "--days", "1") == "purged: 0 messages, 0 visitors, 0 cases\n"
    assert "below 0" in output(capsys, "records", "purge", "--days", "-1", code=2)


def test_records_that_cannot_be_used_are_one_clear_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path / "file"))
    told = output(capsys, "records", "purge", code=2)
    assert told.startswith("assistant: the records cannot be used: ")
    assert told.count("\n") == 1
    monkeypatch.setenv("ASSISTANT_DATABASE", "mysql://db/records")
    assert "SQLite or PostgreSQL" in output(capsys, "records", "purge", code=2)
