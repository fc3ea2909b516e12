"""Files that are handed out: never shown in the browser, and with a plain name."""

from __future__ import annotations

import json
from typing import Any, Sequence

from starlette.responses import Response

from records.exports import Sheet, write_csv, write_xlsx

FORMATS = ("xlsx", "csv")
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "yml": "application/yaml",
}


def sheets(found: Sequence[Sheet], form: str, name: str) -> Response:
    """Sheets as a workbook, or the first of them as CSV. form: one of FORMATS."""
    return download(write_xlsx(found) if form == "xlsx" else write_csv(found[0]), form, name)


def as_json(found: Any, name: str) -> Response:
    """Anything as JSON."""
    return download(json.dumps(found, ensure_ascii=False, indent=1).encode(), "json", name)


def download(content: bytes, form: str, name: str) -> Response:
    """A file. name: of letters, digits and dashes, without an ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=_TYPES[form], headers=headers)
