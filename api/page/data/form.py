"""
The form of a row: its fields, those of what comes with it, and why it was held back.

Some rows are refused without others, which are entered together with them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from api.access.rights.rows import reads, unmasked
from api.data.entering.editor import REASONS, RowEditor, invalid
from api.data.entering.reader import RowReader, fields
from api.data.rows.columns import Column, Kind, Row
from api.data.rows.kinds import KINDS
from api.data.stored.association import state
from api.data.stored.entries import Entry
from api.french.words import capital
from api.page.data.inputs import Input, inputs_of
from api.page.data.saving import (
    FREE,
    LINES,
    NUMBER,
    HeldBack,
    Typed,
    first,
    read,
    typed_of,
    untouched,
    whole_number,
)
from api.page.data.visit import Names, Visit, label_of, title_of
from api.web.refusing.problems import Fault, Refusal


@dataclass(frozen=True, kw_only=True)
class Companion:
    """
    Rows that come with a new row: their kind, and the field in which they name it.

    `lines`: how many are offered at first; lines that stay empty are left out.
    """

    kind: Kind
    via: str
    lines: int

    @property
    def columns(self) -> Sequence[Column]:
        """Return the columns to fill: all but the one that names the row."""
        return [column for column in self.kind.columns.values() if column.field != self.via]

    def prefix(self, line: int) -> str:
        """Return what the names of a line's fields begin with."""
        return f"{self.where(line)}."

    def where(self, line: int) -> str:
        """Return the path of a line in the request."""
        return f"{self.kind.name}.{line}"


COMPANIONS: Mapping[str, Companion] = MappingProxyType(
    {
        "personnes": Companion(kind=KINDS["contrats"], via="mediator", lines=1),
        "gabarits": Companion(kind=KINDS["besoins"], via="template", lines=1),
        "cohortes": Companion(kind=KINDS["dates_cohortes"], via="cohort", lines=4),
    }
)
"""By kind: a person has a contract, a template a need, a cohort dates (or a rhythm)."""

MOST_LINES = 60
MORE = 4
"""How many lines are added when more are wanted."""

ELSEWHERE = re.compile(r"(?P<kind>[a-z_]+)(?:/(?P<key>\d+))?(?:\.(?P<field>\w+))?")
"""How a fault names a row that isn't the one of the form."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a form was refused; `items`: where to go for each fault (empty: nowhere), its text."""

    detail: str
    items: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class RowForm:
    """
    A form: the title and the fields of the row, then of each line of what comes with a new one.

    `number`: the revision of the row that it changes. `outcome`: what holds it back.
    """

    parts: Sequence[tuple[str, Sequence[Input]]]
    number: str
    outcome: HeldBack
    problem: Problem | None

    @property
    def lines(self) -> int:
        """Return how many lines of what comes with a new row it has."""
        return len(self.parts) - 1


def problem_of(refusal: Refusal | None, inputs: Iterable[Input], names: Names) -> Problem | None:
    """Return a refusal for the top of a form with these fields (None: there is none)."""
    if refusal is None:
        return None
    labels = {field.name: field.label for field in inputs}
    return Problem(
        detail=refusal.detail, items=[_item(fault, labels, names) for fault in refusal.errors]
    )


def _item(fault: Fault, labels: Mapping[str, str], names: Names) -> tuple[str, str]:
    received = f" (lu : « {fault.received} »)" if fault.received else ""
    words = f"attendu : {fault.expected}{received}"
    for name, label in labels.items():
        if fault.field == name or fault.field.startswith(f"{name}."):
            return f"#{name}", f"{label}, {words}"
    href, place = _place(fault.field, names)
    return href, f"{place}, {words}" if place else capital(words)


def _place(field: str, names: Names) -> tuple[str, str]:
    """Return the address of a row of another kind, if one sees it, and what it is called."""
    match = ELSEWHERE.fullmatch(field)
    if match is None or match["kind"] not in KINDS:
        return "", ""
    kind, href = KINDS[match["kind"]], ""
    parts = [title_of(kind)]
    if match["key"] and reads(names.who, kind.name):
        row = state(names.session).indexes[kind.name].find(int(match["key"]))
        reader = RowReader(names.who, names.session)
        if row is not None and reader.sees(kind.name, row.__dict__):
            parts.append(names.title(kind, row, reader.hidden(kind.name, row.__dict__)))
            href = f"/donnees/{kind.name}/{match['key']}"
    if match["field"] in kind.columns:
        parts.append(label_of(kind.columns[match["field"]]))
    return href, ", ".join(parts)


