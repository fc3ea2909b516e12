"""Cases written to a file, or to standard output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.cli import UserError
from bot.cli.edition import Edition
from bot.cli.runtime import report
from records.cases import Case, CaseKind
from records.exports import Sheet, is_confidential, sheets, write_csv, write_json, write_xlsx

FORMATS = {"xlsx": write_xlsx, "csv": lambda made: write_csv(made[0]), "json": write_json}


def export(cases: Sequence[Case], numbers: Mapping[int, str], given: argparse.Namespace, edition: Edition) -> None:
    """Write the cases as `given` says: its format, kind, out, confidential. Says how many were left out as confidential."""
    if given.format == "csv" and not given.kind:
        raise UserError("csv is one table: name its kind with --kind.")
    if given.format == "xlsx" and not given.out:
        raise UserError("xlsx is no text: name a file with --out.")
    kinds = [CaseKind(given.kind)] if given.kind else list(CaseKind)
    words, names = given.format != "json", edition.topic
    made = sheets(cases, numbers, edition.zone, confidential=given.confidential, words=words, names=names, kinds=kinds)
    _write(FORMATS[given.format](made), given.out)
    _tell(made, sum(map(is_confidential, cases)), given)


def _write(content: bytes, out: Path | None) -> None:
    """Write the file, readable by its owner alone: it has names and telephone numbers."""
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise UserError(f"--out: {out} cannot be written: {error.strerror}.") from None


def _tell(made: Sequence[Sheet], confidential: int, given: argparse.Namespace) -> None:
    report(f"exported: {sum(len(sheet.rows) for sheet in made)} cases" + (f" to {given.out}" if given.out else ""))
    if confidential:
        done = "taken in: do not list them anywhere" if given.confidential else "left out (--confidential takes them in)"
        report(f"{confidential} confidential needs are {done}")
