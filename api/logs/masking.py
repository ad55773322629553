"""Mask what no log may hold: secrets in addresses, tokens, e-mails, whole IP addresses."""

import re

HIDDEN = "…"

PATTERNS = (
    # The password of a database, before anything that looks like an e-mail in it.
    (re.compile(r"://[^/\s@]+@"), f"://{HIDDEN}@"),
    # Whatever follows /feeds/ is a secret, well formed or not.
    (re.compile(r"(/feeds/)[^\s\"'<>]*", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"(/[^\s\"'?]*)\?[^\s\"']+"), rf"\1?{HIDDEN}"),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"\b((?:set-)?cookie|authorization|password|mot_de_passe|token|secret|code)"
            r"(\s*[=:]\s*)[^\s,;&]+",
            re.IGNORECASE,
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    # 256 bits as they are written by us; names of functions hold no digit beside a capital.
    (re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{32,}"), HIDDEN),
    # An address tells a network, not a person: the end is cut, but for this machine's own.
    (re.compile(r"\b(?!127\.|0\.)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}\b"), rf"\1.{HIDDEN}"),
    (
        re.compile(r"\b([0-9a-f]{1,4}:[0-9a-f]{1,4}):(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{0,4}\b"),
        rf"\1:{HIDDEN}",
    ),
)


def masked(text: str) -> str:
    """Return a text with what no log may hold masked."""
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text
