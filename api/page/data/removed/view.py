"""What the page of a kind's removed rows shows: each as it was, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.entering.history import removed_rows
from api.page.data.form.inputs import label_of
from api.page.data.names import title_from
from api.page.data.row.history import NOTHING, ChangeLine, written, written_changes
from api.page.data.row.view import Fact

if TYPE_CHECKING:
    from api.data.entering.history import RemovedRow
    from api.page.data.visit import Visit

PAGE = 20
UNNAMED = "sans nom"


@dataclass(frozen=True, kw_only=True)
class RemovedLine:
    """A removed row: what it was called, when and by whom it was removed, its values then."""

    title: str
    removed: ChangeLine
    facts: tuple[Fact, ...]
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, kw_only=True)
class RemovedPage:
    """Removed rows, the last first; `older`: the address of those before (empty: none)."""

    lines: tuple[RemovedLine, ...]
    older: str


def removed_page(visit: Visit, before: int) -> RemovedPage:
    """Return the page of removed rows that come before a place (0: the last ones)."""
    rows, more = removed_rows(visit.editor, visit.kind.name, before=before, most=PAGE)
    older = f"/donnees/{visit.kind.name}/retirees?avant={rows[-1].place}" if more else ""
    return RemovedPage(lines=tuple(_line(visit, row) for row in rows), older=older)


def _line(visit: Visit, row: RemovedRow) -> RemovedLine:
    columns = [visit.kind.columns[field] for field in row.values]
    texts = {c.field: written(visit, c, row.values[c.field]) for c in columns}
    changes = written_changes(visit, row.changes)
    return RemovedLine(
        title=title_from(visit.kind, lambda column: texts.get(column.field, "")) or UNNAMED,
        removed=changes[0],
        facts=tuple(
            Fact(label=label_of(column), text=texts[column.field])
            for column in columns
            if texts[column.field] != NOTHING
        ),
        changes=changes[1:],
    )
