"""One process at a time does some long work in a folder."""

from __future__ import annotations

import subprocess
import sys
import time

from knowledge.alone import alone

OTHER = "import sys; from pathlib import Path; from knowledge.alone import alone\nwith alone(Path(sys.argv[1]), sys.argv[2]): print('mine')"


def other(folder, work):
    return subprocess.Popen([sys.executable, "-c", OTHER, str(folder), work], stdout=subprocess.PIPE, text=True)


def test_another_process_waits_and_other_work_does_not(tmp_path):
    folder = tmp_path / "new"
    with alone(folder, "training"):
        waiting = other(folder, "training")
        assert other(folder, "building").communicate(timeout=60)[0] == "mine\n"
        time.sleep(0.2)
        assert waiting.poll() is None
    assert waiting.communicate(timeout=60)[0] == "mine\n"
