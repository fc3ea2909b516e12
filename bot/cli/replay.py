"""`assistant replay FILE.jsonl`: conversations through the whole assistant, the way that the web channel takes."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any, Sequence

from bot.cli import UserError, parser
from bot.cli.runtime import add_today, make_gateway, prepare


def run(arguments: Sequence[str]) -> int:
    """Write each conversation with the replies and the milliseconds of its turns."""
    options = parser("replay")
    options.add_argument("file", type=Path, help='a line a conversation: {"id": "…", "turns": [{"user": "…"}]}')
    options.add_argument("--out", type=Path, help="where to write (default: standard output)")
    add_today(options)
    given = options.parse_args(arguments)
    conversations = read_conversations(given.file)
    gateway = make_gateway(prepare(given.today))
    replayed = asyncio.run(_replay(gateway, conversations))
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in replayed)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def read_conversations(path: Path) -> list[dict[str, Any]]:
    """The conversations of a file.

    Raises:
        UserError: the file cannot be read, or a line is none.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            conversation = json.loads(line)
            found.append({"id": conversation["id"], "turns": [{"user": str(turn["user"])} for turn in conversation["turns"]]})
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f'{path}:{number}: not a conversation {{"id", "turns": [{{"user"}}]}}: {error!r}') from None
    return found


async def _replay(gateway: Any, conversations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    done = []
    for number, conversation in enumerate(track(conversations, "replaying", console=console, disable=not console.is_terminal)):
        for turn in conversation["turns"]:
            began = time.perf_counter()
            replies = await gateway.handle(f"replay-{number}", turn["user"])
            turn["replies"] = [reply.as_dict() for reply in replies]
            turn["ms"] = round((time.perf_counter() - began) * 1000, 2)
        done.append(conversation)
        if not console.is_terminal and (number + 1) % 50 == 0:
            print(f"assistant: replayed {number + 1} of {len(conversations)}", file=sys.stderr, flush=True)
    return done
