"""Remember what the last audits gave to a screen, so that each view of it doesn't judge again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.controls.kept import KeptFiles

MOST = 8
"""Accounts whose last audit is remembered: one of a year is some megabytes."""


class SeenAudits:
    """
    What this process judged last for some accounts.

    It is looked for by files that were just read from the database: of files that are no longer
    kept, or were answered about since, nothing is shown.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[str, int, Any]] = OrderedDict()
        self._guard = threading.Lock()

    def remember(self, files: KeptFiles, seen: Any) -> None:
        """Remember what an audit of files gave; the account whose audit is oldest is forgotten."""
        with self._guard:
            self._seen[files.account] = files.token, files.number, seen
            self._seen.move_to_end(files.account)
            if len(self._seen) > MOST:
                self._seen.popitem(last=False)

    def of(self, files: KeptFiles) -> Any:
        """Return what the audit of files gave (None: another process made it, or it is old)."""
        with self._guard:
            token, number, seen = self._seen.get(files.account, ("", 0, None))
        return seen if (token, number) == (files.token, files.number) else None

    def forget(self, account: str) -> None:
        """Forget an account's audit."""
        with self._guard:
            self._seen.pop(account, None)
