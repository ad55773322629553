"""One account's look at the rows of a kind: and what it calls things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.data.entering.access import opened, writes
from api.data.entering.editor import RowEditor
from api.page.data.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.rows.columns import Column, Kind, Row


class Visit:
    """
    What the pages of a kind are made of, for an account, in a transaction.

    Raises
    ------
    Refusal
        There is no such kind, or it isn't theirs to read (404); the rows contradict each other
        (409).
    """

    def __init__(
        self, who: Caller, session: Session, kind: str, names: Names | None = None
    ) -> None:
        self.who, self.session = who, session
        self.kind = opened(who, kind)
        self.editor = RowEditor(who, session)
        self.names = names or Names(who, session)

    def at(self, kind: Kind) -> Visit:
        """Return the same account's look at another kind."""
        return Visit(self.who, self.session, kind.name, self.names)

    def seen(self, row: Row) -> list[Column]:
        """Return the columns of a row that the account sees, in their order."""
        hidden = self.editor.hidden(self.kind.name, row.__dict__)
        return [column for column in self.kind.columns.values() if column.field not in hidden]

    @property
    def writes(self) -> bool:
        """Whether the account has a role that writes such rows."""
        return writes(self.who, self.kind.name)

    @property
    def columns(self) -> list[Column]:
        """Return the columns that the account sees of some row, in their order."""
        return self.editor.columns(self.kind.name)

    def rows(self, agency: str = "") -> Iterator[tuple[int, Row]]:
        """Yield the rows that the account sees, with their keys."""
        return self.editor.rows(self.kind.name, agency=agency)

    def title(self, row: Row) -> str:
        """Return what a row is called."""
        return self.names.title(self.kind, row, self.editor.hidden(self.kind.name, row.__dict__))

    def shown(self, column: Column, row: Row, most: int = 0) -> str:
        """Write a value that the account sees of a row; `most`: how many of several (0: all)."""
        return self.names.shown(column, row, most) if column in self.seen(row) else ""
