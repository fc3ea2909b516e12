"""Files that are handed out: never shown in the browser, and with a plain name."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any, Sequence

from starlette.responses import Response

from records.exports import Sheet, write_csv, write_xlsx

FORMATS = ("xlsx", "csv")
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
    "yml": "application/yaml",
}


def sheets(found: Sequence[Sheet], form: str, name: str) -> Response:
    """Sheets as a workbook or as CSV; several as CSV are several files, in an archive. form: one of FORMATS."""
    if form == "xlsx":
        return download(write_xlsx(found), form, name)
    return download(write_csv(found[0]), form, name) if len(found) == 1 else download(_archive(found), "zip", name)


def _archive(found: Sequence[Sheet]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in found:
            archive.writestr(f"{sheet.name.replace(' / ', ' ')}.csv", write_csv(sheet))
    return content.getvalue()


def as_json(found: Any, name: str) -> Response:
    """Anything as JSON."""
    return download(json.dumps(found, ensure_ascii=False, indent=1).encode(), "json", name)


def download(content: bytes, form: str, name: str) -> Response:
    """A file. name: of letters, digits and dashes, without an ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=_TYPES[form], headers=headers)
