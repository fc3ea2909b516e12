"""The files: typed, defused, and read by who did not write them."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import shutil
import subprocess
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.cases import CaseKind
from records.exports import Sheet, sheets, write_csv, write_json, write_xlsx
from records.exports.formulas import defused, looks_like_one
from tests.records.cases.conftest import ALL, BOOTH, FORUM, HANDOFF, NEED
from tests.records.exports.conftest import ZONE

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\tx", "\rx", "\nx", " =1", "\u3000＝1", "\u200b=1", "\ufeff=1",
    "\u00a0+1", "−1", "﹦1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")',
]  # fmt: skip
HARMLESS = ["", "a=1", "1-1", "'=1", "大学", "36 ㎡", "a@b.org", "\u3000x", "(-1)", "𝔸", "a\nb", ' "quoted", with commas']
SHEET = Sheet("测试 / Test", ["a", "b"], ["甲 / A", "乙 / B"], [["text", 1], [None, Decimal("36.50")], [dt.date(2023, 4, 15), 2.5]])


def read_xlsx(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def naive(text):
    return dt.datetime.fromisoformat(text)


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# Formulas


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_compute_is_defused(text):
    assert defused(text) == "'" + text
    (_, (cell,)) = read_csv(write_csv(Sheet("s", ["a"], ["A"], [[text]])))
    assert cell == "'" + text
    cell = read_xlsx(write_xlsx([Sheet("s", ["a"], ["A"], [[text]])])).active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays_as_it_is(text):
    assert defused(text) == text
    (_, row) = read_csv(write_csv(Sheet("s", ["a", "b"], ["A", "B"], [[text, "x"]])))
    assert row == [text, "x"]


@given(st.text(), st.sampled_from(["", " ", "\u3000", "\u200b\t"]), st.sampled_from("=+-@＝＋－＠"))
def test_no_text_gets_out_as_a_formula(text, blanks, sign):
    for written in (text, blanks + sign + text):
        assert not looks_like_one(defused(written))
    assert looks_like_one(blanks + sign + text)


def test_headings_and_names_of_sheets_are_defused_too():
    sheet = Sheet("=1/[x]*?:y\\" + "名" * 40, ["a"], ["=1"], [])
    assert read_csv(write_csv(sheet)) == [["'=1"]]
    page = read_xlsx(write_xlsx([sheet])).active
    assert (page["A1"].data_type, len(page.title)) == ("s", 31)


def test_characters_that_xml_cannot_have_are_left_out():
    page = read_xlsx(write_xlsx([Sheet("s", ["a"], ["A"], [["a\x1b[31m\x00b\ufffe\uffffc"], ["a\nb"], ["𝔸"]])])).active
    assert [page[f"A{row}"].value for row in (2, 3, 4)] == ["a[31mbc", "a\nb", "𝔸"]


# Types


def test_csv_is_utf_8_with_a_mark_and_its_dates_and_numbers_are_plain():
    moment = dt.datetime(2023, 3, 1, 17, 30, 15, 250, tzinfo=ZONE)
    content = write_csv(dataclasses.replace(SHEET, rows=[*SHEET.rows, [moment, -5]]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"2023-03-01 17:30:15,-5\r\n")
    assert read_csv(content)[:4] == [["甲 / A", "乙 / B"], ["text", "1"], ["", "36.50"], ["2023-04-15", "2.5"]]


def test_xlsx_has_real_dates_and_numbers_and_a_row_of_headings_that_stays():
    moment = dt.datetime(2023, 3, 1, 17, 30, 15, 250, tzinfo=ZONE)
    page = read_xlsx(write_xlsx([dataclasses.replace(SHEET, rows=[*SHEET.rows, [moment, -5]])])).active
    cells = [[(cell.data_type, cell.value) for cell in row] for row in page.iter_rows()]
    assert cells == [
        [("s", "甲 / A"), ("s", "乙 / B")],
        [("s", "text"), ("n", 1)],
        [("n", None), ("n", 36.5)],
        [("d", naive("2023-04-15")), ("n", 2.5)],
        [("d", naive("2023-03-01 17:30:15")), ("n", -5)],
    ]
    assert (page.title, page.freeze_panes, page.auto_filter.ref) == ("测试 Test", "A2", "A1:B5")
    assert (page["A4"].number_format, page["A5"].number_format) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")


def test_json_has_the_keys_and_plain_values():
    assert json.loads(write_json([SHEET])) == {
        "测试 / Test": [{"a": "text", "b": 1}, {"a": None, "b": 36.5}, {"a": "2023-04-15", "b": 2.5}]
    }


def test_a_sheet_without_rows_is_a_row_of_headings():
    empty = dataclasses.replace(SHEET, rows=[])
    assert read_csv(write_csv(empty)) == [["甲 / A", "乙 / B"]]
    assert [cell.value for cell in next(read_xlsx(write_xlsx([empty])).active.iter_rows())] == ["甲 / A", "乙 / B"]
    assert json.loads(write_json([empty])) == {"测试 / Test": []}


# Cases


def test_a_need_is_a_row_in_the_order_of_the_questions(filed):
    case = filed(NEED, duplicate_of=9)
    (sheet,) = sheets([case], {9: "EO-21-0009"}, ZONE, kinds=[CaseKind.EO_NEED])
    assert sheet.name == "EO供需 / EO needs"
    assert [heading.split(" / ")[1] for heading in sheet.headings[:7]] == [
        "Number", "Filed at", "State", "Offer or demand", "Subject", "Organisation or person", "Title",
    ]  # fmt: skip
    moment = dt.datetime(2023, 3, 1, 17, 30, 15, 250, tzinfo=ZONE)
    assert sheet.rows == [
        [
            case.number, moment, "已提交 / Submitted", "供给 / Offer", "人才 / Talent", "个人 / Person", "Post-doc", "materials science",
            "batteries", "", "", "France", "PhD", "English", "post-doc", "公开 / Open", "Li Lei", "+8613800138000", "li.lei@example.org",
            "否 / No", "否 / No", "EO-21-0009", "zh", "web", None, None, moment + dt.timedelta(hours=20),
        ]
    ]  # fmt: skip


def test_each_kind_has_its_sheet_and_topics_have_their_names(filed):
    made = sheets([filed(details) for details in ALL], {}, ZONE, names=lambda topic: topic.upper())
    assert [sheet.name.split(" / ")[1] for sheet in made] == ["Booth requests", "EO needs", "Forum proposals", "Hand-overs"]
    assert [len(sheet.rows) for sheet in made] == [1, 1, 1, 1]
    assert made[0].rows[0][made[0].keys.index("zone")] == "ZONE_TECHNOLOGY"
    assert made[3].rows[0][made[3].keys.index("topic")] == "FORUM"


def test_a_confidential_need_is_left_out_unless_it_is_asked_for_and_is_marked_then(filed):
    cases = [filed(dataclasses.replace(NEED, confidential=confidential)) for confidential in (True, False)]
    (shown,) = sheets(cases, {}, ZONE, kinds=[CaseKind.EO_NEED])
    assert [row[0] for row in shown.rows] == [cases[1].number]
    (shown,) = sheets(cases, {}, ZONE, kinds=[CaseKind.EO_NEED], confidential=True)
    assert [row[shown.keys.index("confidential")] for row in shown.rows] == ["保密 / Confidential", "公开 / Open"]


def test_for_programs_values_are_what_they_are(filed):
    (sheet,) = sheets([filed(BOOTH)], {}, ZONE, words=False, kinds=[CaseKind.BOOTH_REQUEST])
    assert sheet.name == "booth_request"
    (row,) = json.loads(write_json([sheet]))["booth_request"]
    assert {key: row[key] for key in ("state", "booth_kind", "square_metres", "booths", "recruiting_desk", "zone", "filed_at")} == {
        "state": "submitted", "booth_kind": "standard", "square_metres": 36.5, "booths": 2, "recruiting_desk": True,
        "zone": "zone_technology", "filed_at": "2023-03-01T17:30:15.000250+08:00",
    }  # fmt: skip


def test_what_is_not_known_is_an_empty_cell(filed):
    case = filed(dataclasses.replace(FORUM, preferred_date=None, people=None, date_wish="in spring"))
    (sheet,) = sheets([case], {}, ZONE, kinds=[CaseKind.FORUM_PROPOSAL])
    assert [sheet.rows[0][sheet.keys.index(key)] for key in ("preferred_date", "date_wish", "people")] == [None, "in spring", None]


# LibreOffice


@pytest.fixture
def convert(tmp_path):
    """Lets LibreOffice convert a file to CSV, with what its formulas come to; the rows of its first sheet."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is missing (apt-get install --no-install-recommends libreoffice-calc)")

    def run(name, content):
        (tmp_path / name).write_bytes(content)
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
        options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
        source = ["--infilter=CSV:44,34,76,1"] if name.endswith(".csv") else []
        files = ["--outdir", tmp_path / "out", tmp_path / name]
        subprocess.run([*command, options, *source, *files], check=True, timeout=120, capture_output=True)
        return read_csv((tmp_path / "out" / name).with_suffix(".csv").read_bytes())

    return run


