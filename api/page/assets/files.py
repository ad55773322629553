"""
Serve style, scripts and pictures under addresses that change with their content.

A browser keeps them for a year, so a changed file needs another address. Scripts import each other
by relative addresses, so addresses hold the digest of the whole folder: if one file changes, all
addresses change. Style sheets are served as one file, since each request costs a phone its latency.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static"
ROOT = "/statique"
DIGITS = 10
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The kinds of files that are served, and no other."""

STYLE = "style.css"
"""All of `static/style/` as one file: `base` first, `print` last, a screen's own between them."""


@cache
def digest() -> str:
    """Return the first hexadecimal digits of the SHA-256 of all static files."""
    together = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in TYPES:
            together.update(path.relative_to(FOLDER).as_posix().encode())
            together.update(path.read_bytes())
    return together.hexdigest()[:DIGITS]


@cache
def contents() -> dict[str, bytes]:
    """Return the files to serve by name (`grid/keys.js`), with all style sheets as one file."""
    files = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in TYPES
    }
    sheets = sorted((name for name in files if name.startswith("style/")), key=_place)
    files[STYLE] = b"\n".join(files.pop(name) for name in sheets)
    return files


def _place(sheet: str) -> tuple[int, str]:
    return {"style/base.css": 0, "style/print.css": 2}.get(sheet, 1), sheet


def address_of(name: str) -> str:
    """
    Return the address of a static file.

    Raises
    ------
    KeyError
        There is none of that name.
    """
    if name not in contents():
        raise KeyError(name)
    return f"{ROOT}/{digest()}/{name}"
