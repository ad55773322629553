"""Write exceptions to the log: their kind and where they were raised, never what they hold."""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from api.french.system import cause_of
from api.logs.masking import masked

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
