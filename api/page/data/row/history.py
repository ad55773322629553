"""Write on a row's page what was changed of it: when, by whom, each value before and after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from api.data.entering.history import ADDED, CHANGED, REMOVED, history_of
from api.french.words import instant_words
from api.page.data.form.inputs import label_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.data.entering.history import RowChange
    from api.data.rows.columns import Column, Row
    from api.page.data.visit import Visit

DEEDS = {ADDED: "Ajouté", CHANGED: "Modifié", REMOVED: "Supprimé"}
NOTHING = "rien"


@dataclass(frozen=True, kw_only=True)
class ValueChange:
    """A value before and after, under the label of its field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """A change of the row: what was done, when, by whom; `values`: of one that was modified."""

    deed: str
    at: str
    by: str
    values: tuple[ValueChange, ...]


def changes_of(visit: Visit, key: int) -> tuple[ChangeLine, ...]:
    """Write the changes of a row that the account sees, the last one first."""
    return written_changes(visit, history_of(visit.editor, visit.kind.name, key))


def written_changes(visit: Visit, changes: Iterable[RowChange]) -> tuple[ChangeLine, ...]:
    """Write changes of a row, in their order."""
    return tuple(
        ChangeLine(
            deed=DEEDS[change.action],
            at=instant_words(change.at.astimezone(PARIS)),
            by=change.by,
            values=tuple(_values(visit, change)) if change.action == CHANGED else (),
        )
        for change in changes
    )


def _values(visit: Visit, change: RowChange) -> Iterator[ValueChange]:
    for part in change.fields:
        column = visit.kind.columns[part.field]
        before, after = (written(visit, column, value) for value in (part.before, part.after))
        yield ValueChange(label=label_of(column), before=before, after=after)


def written(visit: Visit, column: Column, value: Any) -> str:
    """Write a value that is kept as JSON, as the form would have it today; nothing is « rien »."""
    if value is None:  # or the column wasn't there yet
        return NOTHING
    try:
        read = _reader(visit.kind.model, column.field).validate_python(value)
    except ValidationError:  # of a form that the column had then
        return str(value)
    return visit.names.written(column, read) or NOTHING


@cache
def _reader(model: type[Row], field: str) -> TypeAdapter[Any]:
    """Return the adapter that reads a field of rows from JSON."""
    return TypeAdapter(model.model_fields[field].rebuild_annotation())
