"""Remember what the last audits gave to a screen, so that each view of it doesn't judge again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.controls.kept import KeptFiles

_Judged = tuple[str, int, frozenset[str] | None]
"""What was judged: the token and the number of files, and the agencies of their account."""

MOST = 8
"""Accounts whose last audit is remembered: one of a year is some megabytes."""


class SeenAudits:
    """
    What this process judged last for some accounts.

    It is looked for by files that were just read from the database: of files that are no longer
    kept, or were answered about since, nothing is shown. Nor is what was judged with other
    agencies' people than those for whom the account answers now (None: everybody's).
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[_Judged, Any]] = OrderedDict()
        self._guard = threading.Lock()

    def remember(self, files: KeptFiles, agencies: frozenset[str] | None, seen: Any) -> None:
        """Remember what an audit of files gave; the account whose audit is oldest is forgotten."""
        with self._guard:
            self._seen[files.account] = (files.token, files.number, agencies), seen
            self._seen.move_to_end(files.account)
            if len(self._seen) > MOST:
                self._seen.popitem(last=False)

    def of(self, files: KeptFiles, agencies: frozenset[str] | None) -> Any:
        """Return what the audit of files gave (None: another process made it, or it is old)."""
        with self._guard:
            judged, seen = self._seen.get(files.account, (None, None))
        return seen if judged == (files.token, files.number, agencies) else None

    def forget(self, account: str) -> None:
        """Forget an account's audit."""
        with self._guard:
            self._seen.pop(account, None)
