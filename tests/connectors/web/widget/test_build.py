"""The built widget: it is what the sources give, it is small, and it asks nobody else for anything."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WIDGET = Path(__file__).parents[4] / "connectors" / "web" / "widget"
BUILT = WIDGET / "dist" / "widget.js"
LIMIT = 20_000
"""Bytes, compressed: the promise of the widget."""


@pytest.fixture(scope="module")
def tools():
    """The folder with the programs that the widget is built with; they are installed as locked where they are missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("node and npm are not there (Debian: apt-get install nodejs npm), so the widget cannot be rebuilt")
    tools = WIDGET / "node_modules"
    if not (tools / "esbuild").exists() or not (tools / "typescript").exists():
        done = subprocess.run(["npm", "ci"], cwd=WIDGET, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(f"npm could not install what the widget is built with: {done.stderr[-300:]}")
    return tools


def test_the_committed_widget_is_what_the_sources_give(tools, tmp_path):
    built = subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=WIDGET, capture_output=True, text=True, timeout=120, check=True)
    assert (tmp_path / "widget.js").read_bytes() == BUILT.read_bytes(), "run `npm run build` in connectors/web/widget and commit dist/"
    size = int(re.search(r"(\d+) bytes gzipped", built.stdout)[1])
    assert size <= LIMIT


def test_the_types_of_the_widget_hold(tools):
    checked = subprocess.run(
        ["node", str(tools / "typescript" / "bin" / "tsc"), "--noEmit"], cwd=WIDGET, capture_output=True, text=True, check=False
    )
    assert checked.stdout == ""


def test_the_widget_with_its_texts_and_styles_takes_at_most_20_kilobytes():
    assert len(gzip.compress(BUILT.read_bytes(), 9, mtime=0)) <= LIMIT


def test_the_widget_names_no_other_server():
    addresses = re.findall(r"https?://[\w.-]+", BUILT.read_text(encoding="utf-8"))
    assert set(addresses) <= {"http://www.w3.org"}  # the name of SVG, which is fetched by nobody


@pytest.mark.parametrize(
    "way", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", 'createElement("style']
)
def test_the_widget_has_no_way_that_a_strict_policy_forbids(way):
    assert way not in BUILT.read_text(encoding="utf-8")


def test_the_lock_names_no_registry_and_every_checksum():
    lock = json.loads((WIDGET / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert not re.search(r"https?://(?!opencollective)", json.dumps(lock))


def test_nothing_is_needed_at_run_time():
    assert "dependencies" not in json.loads((WIDGET / "package.json").read_text(encoding="utf-8"))
