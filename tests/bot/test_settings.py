"""Settings: defaults, the environment, errors that say what to do, the signing secret."""

from __future__ import annotations

import datetime as dt
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, SettingsError, read_settings


def test_nothing_need_be_set():
    assert read_settings({}) == Settings()
    assert (Settings().host, Settings().port, Settings().state, Settings().today) == ("127.0.0.1", 8000, ROOT / "var", None)


def test_each_setting_is_read_from_its_variable():
    environment = {
        "ASSISTANT_HOST": "::1",
        "ASSISTANT_PORT": "8080",
        "ASSISTANT_STATE": "/srv/state",
        "ASSISTANT_MODELS": "/srv/models",
        "ASSISTANT_TODAY": "2023-03-01",
        "ASSISTANT_SECRET": "s",
        "ASSISTANT_TURN_TIMEOUT": "3.5",
        "ASSISTANT_MESSAGE_LIMIT": "500",
        "ASSISTANT_BODY_LIMIT": "9000",
        "ASSISTANT_TOKEN_DAYS": "0.5",
        "ASSISTANT_DATABASE": "postgresql://me@db/records",
        "ASSISTANT_RETENTION_DAYS": "7",
        "ASSISTANT_CASE_DAYS": "365",
        "ASSISTANT_RATE": "0",
        "ASSISTANT_BURST": "3",
        "ASSISTANT_ADDRESS_RATE": "1.5",
        "ASSISTANT_ORIGINS": "https://www.example.org, http://localhost:3000/,",
        "ASSISTANT_PROXIES": "10.0.0.1",
        "ASSISTANT_DEMO": "off",
        "ASSISTANT_DESK": "off",
        "ASSISTANT_DESK_HOST": "0.0.0.0",
        "ASSISTANT_DESK_PORT": "9001",
        "ASSISTANT_DESK_URL": "https://desk.example.org/",
        "ASSISTANT_STAFF_HOURS": "always",
        "ASSISTANT_STAFF_HOLIDAYS": "/etc/holidays.yml",
        "ASSISTANT_STAFF_ZONE": "Asia/Hong_Kong",
        "ASSISTANT_CLAIM_MINUTES": "3",
        "ASSISTANT_IDLE_MINUTES": "5",
        "ASSISTANT_NOTIFY_WEBHOOK": "https://robot.example.org/send?key=1",
        "ASSISTANT_NOTIFY_MAIL": "smtps://me:secret@mail.example.org",
        "ASSISTANT_NOTIFY_FROM": "desk@example.org",
        "ASSISTANT_NOTIFY_QUIET": "daily 22:00-24:00",
        "ASSISTANT_NOTIFY_LANGUAGE": "en",
        "PATH": "/bin",
    }
    assert read_settings(environment) == Settings(
        host="::1",
        port=8080,
        state=Path("/srv/state"),
        models=Path("/srv/models"),
        today=dt.date(2023, 3, 1),
        secret="s",
        turn_timeout=3.5,
        message_limit=500,
        body_limit=9000,
        token_days=0.5,
        database="postgresql://me@db/records",
        retention_days=7.0,
        case_days=365.0,
        rate=0.0,
        burst=3,
        address_rate=1.5,
        origins=("https://www.example.org", "http://localhost:3000"),
        proxies="10.0.0.1",
        demo=False,
        desk=False,
        desk_host="0.0.0.0",
        desk_port=9001,
        desk_url="https://desk.example.org",
        staff_hours="always",
        staff_holidays=Path("/etc/holidays.yml"),
        staff_zone="Asia/Hong_Kong",
        claim_minutes=3.0,
        idle_minutes=5.0,
        notify_webhook="https://robot.example.org/send?key=1",
        notify_mail="smtps://me:secret@mail.example.org",
        notify_from="desk@example.org",
        notify_quiet="daily 22:00-24:00",
        notify_language="en",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORTS", "1"),
        ("ASSISTANT_PORT", "many"),
        ("ASSISTANT_PORT", "70000"),
        ("ASSISTANT_PORT", "-1"),
        ("ASSISTANT_TODAY", "tomorrow"),
        ("ASSISTANT_TURN_TIMEOUT", "0"),
        ("ASSISTANT_TURN_TIMEOUT", "nan"),
        ("ASSISTANT_TOKEN_DAYS", "inf"),
        ("ASSISTANT_MESSAGE_LIMIT", "-5"),
        ("ASSISTANT_BODY_LIMIT", "1e3"),
        ("ASSISTANT_PACK", "no-such-pack"),
        ("ASSISTANT_RETENTION_DAYS", "0"),
        ("ASSISTANT_CASE_DAYS", "0"),
        ("ASSISTANT_RATE", "-1"),
        ("ASSISTANT_BURST", "0"),
        ("ASSISTANT_ADDRESS_RATE", "inf"),
        ("ASSISTANT_ORIGINS", "www.example.org"),
        ("ASSISTANT_ORIGINS", "https://www.example.org/page"),
        ("ASSISTANT_ORIGINS", "*"),
        ("ASSISTANT_DEMO", "perhaps"),
    ],
)
def test_an_error_names_the_variable(name, value):
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})


