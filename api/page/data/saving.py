"""Write what a form asks for, or hold it back and say why; nothing is half written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.entering.editor import RowEditor
from api.data.stored.entries import Add, Change, Remove
from api.database.engine import writing
from api.page.data.surprises import Rows, Watch, mark
from api.web.problems import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.data.stored.entries import Entry


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Changes to make together, the place of each in the form, and the rows that they concern."""

    changes: Sequence[Add | Change | Remove]
    where: Sequence[str]
    touched: Rows


@dataclass(frozen=True, kw_only=True)
class HeldBack:
    """Changes that were not made: refused, or upsetting something that wasn't shown yet."""

    problem: Refusal | None = None
    surprises: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """Return the status of the page that shows it (409: what it upsets is to be chosen)."""
        return 409 if self.problem is None else self.problem.status

    @property
    def mark(self) -> str:
        """Return what tells, when the form comes again, that the surprises were shown."""
        return mark(self.surprises) if self.surprises else ""


class _SurprisingError(Exception):
    def __init__(self, surprises: tuple[str, ...]) -> None:
        self.surprises = surprises
        super().__init__(*surprises)


def save(
    engine: Engine,
    who: Caller,
    wanted: Callable[[RowEditor], Wanted],
    *,
    now: datetime,
    shown: str = "",
) -> Sequence[Entry] | HeldBack:
    """
    Make changes in one transaction, and return the rows as written.

    `shown`: the mark of the surprises that the caller has seen; changes with others are held back.
    """
    try:
        with writing(engine) as session:
            editor = RowEditor(who, session)
            request = wanted(editor)
            watch = Watch(editor, now, request.touched)
            made = editor.apply(request.changes, request.where)
            _check(watch.surprises(), shown)
            return made
    except _SurprisingError as error:
        return HeldBack(surprises=error.surprises)
    except Refusal as refusal:
        return HeldBack(problem=refusal)


def _check(surprises: tuple[str, ...], shown: str) -> None:
    """Undo a change whose surprises weren't shown."""
    if surprises and mark(surprises) != shown:
        raise _SurprisingError(surprises)
