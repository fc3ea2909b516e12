"""XLSX: texts are typed as texts, so that no program computes them; dates and numbers are real ones."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from records.exports.formulas import looks_like_one
from records.exports.sheet import Cell, Sheet

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"\s*[\[\]:*?/\\]+\s*")
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 8, 60


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a sheet for each, its headings in a row that stays in sight.

    A text that looks like a formula is a text, and is marked as such (Excel's apostrophe, which is no part of the value), so
    that it stays one when somebody edits it. Characters that XML cannot have are left out.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(_NOT_IN_NAMES.sub(" ", sheet.name)[:_LONGEST_NAME])
        page.freeze_panes = "A2"
        for number, width in enumerate(_widths(sheet), 1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([_bold(_cell(page, heading)) for heading in sheet.headings])
        for row in sheet.rows:
            page.append([_cell(page, cell) for cell in row])
        page.auto_filter.ref = f"A1:{get_column_letter(max(len(sheet.headings), 1))}{len(sheet.rows) + 1}"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(page: Any, value: Cell) -> Any:
    if isinstance(value, str):
        return _text(page, value)
    if isinstance(value, dt.datetime):
        return _formatted(page, value.replace(tzinfo=None, microsecond=0), "yyyy-mm-dd hh:mm:ss")
    if isinstance(value, dt.date):
        return _formatted(page, value, "yyyy-mm-dd")
    return _made(page, value)


def _text(page: Any, value: str) -> Any:
    cell = _made(page, _NOT_XML.sub("", value))
    cell.data_type = "s"  # whatever the text begins with
    cell.alignment = Alignment(vertical="top", wrap_text="\n" in value)
    cell.quotePrefix = looks_like_one(value)
    return cell


def _formatted(page: Any, value: dt.date, form: str) -> Any:
    cell = _made(page, value)
    cell.number_format = form
    return cell


def _made(page: Any, value: Any) -> Any:
    return WriteOnlyCell(page, value=value)


def _bold(cell: Any) -> Any:
    cell.font = Font(bold=True)
    return cell


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(sheet.headings, *sheet.rows) if sheet.rows else ((heading,) for heading in sheet.headings)
    return [min(max(_NARROWEST, *map(_width, column)) + 2, _WIDEST) for column in columns]


def _width(cell: Cell) -> int:
    """Characters, where a Han character counts for two."""
    text = f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, dt.datetime) else str("" if cell is None else cell)
    return max((sum(2 if ord(character) > 0x2E7F else 1 for character in line) for line in text.split("\n")), default=0)