def test_the_secret_and_the_password_of_the_database_are_not_shown():
    assert "hush" not in repr(Settings(secret="hush", database="postgresql://me:hush@db/records"))


def test_the_records_are_in_the_state_folder_unless_an_address_is_set(tmp_path):
    assert Settings(state=tmp_path).records == tmp_path / "records.db"
    assert Settings(state=Path("here")).records == Path.cwd() / "here" / "records.db"
    assert Settings(state=tmp_path, database="sqlite:////srv/r.db").records == "sqlite:////srv/r.db"


def test_a_secret_that_is_set_is_used_and_nothing_is_written(tmp_path):
    assert Settings(secret="hush", state=tmp_path).signing_secret() == "hush"
    assert list(tmp_path.iterdir()) == []


def test_the_secret_is_made_once_and_for_the_owner_only(tmp_path):
    settings = Settings(state=tmp_path / "new")
    first = settings.signing_secret()
    assert len(first) >= 32
    assert settings.signing_secret() == first
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_of_many_that_start_at_once_all_sign_alike(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: Settings(state=tmp_path).signing_secret(), range(32)))
    assert len(found) == 1
    assert "" not in found


def test_an_empty_secret_is_not_signed_with(tmp_path):
    (tmp_path / "secret").touch()
    with pytest.raises(SettingsError, match="is empty"):
        Settings(state=tmp_path).signing_secret()


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="ASSISTANT_STATE"):
        Settings(state=tmp_path / "file").signing_secret()


def test_hours_of_staff_are_in_the_conferences_time_zone_unless_another_is_set():
    assert str(Settings().hours("Asia/Shanghai").zone) == "Asia/Shanghai"
    assert str(Settings(staff_zone="Europe/Paris").hours("Asia/Shanghai").zone) == "Europe/Paris"


@pytest.mark.parametrize("wrong", [{"staff_hours": "mon 9"}, {"staff_zone": "Moon/Sea"}, {"staff_holidays": Path("/nowhere.yml")}])
def test_hours_that_cannot_be_read_are_told(wrong):
    with pytest.raises(SettingsError, match="ASSISTANT_STAFF_"):
        Settings(**wrong).hours("Asia/Shanghai")


def test_quiet_hours_are_none_or_hours():
    assert Settings().quiet_hours("Asia/Shanghai") is None
    assert Settings(notify_quiet="daily 22:00-24:00").quiet_hours("Asia/Shanghai") is not None
    with pytest.raises(SettingsError, match="ASSISTANT_NOTIFY_QUIET"):
        Settings(notify_quiet="at night").quiet_hours("Asia/Shanghai")


def test_what_is_secret_is_not_shown():
    shown = repr(Settings(notify_mail="smtp://me:hidden@host", notify_webhook="https://host/hidden", secret="hidden", database="hidden"))
    assert "hidden" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [("NOTIFY_WEBHOOK", "file:///etc/passwd"), ("NOTIFY_MAIL", "mail.example.org"), ("NOTIFY_LANGUAGE", "fr"), ("DESK_URL", "a,b")],
)
def test_what_cannot_be_used_is_told(name, value):
    with pytest.raises(SettingsError, match=name):
        read_settings({f"ASSISTANT_{name}": value})