def lines_of(kind: Kind, typed: Typed) -> int:
    """Return how many lines of what comes with a row a form has."""
    companion = COMPANIONS.get(kind.name)
    if companion is None:
        return 0
    return min(max(whole_number(first(typed, LINES)), companion.lines), MOST_LINES)


def form_of(
    visit: Visit, typed: Typed, outcome: HeldBack = FREE, row: Row | None = None
) -> RowForm:
    """Return the form of a row (None: of a new one), with what was typed."""
    kind, faults = visit.kind, outcome.faults
    columns = list(kind.columns.values()) if row is None else visit.seen(row)
    health = unmasked(visit.who, kind.name)
    allowed = {"kind": REASONS} if kind.name == "absences" and not health else {}
    main = inputs_of(columns, typed, visit.names, faults=faults, allowed=allowed)
    parts = [("", main), *(_lines(visit, typed, faults) if row is None else ())]
    inputs = [field for _, some in parts for field in some]
    return RowForm(
        parts=parts,
        number=first(typed, NUMBER),
        outcome=outcome,
        problem=problem_of(outcome.problem, inputs, visit.names),
    )


def _lines(
    visit: Visit, typed: Typed, faults: Sequence[Fault]
) -> Iterator[tuple[str, Sequence[Input]]]:
    """Yield the fields of the rows of another kind that are added with a new row."""
    companion, lines = COMPANIONS.get(visit.kind.name), lines_of(visit.kind, typed)
    if companion is None:
        return
    title = title_of(companion.kind)
    for n in range(lines):
        prefix = companion.prefix(n)
        inputs = inputs_of(companion.columns, typed, visit.names, faults=faults, prefix=prefix)
        yield f"{title}, ligne {n + 1}" if lines > 1 else title, inputs


def typed_anew(visit: Visit, ids: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """
    Return what the form of a new row holds at first: defaults, and ids by header.

    What must be named, and can only be one thing, is named.
    """
    columns = visit.kind.columns.values()
    typed: dict[str, Sequence[str]] = {**typed_of(columns, None)}
    for column in columns:
        choices = tuple(visit.names.of(column.names)) if column.names else ()
        if column.needed and len(choices) == 1:
            typed[column.field] = choices
    companion = COMPANIONS.get(visit.kind.name)
    if companion is not None:
        for n in range(companion.lines):
            typed |= typed_of(companion.columns, None, companion.prefix(n))
    by_header = visit.kind.by_header
    return typed | {by_header[h].field: [name] for h, name in ids.items() if h in by_header}


def values_to_add(
    editor: RowEditor, kind: Kind, typed: Typed
) -> list[tuple[Kind, str, dict[str, Any]]]:
    """
    Return the rows that a form adds, as JSON: kind, path of its fields, values.

    Texts that can't be read are refused, all of them at once (422).
    """
    values, faults = _read(editor, kind, kind.columns.values(), typed)
    rows = [(kind, "", values)]
    companion = COMPANIONS.get(kind.name)
    for n in range(lines_of(kind, typed)):
        if companion is None or untouched(companion.columns, typed, companion.prefix(n)):
            continue
        prefix = companion.prefix(n)
        line = {**typed, prefix + companion.via: [first(typed, "id")]}
        columns = companion.kind.columns.values()
        values, wrong = _read(editor, companion.kind, columns, line, prefix)
        # The id of the new row is refused in its own field.
        faults += [fault for fault in wrong if fault.field != prefix + companion.via]
        rows.append((companion.kind, companion.where(n), values))
    if faults:
        raise invalid(faults)
    return rows


def values_to_change(editor: RowEditor, entry: Entry, typed: Typed) -> dict[str, Any]:
    """Return all values that a form gives to a row, as JSON; refuse texts that can't be read."""
    columns = editor.seen(entry.kind.name, fields(entry))
    values, faults = _read(editor, entry.kind, columns, typed, before=entry)
    if faults:
        raise invalid(faults)
    return values


def _read(
    editor: RowEditor,
    kind: Kind,
    columns: Iterable[Column],
    typed: Typed,
    prefix: str = "",
    *,
    before: Entry | None = None,
) -> tuple[dict[str, Any], list[Fault]]:
    values, faults = read(columns, kind, typed, prefix)
    if faults:
        return {}, faults
    return editor.checked(kind.name, values, prefix.removesuffix("."), before)
