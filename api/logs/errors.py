"""Write exceptions to the log, and mask what no log may hold: secrets, e-mails, addresses."""

import os
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from api.french.system import cause_of

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


HERE = f"{Path(__file__).parents[2]}/"
INSTALLED = "site-packages/"
DEBUG = "ROULEMENT_DEBUG"
"""With this variable messages are told too: they may name people."""


def text_of(error: BaseException) -> str:
    """
    Return an exception and its causes as text: kinds, reasons that name nobody, and frames.

    Values of variables are never told; messages only with `ROULEMENT_DEBUG`.
    """
    return "\n".join(line for part in _chain(error) for line in _lines(part))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, then what it came from."""
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield now
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    reason = masked(str(error)) if os.environ.get(DEBUG) else _reason(error)
    yield f"{kind} : {reason}" if reason else kind
    for frame in traceback.extract_tb(error.__traceback__):
        path = frame.filename.removeprefix(HERE)
        if INSTALLED in path:
            path = path.rpartition(INSTALLED)[2]
        yield f"  {path}:{frame.lineno} {frame.name}"
    if isinstance(error, BaseExceptionGroup):
        for inside in error.exceptions:
            yield from (f"  | {line}" for line in _lines(inside))


def _reason(error: BaseException) -> str:
    """Return the code or the system's message of an error: neither holds anybody's data."""
    match error:
        case DBAPIError():
            origin = error.orig
            return str(
                getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None) or ""
            )
        case OSError():
            # Without the system's reason there is only what somebody wrote, which may name people.
            return cause_of(error) if error.strerror else ""
        case _:
            return ""
