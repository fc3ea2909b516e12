"""Credentials of channels: from the environment, off without any, and wrong ones named by their variable; never shown."""

from __future__ import annotations

import importlib
import re

import pytest

from bot.credentials import FILE, opened, read_sections
from bot.settings import ROOT, SettingsError
from connectors.telegram.credentials import API, Credentials

TOKEN = "123456789:AAFakeTokenForTestsOnly_0123456789abcde"
GOOD = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "s3cret-s3cret", "TELEGRAM_WEBHOOK_URL": "https://assistant.example.org"}
CHANNELS = sorted(path.parent.name for path in (ROOT / "connectors").glob("*/mount.py"))


def telegram_of(environment):
    """The channel Telegram with these variables; None where it is off."""
    (section,) = [section for section in read_sections(environment=environment) if section.channel == "telegram"]
    return opened(section)


def file(tmp_path, text):
    path = tmp_path / "credentials.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_channel_that_is_called_has_its_section_and_the_other_way_round():
    assert sorted(section.channel for section in read_sections(environment={})) == CHANNELS


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_sections_keys_are_those_that_the_channel_takes(channel):
    (section,) = [section for section in read_sections(environment={}) if section.channel == channel]
    fields = importlib.import_module(f"connectors.{channel}.mount").Credentials.__dataclass_fields__
    assert sorted(section.values) == sorted(fields)


@pytest.mark.parametrize("environment", [{}, {"TELEGRAM_BOT_TOKEN": ""}, {"TELEGRAM_BOT_TOKEN": "  "}, {"OTHER": "x"}])
def test_a_channel_without_credentials_is_off(environment):
    assert telegram_of(environment) is None


def test_a_channel_with_credentials_is_on_and_shows_none_of_them():
    found = telegram_of(GOOD)
    assert found.credentials == Credentials(TOKEN, "s3cret-s3cret", "https://assistant.example.org")
    assert (found.credentials.api, found.credentials.webhook) == (API, "https://assistant.example.org/telegram/webhook")
    shown = f"{found!r} {found.credentials!r} {read_sections(environment=GOOD)!r}"
    assert [secret for secret in (TOKEN, "s3cret-s3cret") if secret in shown] == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_is_secret_by_its_name_has_no_repr(channel):
    fields = importlib.import_module(f"connectors.{channel}.mount").Credentials.__dataclass_fields__
    secret = {name for name in fields if re.search("token|secret|key|password", name)}
    assert secret
    assert {name for name in secret if fields[name].repr} == set()


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN is not set"),
        ({"TELEGRAM_BOT_TOKEN": "123:short-and-very-secret"}, "TELEGRAM_BOT_TOKEN is no token"),
        ({"TELEGRAM_WEBHOOK_URL": ""}, "TELEGRAM_WEBHOOK_URL is not set"),
        ({"TELEGRAM_WEBHOOK_URL": "http://assistant.example.org"}, "TELEGRAM_WEBHOOK_URL is no address"),
        ({"TELEGRAM_WEBHOOK_URL": "https://[::1"}, "TELEGRAM_WEBHOOK_URL is no address"),
        ({"TELEGRAM_WEBHOOK_URL": "https://assistant.example.org:8000"}, "TELEGRAM_WEBHOOK_URL has a port"),
        ({"TELEGRAM_WEBHOOK_SECRET": ""}, "TELEGRAM_WEBHOOK_SECRET is not set"),
        ({"TELEGRAM_WEBHOOK_SECRET": "very secret with blanks"}, "TELEGRAM_WEBHOOK_SECRET must have"),
        ({"TELEGRAM_POLLING": "sometimes"}, "TELEGRAM_POLLING must be"),
        ({"TELEGRAM_API_URL": "ftp://x"}, "TELEGRAM_API_URL is no address"),
    ],
)
def test_what_is_missing_or_wrong_is_named_by_its_variable_and_not_shown(changes, variable):
    with pytest.raises(SettingsError, match=variable) as error:
        telegram_of({**GOOD, **changes})
    assert [value for value in changes.values() if "secret" in value and value in str(error.value)] == []


def test_polling_needs_the_token_alone():
    assert telegram_of({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_POLLING": "on"}).credentials.polls


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("telegram: [", "no YAML, at line 2"),
        ("- telegram", "one section a channel"),
        ("telegram: token", "one section a channel"),
        ("telegram: {token: ${TELEGRAM_BOT_TOKEN}", "no YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_without_what_stands_in_it(tmp_path, text, told):
    with pytest.raises(SettingsError, match=told):
        read_sections(file(tmp_path, text + "\n"), {})


def test_a_missing_file_an_unknown_channel_and_an_unknown_key_are_told(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_sections(tmp_path / "nothing.yml")
    (unknown,) = read_sections(file(tmp_path, "pigeon: {token: x}"), {})
    with pytest.raises(SettingsError, match="no channel 'pigeon'"):
        opened(unknown)
    (section,) = read_sections(file(tmp_path, "telegram: {token: x, tokens: y}"), {})
    with pytest.raises(SettingsError, match="no such key as 'tokens'"):
        opened(section)


def test_a_value_can_stand_in_a_file_of_ones_own(tmp_path):
    text = f"telegram:\n  token: {TOKEN}\n  polling: 'on'\n  api: http://${{HOST_OF_API}}:8081\n"
    (section,) = read_sections(file(tmp_path, text), {"HOST_OF_API": "localhost"})
    found = opened(section).credentials
    assert (found.polls, found.api) == (True, "http://localhost:8081")


def test_none_of_the_secrets_is_in_the_repository():
    assert re.findall(r"^ +\w+: (?!\$\{\w+\}$).+$", FILE.read_text(encoding="utf-8"), re.M) == []
