"""`assistant wechat`: what an operator sees."""

from __future__ import annotations

import json

import pytest

from bot.cli import main
from bot.credentials import read_sections
from tests.platforms.served import Served
from tests.platforms.wechat import WeChat
from tests.platforms.wecom import WeCom

VARIABLES = [f"WECHAT_{name}" for name in ("APP_ID", "APP_SECRET", "TOKEN", "MODE", "AES_KEY", "ORIGINAL_ID", "API")]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch, tmp_path, settings):
    for variables in read_sections():
        for names in variables.variables.values():
            for name in names:
                monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ASSISTANT_DATABASE", f"sqlite:///{tmp_path / 'records.db'}")
    monkeypatch.setenv("ASSISTANT_STATE", str(settings.state))


@pytest.fixture
def platform(monkeypatch):
    found = WeChat()
    with Served(found.app) as served:
        given = {"APP_ID": found.app_id, "APP_SECRET": found.secret, "TOKEN": found.token, "AES_KEY": found.aes_key}
        for name, value in {**given, "API": f"{served.url}/cgi-bin/"}.items():
            monkeypatch.setenv(f"WECHAT_{name}", value)
        yield found


def test_without_credentials_it_says_where_they_go(capsys):
    assert main(["wechat", "doctor"]) == 2
    assert "docs/wechat.md" in capsys.readouterr().err


def test_the_doctor_says_what_is_well_and_what_is_not(capsys, platform):
    assert main(["wechat", "doctor"]) == 0
    told = capsys.readouterr().out
    assert ("access token" in told, "fetched, and good for calls" in told, "there is none" in told) == (True, True, True)
    platform.listed = False
    assert main(["wechat", "doctor"]) == 1
    assert "40164" in capsys.readouterr().out
    assert platform.secret not in told + capsys.readouterr().out


def test_the_doctor_looks_at_customer_service_too(capsys, monkeypatch):
    found = WeCom()
    with Served(found.app) as served:
        given = {"WECOM_CORP_ID": found.corp_id, "WECOM_KF_SECRET": found.secret, "WECOM_KF_TOKEN": found.token}
        more = {"WECOM_KF_AES_KEY": found.aes_key, "WECOM_API": f"{served.url}/cgi-bin/", "WECOM_KF_ID": found.service}
        for name, value in {**given, **more}.items():
            monkeypatch.setenv(name, value)
        assert main(["wechat", "doctor"]) == 0
        assert found.service in capsys.readouterr().out
        monkeypatch.setenv("WECOM_KF_ID", "wkAnother")
        assert main(["wechat", "doctor"]) == 1
        assert "wkAnother cannot be called" in " ".join(capsys.readouterr().out.split())
        monkeypatch.setenv("WECOM_KF_SECRET", "x" * 43)
        assert main(["wechat", "doctor"]) == 1
        assert "40001" in capsys.readouterr().out


def test_the_menu_is_shown_and_pushed(capsys, platform):
    assert main(["wechat", "menu", "--check"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert platform.menu is None
    assert main(["wechat", "menu"]) == 0
    assert platform.menu == shown
    platform.verified = False
    assert main(["wechat", "menu"]) == 2
    assert "48001" in capsys.readouterr().err


def test_credentials_that_cannot_be_used_are_named_by_their_variable(capsys, monkeypatch, platform):
    monkeypatch.setenv("WECHAT_MODE", "secret")
    assert main(["wechat", "doctor"]) == 2
    assert capsys.readouterr().err.startswith("assistant: WECHAT_MODE must be one of plain, compatible, safe")
