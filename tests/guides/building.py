"""The guides built as a site."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.guides.reading import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def built(folder: Path) -> Path:
    """Build the site in a folder as `make docs` does, without a word; return the folder."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder
