"""What a small file may ask for: each is read alone, and its memory and processor are measured."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from api.data.sheets.apart import ROOM_MB, SECONDS
from tests.api.data.sheets.hostile import HOSTILE, hostile

if TYPE_CHECKING:
    from pathlib import Path

#: Reads a file as a rota or as people, in a process of its own, and says what that took.
READ = """
import json, sys, time
from pathlib import Path
from api.data.entering.sheet import SheetFile, _read
from api.data.errors import BadFilesError
from api.data.sheets.apart import bounded
from api.intake.foreign_file import read_foreign

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024

path, how = Path(sys.argv[1]), sys.argv[2]
before, begun, said = peak(), time.process_time(), ""
try:
    with bounded(path.name):
        if how == "rota":
            read_foreign(path)
        else:
            _read(("personnes", SheetFile(name=path.name, content=path.read_bytes())))
except BadFilesError as error:
    said = str(error)
print(json.dumps([said, peak() - before, time.process_time() - begun]))
"""


@pytest.mark.long
@pytest.mark.parametrize("how", ["rota", "people"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_bounds(tmp_path: Path, name: str, how: str) -> None:
    path = tmp_path / name
    path.write_bytes(hostile(name))

    done = subprocess.run(
        [sys.executable, "-c", READ, path, how], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    said, megabytes, seconds = json.loads(done.stdout)
    assert said
    assert HOSTILE[name][1] in said
    assert len(said) < 2_000
    assert megabytes < ROOM_MB + 30
    assert seconds < SECONDS + 1
