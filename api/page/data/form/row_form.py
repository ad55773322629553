"""The form of a row: its fields, those of what comes with it, and why it was held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.access.rights.rows import RIGHTS
from api.data.entering.editor import REASONS, invalid
from api.data.entering.reader import fields
from api.page.data.form.companions import COMPANIONS, MOST_LINES
from api.page.data.form.inputs import Input, inputs_of
from api.page.data.form.problem import Problem, problem_of
from api.page.data.form.typed import first, read, typed_of, untouched, whole
from api.page.data.words import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from api.data.entering.editor import RowEditor
    from api.data.rows.columns import Column, Kind, Row
    from api.data.stored.entries import Entry
    from api.page.data.form.typed import Typed
    from api.page.data.saving import HeldBack
    from api.page.data.visit import Visit
    from api.web.problems import Fault

NUMBER, BACK, SEEN, DEED, LINES = "_number", "_retour", "_vu", "_geste", "_lignes"
"""Fields of a form that aren't a row's: no column begins with an underscore."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Fields that stand together: a row's, or one line of what comes with it."""

    title: str
    needed: tuple[Input, ...]
    optional: tuple[Input, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Return all its fields."""
        return self.needed + self.optional


@dataclass(frozen=True, kw_only=True)
class RowForm:
    """
    A form: `number`, the revision of the row that it changes; `mark`, the surprises shown on it.

    `lines`: how many lines of what comes with a new row it has (0: nothing comes with it).
    """

    main: Part
    companions: tuple[Part, ...] = ()
    number: str = ""
    mark: str = ""
    surprises: tuple[str, ...] = ()
    problem: Problem | None = None
    lines: int = 0


def columns_to_add(kind: Kind) -> list[Column]:
    """Return the columns of a new row: whoever adds one may fill them all."""
    return list(kind.columns.values())


def lines_of(kind: Kind, typed: Typed) -> int:
    """Return how many lines of what comes with a row a form has."""
    companion = COMPANIONS.get(kind.name)
    if companion is None:
        return 0
    return min(max(whole(first(typed, LINES)), companion.lines), MOST_LINES)


def form_to_add(visit: Visit, typed: Typed, outcome: HeldBack | None = None) -> RowForm:
    """Return the form of a new row, with what was typed."""
    kind, faults = visit.kind, _faults(outcome)
    named, allowed = visit.names.named_by(kind.columns.values()), _allowed(visit)
    main = _part(inputs_of(columns_to_add(kind), typed, named, faults=faults, allowed=allowed))
    return _form(visit, typed, outcome, main, _lines(visit, typed, faults))


def form_to_change(
    visit: Visit, row: Row, typed: Typed, outcome: HeldBack | None = None
) -> RowForm:
    """Return the form of a row that there is, with what was typed."""
    columns = visit.seen(row)
    named = visit.names.named_by(columns)
    inputs = inputs_of(columns, typed, named, faults=_faults(outcome))
    return _form(visit, typed, outcome, _part(inputs), ())


def typed_anew(visit: Visit, ids: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """
    Return what the form of a new row holds at first: defaults, and ids by header.

    What must be named, and can only be one thing, is named.
    """
    kind = visit.kind
    typed: dict[str, Sequence[str]] = {**typed_of(columns_to_add(kind), None)}
    for column in columns_to_add(kind):
        known_ids = tuple(visit.names.of(column.names)) if column.names else ()
        if column.needed and len(known_ids) == 1:
            typed[column.field] = known_ids
    companion = COMPANIONS.get(kind.name)
    if companion is not None:
        for n in range(companion.lines):
            typed |= typed_of(companion.columns, None, companion.prefix(n))
    known = kind.by_header
    return typed | {known[header].field: [name] for header, name in ids.items() if header in known}


def typed_row(visit: Visit, row: Row) -> dict[str, Sequence[str]]:
    """Return what the form of a row holds at first: its values."""
    return {**typed_of(visit.seen(row), row)}


def values_to_add(
    editor: RowEditor, kind: Kind, typed: Typed
) -> list[tuple[Kind, str, dict[str, Any]]]:
    """
    Return the rows that a form adds, as JSON: kind, path of its fields, values.

    Raises
    ------
    Refusal
        Some texts can't be read: all of them at once (422).
    """
    values, faults = _read(editor, kind, columns_to_add(kind), typed)
    rows = [(kind, "", values)]
    companion = COMPANIONS.get(kind.name)
    for n in range(lines_of(kind, typed)):
        if companion is None or untouched(companion.columns, typed, companion.prefix(n)):
            continue
        prefix, ident = companion.prefix(n), first(typed, "id")
        line = {**typed, prefix + companion.via: [ident]}
        columns = list(companion.kind.columns.values())
        values, wrong = _read(editor, companion.kind, columns, line, prefix)
        # What the row is called stands in its own field, and is refused there.
        faults += [fault for fault in wrong if fault.field != prefix + companion.via]
        rows.append((companion.kind, companion.where(n), values))
    if faults:
        raise invalid(faults)
    return rows


def values_to_change(editor: RowEditor, entry: Entry, typed: Typed) -> dict[str, Any]:
    """Return all values that a form gives to a row, as JSON; refuse texts that can't be read."""
    hidden = editor.hidden(entry.kind.name, fields(entry))
    columns = [c for c in entry.kind.columns.values() if c.field not in hidden]
    values, faults = _read(editor, entry.kind, columns, typed, before=entry)
    if faults:
        raise invalid(faults)
    return values


def _read(
    editor: RowEditor,
    kind: Kind,
    columns: Sequence[Column],
    typed: Typed,
    prefix: str = "",
    *,
    before: Entry | None = None,
) -> tuple[dict[str, Any], list[Fault]]:
    values, faults = read(columns, kind, typed, prefix)
    if faults:
        return {}, faults
    return editor.checked(kind.name, values, prefix.removesuffix("."), before)


def _allowed(visit: Visit) -> dict[str, Sequence[str]]:
    """Return the choices of fields of which the account may add only some."""
    unmasked = RIGHTS[visit.kind.name].unmasked & visit.who.roles()
    return {} if unmasked or visit.kind.name != "absences" else {"kind": REASONS}


def _lines(visit: Visit, typed: Typed, faults: Sequence[Fault]) -> list[Part]:
    """Return the fields of the rows of another kind that are added with a new row."""
    companion, lines = COMPANIONS.get(visit.kind.name), lines_of(visit.kind, typed)
    if companion is None:
        return []
    named, title = visit.names.named_by(companion.columns), title_of(companion.kind)
    return [
        _part(
            inputs_of(companion.columns, typed, named, faults=faults, prefix=companion.prefix(n)),
            f"{title}, ligne {n + 1}" if lines > 1 else title,
        )
        for n in range(lines)
    ]


def _faults(outcome: HeldBack | None) -> Sequence[Fault]:
    return outcome.problem.errors if outcome and outcome.problem else ()


def _part(inputs: Iterable[Input], title: str = "") -> Part:
    inputs = tuple(inputs)
    return Part(
        title=title,
        needed=tuple(i for i in inputs if i.needed),
        optional=tuple(i for i in inputs if not i.needed),
    )


def _form(
    visit: Visit, typed: Typed, outcome: HeldBack | None, main: Part, companions: Sequence[Part]
) -> RowForm:
    inputs = [i for part in (main, *companions) for i in part.inputs]
    refusal = outcome.problem if outcome else None
    return RowForm(
        main=main,
        companions=tuple(companions),
        number=first(typed, NUMBER),
        mark=outcome.mark if outcome else "",
        surprises=outcome.surprises if outcome else (),
        problem=problem_of(refusal, inputs, visit.names) if refusal else None,
        lines=len(companions),
    )
