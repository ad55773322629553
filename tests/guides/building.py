"""The guides built as a site."""

import subprocess
import sys
from pathlib import Path

from tests.guides.reading import ROOT


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
