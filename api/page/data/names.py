"""Name rows as people do: a person by name and not by id, a contract by its person and dates."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from api.data.entering.access import reads
from api.data.entering.reader import RowReader
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.french.plural import plural
from api.french.words import alphabetical
from api.page.data.words import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.rows.columns import Column, Kind, Row


CALLED = ("name", "title")
"""Fields that name a row."""

TOLD = 3
"""How many values tell a row that has no name."""


class Names:
    """What the rows that an account sees are called; what it doesn't see keeps its id."""

    def __init__(self, who: Caller, session: Session) -> None:
        self.who, self.session = who, session
        self._known: dict[str, Mapping[str, str]] = {}

    def of(self, kind: str) -> Mapping[str, str]:
        """Return what a kind's rows are called by id, in alphabetical order."""
        if kind not in self._known:
            self._known[kind] = {}  # a site that is part of a site
            if reads(self.who, kind):
                editor = RowReader(self.who, self.session)
                names = {
                    str(row.__dict__["id"]): self._name(KINDS[kind], row)
                    for _, row in editor.rows(kind)
                }
                self._known[kind] = dict(sorted(names.items(), key=lambda i: alphabetical(i[1])))
        return self._known[kind]

    def labels(self, kind: str) -> Mapping[str, str]:
        """Return the same for a list of choices: namesakes are told apart by their id."""
        names = self.of(kind)
        count = Counter(names.values())
        return {i: name if count[name] == 1 else f"{name} ({i})" for i, name in names.items()}

    def named_by(self, columns: Iterable[Column]) -> Mapping[str, Mapping[str, str]]:
        """Return the labels of the kinds that columns name."""
        return {column.names: self.labels(column.names) for column in columns if column.names}

    def shown(self, column: Column, row: Row, most: int = 0) -> str:
        """Write a value of a row; `most`: how many of several names (0: all)."""
        return self.written(column, row.__dict__[column.field], most)

    def written(self, column: Column, value: Any, most: int = 0) -> str:
        """
        Write a value, with the names of what it names.

        `most`: how many of several names are written, the others being counted (0: all).
        """
        if not column.names or not value:
            return shown(column, value)
        ids = value if column.nature is Nature.IDENTS else (value,)
        names = self.of(column.names)
        few = [names.get(name, name) for name in (ids[:most] if most else ids)]
        left = len(ids) - len(few)
        return " ; ".join(few) + (f" et {plural(left, 'autre')}" if left else "")

    def title(self, kind: Kind, row: Row, hidden: Iterable[str] = ()) -> str:
        """Return what a row is called: its name, or the first values that tell it."""
        return title_from(kind, lambda column: self.shown(column, row), hidden)

    def _name(self, kind: Kind, row: Row) -> str:
        for field in CALLED:
            if field in kind.columns:
                return str(row.__dict__[field])
        columns = [c for c in kind.columns.values() if c.names and c.nature is Nature.IDENT]
        texts = [self.shown(column, row) for column in columns[:2]]
        return ", ".join([str(row.__dict__["id"]), *filter(None, texts)])


def title_from(kind: Kind, text_of: Callable[[Column], str], hidden: Iterable[str] = ()) -> str:
    """Return what a row of a kind is called, from the texts of its values."""
    for field in CALLED:
        if field in kind.columns and kind.has_ids:
            return text_of(kind.columns[field])
    hidden = frozenset(hidden)
    columns = [c for c in kind.columns.values() if c.needed and c.field not in hidden]
    texts = map(text_of, columns)
    return ", ".join([text for text in texts if text][:TOLD])
