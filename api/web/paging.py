"""Pages of long lists: a cursor names the last thing seen, so that additions shift nothing."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query

from api.web.problems import Fault, Refusal

MOST = 200
HOLDS = 2**63 - 1
"""The largest number that a database holds."""

YEARS = range(2000, 2101)
"""Of the instants that lists are ordered by."""


@dataclass(frozen=True)
class Paging:
    """
    Which page: at most `limit` things after the one whose sorting values are `after`.

    Ask the database for `limit + 1`: one too many tells that there is a next page.
    """

    limit: int
    after: tuple[Any, ...] | None = None

    def cut(self, rows: list[Any]) -> tuple[list[Any], bool]:
        """Return the page, and whether another follows."""
        return rows[: self.limit], len(rows) > self.limit


def cursor(*values: Any) -> str:
    """Write a cursor from the sorting values of a page's last thing."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def paging(
    limit: Annotated[int, Query(ge=1, le=MOST, description="Éléments par page.")] = 50,
    after: Annotated[
        str | None,
        Query(alias="cursor", max_length=600, description="Le `next` de la page précédente."),
    ] = None,
) -> Paging:
    """
    Read the page that a request asks for.

    Raises
    ------
    Refusal
        The cursor isn't one of ours.
    """
    if after is None:
        return Paging(limit)
    values = _values(after)
    if values is None:
        raise _refusal(after, "le « next » d’une page")
    return Paging(limit, values)


def dated(page: Paging) -> tuple[datetime, str] | None:
    """
    Return the instant and the id after which a page begins, in a list ordered by them.

    Raises
    ------
    Refusal
        The cursor is another list's.
    """
    if not page.after:
        return None
    try:
        when, one = page.after
        found = datetime.fromisoformat(str(when))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise _refusal(str(page.after), "le « next » d’une page de cette liste")
    return found, str(one)


def _refusal(found: str, expected: str) -> Refusal:
    fault = Fault(field="query.cursor", found=found[:60], expected=expected)
    return Refusal(422, "requete_invalide", "1 valeur refusée.", errors=[fault])


def _values(text: str) -> tuple[Any, ...] | None:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        values = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        return None
    known = isinstance(values, list) and all(_kept(one) for one in values)
    return tuple(values) if known else None


def _kept(value: Any) -> bool:
    """Whether a database could have given it: a number that it holds, a text that it takes."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    number = isinstance(value, int) and not isinstance(value, bool)
    return number and abs(value) <= HOLDS


Page = Annotated[Paging, Depends(paging)]
