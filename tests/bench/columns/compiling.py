"""
Compile this folder's functions once for all processes, and again when any of them changes.

numba keeps what it compiles, but looks only at the file of a function when it asks whether that is
still true, not at the functions that are called: so what is kept has a folder for each state of the
sources.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from numba import config, njit

FOLDER = Path(__file__).parent


def state_of(folder: Path) -> str:
    """Return a mark of the sources in a folder."""
    sources = (path.read_bytes() for path in sorted(folder.glob("*.py")))
    return hashlib.sha256(b"\0".join(sources)).hexdigest()[:16]


settings = vars(config)
# Where it can't be written, numba keeps it in the user's own folder.
settings["CACHE_DIR"] = str(
    Path(settings["CACHE_DIR"] or FOLDER / "__pycache__") / f"columns-{state_of(FOLDER)}"
)

compiled = njit(cache=True, nogil=True)
"""Compiles a function when it is called first."""
