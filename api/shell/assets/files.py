"""
Serve style, scripts and pictures under addresses that change with their content.

A browser keeps them for a year, so a changed file needs another address: addresses hold the digest
of all of them; if one file changes, all addresses change. Style sheets are served as one file,
and so is a folder of scripts, since each request costs a phone its latency.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from api.shell.assets.bundles import bundle, without_comments
from api.web.middleware.compression import SMALLEST

FOLDER = Path(__file__).parent.parent / "static"
ROOT = "/statique"
DIGITS = 10
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The kinds of files that are served, and no other."""

PICTURES = ("image/png", "image/webp")
"""What is compressed already."""

SHEETS = "style"
"""The folder of style sheets."""

STYLE = "style.css"
"""All of them as one file: `base` first, `print` last, a screen's own between them."""


@cache
def contents() -> dict[str, bytes]:
    """Return the files to serve by name: `style.css`, `grid.js` of `grid/`, `solve.js`."""
    files: dict[str, bytes] = {}
    folders: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.rglob("*")):
        name, folder = path.relative_to(FOLDER), path.parent
        if path.suffix == ".css" or (path.suffix == ".js" and folder != FOLDER):
            folders.setdefault(folder.name, {})[path.stem] = path.read_text("utf-8")
        elif path.suffix == ".js":
            files[name.as_posix()] = without_comments(path.read_text("utf-8")).encode()
        elif path.suffix in TYPES:
            files[name.as_posix()] = path.read_bytes()
    sheets = folders.pop(SHEETS)
    style = "\n".join(sheets[sheet] for sheet in sorted(sheets, key=_place))
    files[STYLE] = without_comments(style).encode()
    return files | {f"{name}.js": bundle(folder).encode() for name, folder in folders.items()}


@cache
def zipped() -> dict[str, bytes]:
    """Return those files compressed by gzip, but for what is short or compressed already."""
    return {
        name: gzip.compress(content, mtime=0)
        for name, content in contents().items()
        if len(content) >= SMALLEST and TYPES[Path(name).suffix] not in PICTURES
    }


def _place(sheet: str) -> tuple[int, str]:
    return {"base": 0, "print": 2}.get(sheet, 1), sheet


@cache
def digest() -> str:
    """Return the first hexadecimal digits of the SHA-256 of all that is served."""
    together = hashlib.sha256()
    for name, content in sorted(contents().items()):
        together.update(name.encode())
        together.update(content)
    return together.hexdigest()[:DIGITS]


def address_of(name: str) -> str:
    """Return the address of a static file (KeyError: there is none of that name)."""
    if name not in contents():
        raise KeyError(name)
    return f"{ROOT}/{digest()}/{name}"
