"""The encoding of a text file, told from its bytes."""

from __future__ import annotations

import re

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
UNICODE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}

UTF_8, WESTERN = "utf-8", "cp1252"

#: What é, è, à, ç of MS-DOS and of old Macintoshes are in Windows' encoding: signs that no
#: French word holds. Read as Windows', every accent would be another letter.
OTHER = re.compile(r"(?<=[^\W\d_])[‚Š‡ˆ‰‹ŽŒ•](?=[^\W\d_])|(?<=[a-z])[‚Š‡ŽŒ]|‚(?=[a-z])")


def decode(data: bytes) -> tuple[str, str] | None:
    """
    Return a file's text and its encoding; None if it is no text.

    It is in UTF-8, in UTF-16 with its mark, or in Windows' Western encoding, which French Excel
    writes where nobody asks for UTF-8.
    """
    marked = UNICODE.get(data[:2]) or UNICODE.get(data[:3])
    for encoding in (marked,) if marked else (UTF_8, WESTERN):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text, encoding
    return None


def other_encoding(text: str) -> re.Match[str] | None:
    """Find what shows that a text read in Windows' encoding is in another one (None: nothing)."""
    return OTHER.search(text)
