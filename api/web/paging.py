"""Cut long lists into pages: a cursor names the last row seen, so that additions shift nothing."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query

from api.web.answering.answer import Items
from api.web.refusing.problems import Refusal, wrong_value

Row = TypeVar("Row")
Out = TypeVar("Out")

MOST = 200
HOLDS = 2**63 - 1
"""The largest number that a database holds."""

YEARS = range(2000, 2101)
"""Of the instants that lists are ordered by."""


@dataclass(frozen=True)
class Paging:
    """
    Which page: at most `limit` things after the one whose sorting values are `after`.

    Ask the database for `limit + 1` rows: if they all come, there is a next page.
    """

    limit: int
    after: tuple[Any, ...] | None = None

    def of(
        self,
        rows: Sequence[Row],
        out: Callable[[Row], Out],
        key: Callable[[Row], tuple[str | int, ...]],
        *,
        seen: Callable[[Row], bool] = lambda _: True,
    ) -> Items[Out]:
        """
        Return the page of the rows after `after`; a row beyond `limit` means one more page.

        `out` writes a row, `key` gives the values that sort it, `seen` says which may be shown.
        """
        shown = rows[: self.limit]
        more = len(rows) > self.limit
        return Items(
            items=[out(row) for row in shown if seen(row)],
            next=cursor(*key(shown[-1])) if more else None,
        )

    def part(self, rows: Sequence[Row], out: Callable[[Row], Out]) -> Items[Out]:
        """Return the page of a list in memory that never changes, cut by place."""
        first = self.place
        last = first + self.limit
        return Items(
            items=[out(row) for row in rows[first:last]],
            next=cursor(last) if last < len(rows) else None,
        )

    @property
    def number(self) -> int | None:
        """Return the number after which the page begins (None: from the start)."""
        last = self.after[0] if self.after else None
        return last if isinstance(last, int) else None

    @property
    def text(self) -> str:
        """Return the text after which the page begins (empty: from the start)."""
        return str(self.after[0]) if self.after else ""

    @property
    def place(self) -> int:
        """Return how many things come before the page, in a list that is cut by place."""
        return max(self.number or 0, 0)


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
    """Read the page that a request asks for (Refusal: the cursor isn't one of ours)."""
    if after is None:
        return Paging(limit)
    values = _values(after)
    if values is None:
        raise _refusal(after, "le « next » d’une page")
    return Paging(limit, values)


def dated(page: Paging) -> tuple[datetime, str] | None:
    """
    Return the instant and the id after which a page begins, in a list ordered by them.

    Raises Refusal: the cursor belongs to another list.
    """
    if not page.after:
        return None
    try:
        when, last = page.after
        instant = datetime.fromisoformat(str(when))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or instant.year not in YEARS:
        raise _refusal(str(page.after), "le « next » d’une page de cette liste")
    return instant, str(last)


def _refusal(received: str, expected: str) -> Refusal:
    return wrong_value("query.cursor", expected, received[:60])


def _values(text: str) -> tuple[Any, ...] | None:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        values = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        return None
    storable = isinstance(values, list) and all(_is_storable(value) for value in values)
    return tuple(values) if storable else None


def _is_storable(value: Any) -> bool:
    """Whether a database could hold a value: a number not too large, a text that it takes."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    number = isinstance(value, int) and not isinstance(value, bool)
    return number and abs(value) <= HOLDS


Page = Annotated[Paging, Depends(paging)]
