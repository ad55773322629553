"""
Where tests put files that nobody keeps: in memory, where the system has room for them there.

Databases are made and dropped by the hundred, each of a thousand files on PostgreSQL. A disk takes
as long again for that as everything else that these tests do.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's folder in memory; what is made there is private
ROOM = 4 * 1024**3
"""Bytes that must be free: tests leave less than a fourth of that at any time."""


def use_memory(folder: Path = MEMORY, room: int = ROOM) -> None:
    """
    Let this process, and those that it starts, make temporary files in a folder in memory.

    Where it isn't there, has too little room, or `TMPDIR` names another, nothing changes.
    """
    if "TMPDIR" in os.environ or not folder.is_dir() or shutil.disk_usage(folder).free < room:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
