"""Make file names from the names of things, without duplicates."""

import re
import unicodedata
from pathlib import PurePosixPath


def slug(text: str, longest: int = 40) -> str:
    """Return text that fits in a file name: lower case, no accents, words joined by hyphens."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare)[:longest].strip("-") or "sans-nom"


def unique(name: str, taken: set[str]) -> str:
    """Return a file name that isn't taken yet, with a number if needed, and mark it as taken."""
    path, number, free = PurePosixPath(name), 2, name
    while free in taken:
        free = str(path.with_stem(f"{path.stem}-{number}"))
        number += 1
    taken.add(free)
    return free
