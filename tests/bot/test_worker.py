"""One server on an SQLite file, many on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.settings import ROOT
from bot.worker import NotAlone, Worker, working


def test_the_server_of_a_file_is_alone_and_always_has_the_same_name(tmp_path):
    for _ in range(2):
        with working(tmp_path / "new" / "records.db") as worker:
            assert worker == Worker("server", alone=True)


@pytest.mark.parametrize("where", [str, "sqlite:///{}".format])
def test_a_second_server_on_the_same_file_is_refused(tmp_path, where):
    path = tmp_path / "records.db"
    with working(path), pytest.raises(NotAlone, match=str(path)), working(where(path)):
        pass


def test_a_server_that_was_killed_leaves_no_lock(tmp_path):
    hold = "with working(Path(sys.argv[1])):\n    print('holds', flush=True)\n    input()"
    code = f"import sys\nfrom pathlib import Path\nfrom bot.worker import working\n{hold}"
    command = [sys.executable, "-c", code, str(tmp_path / "r.db")]
    killed = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with killed:
        assert killed.stdout.readline() == "holds\n"
        with pytest.raises(NotAlone), working(tmp_path / "r.db"):
            pass
        killed.kill()
    with working(tmp_path / "r.db") as worker:
        assert worker.alone


def test_the_servers_on_postgresql_are_not_alone_and_have_names_of_their_own():
    with working("postgresql://me@db/records") as one, working("postgresql://me@db/records") as two:
        assert (one.alone, two.alone, one.name == two.name) == (False, False, False)
        assert str(os.getpid()) in one.name
