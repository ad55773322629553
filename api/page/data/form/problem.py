"""A refusal as a form shows it: each fault by the name of its field or of the row that it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.entering.access import reads
from api.data.entering.reader import RowReader
from api.data.rows.kinds import KINDS
from api.data.stored.association import state
from api.french.words import capital
from api.page.data.form.inputs import label_of
from api.page.data.words import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.page.data.form.inputs import Input
    from api.page.data.names import Names
    from api.web.problems import Fault, Refusal

ELSEWHERE = re.compile(r"(?P<kind>[a-z_]+)(?:/(?P<key>\d+))?(?:\.(?P<field>\w+))?")
"""How a fault names a row that isn't the one of the form."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A fault in the summary: what is wrong, and where to go for it (empty: nowhere)."""

    href: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a form was refused, in the summary at its top."""

    detail: str
    items: tuple[Item, ...]


def problem_of(refusal: Refusal, inputs: Iterable[Input], names: Names) -> Problem:
    """Return a refusal for the top of a form with these fields."""
    labels = {field.name: field.label for field in inputs}
    return Problem(
        detail=refusal.detail,
        items=tuple(_item(fault, labels, names) for fault in refusal.errors),
    )


def _item(fault: Fault, labels: Mapping[str, str], names: Names) -> Item:
    read = f" (lu : « {fault.received} »)" if fault.received else ""
    said = f"attendu : {fault.expected}{read}"
    for name, label in labels.items():
        if fault.field == name or fault.field.startswith(f"{name}."):
            return Item(href=f"#{name}", text=f"{label}, {said}")
    place, href = _place(fault.field, names)
    return Item(href=href, text=f"{place}, {said}" if place else capital(said))


def _place(field: str, names: Names) -> tuple[str, str]:
    """Return what a row of another kind is called, and its address, if the caller sees it."""
    match = ELSEWHERE.fullmatch(field)
    if match is None or match["kind"] not in KINDS:
        return "", ""
    kind = KINDS[match["kind"]]
    parts = [title_of(kind)]
    column = kind.columns.get(match["field"] or "")
    href = ""
    if match["key"] and reads(names.who, kind.name):
        key = int(match["key"])
        row = state(names.session).indexes[kind.name].find(key)
        reader = RowReader(names.who, names.session)
        if row is not None and reader.sees(kind.name, row.__dict__):
            hidden = reader.hidden(kind.name, row.__dict__)
            parts.append(names.title(kind, row, hidden))
            href = f"/donnees/{kind.name}/{key}"
    if column is not None:
        parts.append(label_of(column))
    return ", ".join(parts), href
