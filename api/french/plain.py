"""Compare texts whatever their case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

APART = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return a text in a form to compare: no case, accents or punctuation, single blanks."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return APART.sub(" ", bare).strip()
