"""docs/channels/web.md says what the channel does: addresses, errors, fields of a message. Every channel has its page."""

from __future__ import annotations

import re

from bot.settings import ROOT
from connectors.web.app import description

CHANNELS = sorted(path.parent.name for path in (ROOT / "connectors").glob("*/channel.py") if path.parent.name != "gateway")
PAGE = (ROOT / "docs" / "channels" / "web.md").read_text(encoding="utf-8")


def test_every_channel_has_a_page():
    pages = {path.stem for folder in ("docs/channels", "docs") for path in (ROOT / folder).glob("*.md")}
    assert [channel for channel in CHANNELS if channel.partition("_")[0] not in pages] == []


def test_every_address_is_documented_and_the_other_way_round():
    documented = set(re.findall(r"^\| `([A-Z]+ /web/[\w./]+)` \|", PAGE, re.M))
    assert documented == {f"{method.upper()} {path}" for path, operations in description()["paths"].items() for method in operations}


def test_every_error_is_documented():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "connectors" / "web").glob("*.py"))
    codes = set(re.findall(r"(?:Refused|error)\(\d{3}, f?\"([\w{}]+)\"|unauthorized\(\"(\w+)\"", sources))
    known = set(re.findall(r"`([…\w]+)`", PAGE.split("## Errors")[1].split("## Other websites")[0]))
    for code in filter(None, (one or other for one, other in codes)):
        shown = re.sub(r"^(\{name\}|number|language|rating|wait|id)(?=_)", "…", code)
        assert code in known or shown in known, code


def test_every_field_of_a_message_is_documented():
    table = PAGE.split("A message is given as")[1].split("## Events")[0]
    documented = {name for cell in re.findall(r"^\| ([^|]*`[^|]*) \|", table, re.M) for name in re.findall(r"`(\w+)`", cell)}
    assert documented == set(description()["components"]["schemas"]["Message"]["properties"])