@pytest.mark.parametrize(("name", "write"), [("cases.xlsx", lambda sheet: write_xlsx([sheet])), ("cases.csv", write_csv)])
def test_libreoffice_opens_it_and_computes_nothing(filed, convert, name, write):
    hostile = dataclasses.replace(BOOTH, organisation="=1+1", exhibits="＝2+2", contact_name=" =3+3", email="@SUM(1)")
    (sheet,) = sheets([filed(hostile)], {}, ZONE, kinds=[CaseKind.BOOTH_REQUEST])
    headings, row = convert(name, write(sheet))
    assert headings == list(sheet.headings)
    mark = "'" if name.endswith(".csv") else ""
    found = dict(zip(sheet.keys, row))
    shown = ("organisation", "exhibits", "contact_name", "email", "phone", "square_metres", "booths", "filed_at")
    assert {key: found[key] for key in shown} == {
        "organisation": f"{mark}=1+1", "exhibits": f"{mark}＝2+2", "contact_name": f"{mark} =3+3", "email": f"{mark}@SUM(1)",
        "phone": f"{mark}+8613800138000", "square_metres": "36.5", "booths": "2", "filed_at": "2023-03-01 17:30:15",
    }  # fmt: skip


def test_libreoffice_would_compute_what_is_not_defused(convert):
    assert convert("plain.csv", b"A,B\r\n=1+1,x\r\n") == [["A", "B"], ["2", "x"]]


def test_hand_overs_are_a_sheet_like_others(filed):
    (sheet,) = sheets([filed(HANDOFF)], {}, ZONE, kinds=[CaseKind.HANDOFF])
    assert sheet.rows[0][3:6] == ["访客要求 / Asked for", "转人工", "forum"]
