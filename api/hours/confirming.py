"""Confirm the hours of several shifts at once: those that still stand as they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.asking.errors import ConflictError, PassedError
from api.database.tables.asking import WorkedRow
from api.hours.service import confirm, log

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.access.caller import Caller


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """
    What a confirmation of several hours did.

    `rows`: the lines that it wrote. `left`: what was changed or confirmed meanwhile, hence left as
    it is: its last line, and why.
    """

    rows: tuple[WorkedRow, ...]
    left: tuple[tuple[WorkedRow, str], ...]


def confirm_several(
    session: Session,
    caller: Caller,
    lines: Iterable[tuple[str, int]],
    now: datetime | None = None,
) -> Confirmed:
    """
    Confirm hours, each named by its first line and the number of its last, in a `writing` session.

    What was changed meanwhile is left as it is: somebody has to read it first.

    Raises
    ------
    UnknownError
        No such line.
    """
    rows: list[WorkedRow] = []
    left: list[tuple[WorkedRow, str]] = []
    for root, number in dict(lines).items():
        try:
            rows.append(confirm(session, caller, root, number, now))
        except (ConflictError, PassedError) as error:
            left.append((log(session, root)[-1], str(error)))
    return Confirmed(rows=tuple(rows), left=tuple(left))
