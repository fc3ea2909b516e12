"""CSV as spreadsheets read it: UTF-8 with a byte-order mark, commas, formulas defused."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

from records.exports.formulas import defused
from records.exports.sheet import Cell, Sheet

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def write_csv(sheet: Sheet) -> bytes:
    """A line with the headings and a line for each row. Days as 2023-04-15, moments as 2023-04-15 17:30:15 in their time zone."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([defused(heading) for heading in sheet.headings])
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)
    return (_MARK + written.getvalue()).encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return defused(cell) if isinstance(cell, str) else str(cell)
