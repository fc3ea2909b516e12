"""A small pack of a made-up fair, and an index of it; the real pack and the notice where they are needed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.index import FactIndex
from knowledge.notice import read_notice
from knowledge.pack import load_pack

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
REAL = ROOT / "knowledge" / "packs" / "ciep-21-2023"
NOTICE = ROOT.parent / "shared" / "notices" / "ciep-21-2023.zh.txt"


@pytest.fixture
def folder(tmp_path):
    """A copy of the small pack that a test may spoil."""
    return Path(shutil.copytree(HERE / "small_pack", tmp_path / "small_pack"))


@pytest.fixture(scope="session")
def small():
    """The small pack."""
    return load_pack(HERE / "small_pack")


@pytest.fixture(scope="session")
def index(small):
    """The index of the small pack."""
    return FactIndex.build(small)


@pytest.fixture(scope="session")
def real():
    """The pack of the 2023 notice."""
    return load_pack(REAL)


@pytest.fixture(scope="session")
def notice():
    """The notice itself, which is no part of the project."""
    if not NOTICE.exists():
        pytest.skip("the notice's text is not beside this checkout (../shared/notices/ciep-21-2023.zh.txt)")
    return read_notice(NOTICE.read_text(encoding="utf-8"))
