"""`assistant knowledge`: is the pack sound, and does it hold what the notice says? What should the ranker's weights be?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Sequence

from bot.cli import UserError, parser
from bot.settings import ROOT, read_settings

if TYPE_CHECKING:
    from rich.console import Console

    from knowledge.check import Covered, Finding
    from knowledge.notice import Notice
    from knowledge.pack import Pack


def run(arguments: Sequence[str]) -> int:
    """Run what `knowledge` is asked for; 1 where the pack has errors."""
    options = parser("knowledge")
    commands = options.add_subparsers(dest="command", required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="check the pack, and compare it with the notice")
    checking.add_argument("--pack", help="a folder of knowledge/packs (default: the pack in use)")
    checking.add_argument("--notice", type=Path, metavar="FILE", help="the notice's text (default: ../shared/notices/PACK.zh.txt)")
    learning = commands.add_parser("calibrate", help="learn the ranker's weights from questions whose answers are known")
    learning.add_argument("files", nargs="*", type=Path, metavar="FILE", help="evaluation sets (default: those in nlu/evaluation)")
    given = options.parse_args(arguments)
    if given.command == "calibrate":
        return _calibrate(given.files or sorted((ROOT / "nlu" / "evaluation").glob("*.jsonl")))
    return _check(given.pack or read_settings().pack, given.notice)


def _calibrate(files: Sequence[Path]) -> int:
    from bot.cli.calibrate import calibrate

    return calibrate(files)


def _check(name: str, notice_file: Path | None) -> int:
    from rich.console import Console

    from knowledge.check import check, coverage

    console = Console(highlight=False, soft_wrap=True)
    pack = _pack(name, console)
    if pack is None:
        return 1
    notice = _notice(notice_file or ROOT.parent / "shared" / "notices" / f"{name}.zh.txt", required=notice_file is not None)
    if notice:
        _draw(coverage(pack, notice), console)
    errors = _list(check(pack, notice), console)
    console.print(f"{len(pack.topics)} topics, {len(pack.facts)} facts, {len(pack.gaps)} gaps, {len(pack.names.by_id)} names.")
    if not notice:
        console.print("There is no text of the notice here, so the pack was not compared with it, and coverage was not counted.")
    return 1 if errors else 0


def _pack(name: str, console: Console) -> Pack | None:
    from knowledge.library import PACKS
    from knowledge.pack import PackError, load_pack

    if not (PACKS / name).is_dir():
        raise UserError(f"there is no folder knowledge/packs/{name}.")
    try:
        return load_pack(PACKS / name)
    except PackError as error:
        console.print(f"The pack {name} cannot be used:", style="bold red")
        for problem in error.problems:
            console.print(f"  {problem}", markup=False)
        console.print(f"{len(error.problems)} errors.")
        return None


def _notice(path: Path, required: bool) -> Notice | None:
    from knowledge.notice import read_notice

    try:
        return read_notice(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        if required:
            raise UserError(f"the notice {path} cannot be read: {error}") from None
        return None


def _draw(rows: Sequence[Covered], console: Console) -> None:
    from rich.table import Table

    table = Table("section", "heading", title="The notice's sections and their facts")
    table.add_column("facts", justify="right")
    table.add_column("with those below", justify="right")
    for row in rows:
        bare = "bold red" if not row.within else None
        table.add_row(row.section.section, row.section.heading, str(row.own), str(row.within) if row.within else "none", style=bare)
    console.print(table)
    console.print(f"{sum(row.within > 0 for row in rows)} of {len(rows)} numbered sections have facts.")


def _list(findings: Sequence[Finding], console: Console) -> int:
    """Print what was found, errors last for they matter most; the number of errors."""
    from knowledge.check import Level

    warnings = [finding for finding in findings if finding.level is Level.WARNING]
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    for kind, listed, style in (("warnings", warnings, "yellow"), ("errors", errors, "bold red")):
        for finding in listed:
            console.print(f"{kind[:-1]}: {finding}", markup=False, style=style)
        console.print(f"{len(listed)} {kind}.")
    return len(errors)
