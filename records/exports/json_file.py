"""JSON: for programs. Each row by the keys of its columns."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any, Sequence

from records.exports.sheet import Cell, Sheet


def write_json(sheets: Sequence[Sheet]) -> bytes:
    """An object with a list of rows for each sheet. Days and moments in ISO 8601, decimals as numbers."""
    tables = {sheet.name: [{key: _plain(cell) for key, cell in zip(sheet.keys, row)} for row in sheet.rows] for sheet in sheets}
    return (json.dumps(tables, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell.isoformat() if isinstance(cell, (dt.date, dt.datetime)) else cell
