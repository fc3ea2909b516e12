"""`assistant cases`, on records with a case of each kind."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import getpass
import io
import json
import re
import stat
from functools import lru_cache

import openpyxl
import pytest

from bot.cli import main
from knowledge.pack import load_pack
from records import cases, visits
from records.cases import CaseKind
from records.database import Database
from tests.records.cases.conftest import ALL, BOOTH, NEED, NOW

HOSTILE = dataclasses.replace(BOOTH, organisation="[bold]=1+1", exhibits="\x1b]0;owned\x07 \u202eabc")
SECRET = dataclasses.replace(NEED, confidential=True, contact_name="Nobody Knows", title="a secret need")


@pytest.fixture(autouse=True)
def filed(tmp_path, monkeypatch):
    """A case of each kind, a minute apart, one that is hostile, late and likely the same, and a confidential one."""
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(getpass, "getuser", lambda: "wang")
    database = Database(tmp_path / "records.db")
    database.migrate()
    with database.begin() as session:
        talk = visits.open_conversation(session, "web", "main", "visitor", NOW)
        for n, details in enumerate([*ALL, HOSTILE, SECRET, BOOTH]):
            at = NOW + dt.timedelta(minutes=n)
            more = {"edition": "21", "language": "zh", "late": details is HOSTILE, "after_end": False, "now": at}
            cases.submit(session, talk.id, details, message_id=f"m-{n}", **more)
    database.dispose()


@pytest.fixture(scope="module")
def read_once():
    """What reads a pack, and keeps it for the next command: to read it takes longer than all the rest."""
    return lru_cache(load_pack)


@pytest.fixture
def run(capfdbinary, monkeypatch, read_once):
    """Runs a command; what it writes, and to standard error where it is to fail."""
    monkeypatch.setattr("bot.cli.edition.load_pack", read_once)

    def command(*arguments, code=0):
        assert main(["cases", *arguments]) == code
        captured = capfdbinary.readouterr()
        return (captured.err if code else captured.out).decode()

    return command


def numbers(text):
    return re.findall(r"[A-Z]{2}-21-\d{4}", text)


def test_what_was_filed_is_listed_the_newest_first(run):
    shown = run("list")
    listed = [line for line in shown.splitlines() if "│" in line]
    assert [numbers(line)[0] for line in listed] == [
        "BR-21-0003", "EO-21-0002", "BR-21-0002", "HO-21-0001", "FP-21-0001", "EO-21-0001", "BR-21-0001",
    ]  # fmt: skip
    assert "like BR-21-0001" in listed[0]
    assert "late" in listed[2]
    assert shown.endswith("7 shown\n")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--kind", "eo_need"], ["EO-21-0002", "EO-21-0001"]),
        (["--kind", "booth_request", "--limit", "1"], ["BR-21-0003"]),
        (["--late"], ["BR-21-0002"]),
        (["--state", "in_review"], []),
        (["--since", "2023-03-02"], []),
        (["--since", "2023-03-01", "--kind", "handoff"], ["HO-21-0001"]),
    ],
)
def test_cases_are_listed_by_sort(run, options, found):
    assert [numbers(line)[0] for line in run("list", *options).splitlines() if "│" in line] == found


def test_a_list_tells_nothing_of_a_confidential_need(run):
    shown = run("list")
    assert "(confidential)" in shown
    assert "Nobody Knows" not in shown
    assert "secret need" not in shown


def test_a_case_is_shown_whole_and_nothing_of_it_is_obeyed(run):
    shown = run("show", "br 21 2")
    assert "展位申请 / Booth requests" in shown
    assert "[bold]=1+1" in shown
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "+8613800138000" in shown
    assert "visitor" in shown


def test_a_case_is_moved_on_with_a_reason_that_stands_in_its_history(run):
    assert run("set-state", "BR-21-0001", "in_review", "--reason", "complete") == "BR-21-0001: submitted → in_review\n"
    assert run("set-state", "br-21-1", "accepted") == "BR-21-0001: in_review → accepted\n"
    history = [re.split(r"\s*│\s*", line.strip("│ ")) for line in run("show", "BR-21-0001").splitlines() if "→" in line or "wang" in line]
    assert [line[1:4] for line in history] == [["wang", "submitted", "in_review"], ["wang", "in_review", "accepted"]]
    assert history[0][-1] == "complete"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["show", "BR-21-0099"], "there is no case 'BR-21-0099'"),
        (["set-state", "nonsense", "accepted"], "there is no case 'nonsense'"),
        (["set-state", "BR-21-0001", "accepted"], "BR-21-0001 is submitted; from there it can go to: in_review, withdrawn."),
        (["list", "--limit", "0"], "--limit: 0 is below 1"),
        (["export", "--format", "csv"], "name its kind with --kind"),
        (["export", "--format", "xlsx"], "name a file with --out"),
        (["export", "--format", "json", "--out", "/no/such/folder/x"], "/no/such/folder/x cannot be written"),
        (["set-state", "BR-21-0001", "in_review", "--reason", "\udc80"], "--reason: The text has half of a surrogate pair"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(run, arguments, why):
    told = run(*arguments, code=2)
    assert told.startswith("assistant: ")
    assert why in told
    assert told.count("\n") == 1


def test_a_case_that_is_over_goes_nowhere(run):
    run("set-state", "BR-21-0001", "withdrawn")
    assert "from there it can go to: nowhere." in run("set-state", "BR-21-0001", "in_review", code=2)


# Export


def test_csv_is_one_kind_with_names_of_zones_and_without_what_is_confidential(run, capfdbinary):
    assert main(["cases", "export", "--format", "csv", "--kind", "eo_need"]) == 0
    captured = capfdbinary.readouterr()
    assert captured.out.startswith(b"\xef\xbb\xbf")
    headings, *rows = csv.reader(io.StringIO(captured.out.decode("utf-8-sig"), newline=""))
    assert headings[:4] == ["编号 / Number", "提交时间 / Filed at", "状态 / State", "供给或需求 / Offer or demand"]
    assert [row[:2] for row in rows] == [["EO-21-0001", "2023-03-01 17:31:15"]]
    assert "1 confidential needs are left out" in captured.err.decode()


def test_xlsx_has_a_sheet_for_each_kind_and_is_its_owners_alone(run, tmp_path):
    out = tmp_path / "cases.xlsx"
    run("export", "--format", "xlsx", "--out", str(out), "--confidential")
    book = openpyxl.load_workbook(out)
    assert [(page.title, page.max_row - 1) for page in book] == [
        ("展位申请 Booth requests", 3), ("EO供需 EO needs", 2), ("论坛申办 Forum proposals", 1), ("转人工 Hand-overs", 1),
    ]  # fmt: skip
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_json_is_for_programs(run):
    tables = json.loads(run("export", "--format", "json", "--since", "2023-03-01"))
    assert {kind: len(rows) for kind, rows in tables.items()} == {"booth_request": 3, "eo_need": 1, "forum_proposal": 1, "handoff": 1}
    assert tables["booth_request"][1]["organisation"] == "[bold]=1+1"


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_can_be_exported_alone_and_with_nothing_in_it(run, kind):
    assert json.loads(run("export", "--format", "json", "--kind", kind.value, "--state", "declined")) == {kind.value: []}
