"""
The rows that the first two steps add, by names alone: identifiers are made of these.

What stands there already is shown beside, and changed in its own form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.data.entering.editor import RowEditor, invalid
from api.data.rows.employer import EmployerKey
from api.data.rows.kinds import KINDS
from api.data.stored.association import read as read_association
from api.data.stored.naming import identifier
from api.french.plain import plain
from api.page.data.saving import Wanted
from api.page.data.typed import Typed, first, read
from api.web.problems import Fault

LINES = 8
"""How many places can be added at a time."""

TWICE = "chaque nom une seule fois : celui-ci est déjà là"


@dataclass
class Adding:
    """Rows to add together, the place of each in the form, and all that is wrong with them."""

    editor: RowEditor
    rows: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    taken: dict[str, set[str]] = field(default_factory=dict)

    def add(self, kind: str, place: str, fields: Sequence[str], typed: Typed, **others: Any) -> str:
        """
        Add a row as some fields of the form say, and return its identifier (empty: it has none).

        `others`: fields that the form doesn't ask for.
        """
        declared, prefix = KINDS[kind], f"{place}."
        values, faults = read([declared.columns[f] for f in fields], declared, typed, prefix)
        if "name" in fields and not first(typed, f"{prefix}name"):
            faults = [Fault(field=f"{prefix}name", expected="un nom")]
        if declared.has_ids:
            others["id"] = self._identifier(kind, first(typed, f"{prefix}name"))
        if not faults:
            values, faults = self.editor.checked(kind, {**others, **values}, place)
        self.faults += faults
        self.rows.append((kind, place, values))
        return str(others.get("id", ""))

    def wanted(self, start: str) -> Wanted:
        """
        Return the changes to make.

        Raises Refusal: something is wrong, all of which it says; or nothing was typed, which is
        said at the field of this name.
        """
        if not self.rows:
            self.faults.append(Fault(field=start, expected="un nom au moins"))
        if self.faults:
            raise invalid(self.faults)
        deeds = [self.editor.add(kind, values, place) for kind, place, values in self.rows]
        places = [place for _, place, _ in self.rows]
        return deeds, places, [(kind, values) for kind, _, values in self.rows]

    def _identifier(self, kind: str, name: str) -> str:
        if kind not in self.taken:
            rows = self.editor.rows(kind)
            self.taken[kind] = {str(row.__dict__["id"]) for _, row in rows}
        made = identifier(name, self.taken[kind])
        self.taken[kind].add(made)
        return made


def association_rows(editor: RowEditor, typed: Typed, today: date) -> Wanted:
    """
    Return what the step of the association adds: who they are, an agency, its dispositifs.

    Dispositifs are those of the new agency, of the one that is chosen, or of the only one.
    """
    association, adding = read_association(editor.session), Adding(editor)
    if first(typed, "employeur.value"):
        about = EmployerKey.NAME.value
        adding.add("employeur", "employeur", ("value",), typed, about=about)
    if first(typed, "conventions.agreement"):
        since = date(today.year, 1, 1).isoformat()
        adding.add("conventions", "conventions", ("agreement",), typed, since=since)
    agency = first(typed, "dispositifs.agency") or next((a.id for a in association.agencies), "")
    if not agency or first(typed, "agences.name") or first(typed, "agences.zone"):
        agency = adding.add("agences", "agences", ("name", "zone"), typed)
    known = {plain(each.name) for each in association.dispositifs if each.agency == agency}
    for name in filter(None, map(str.strip, first(typed, "dispositifs.name").split("\n"))):
        if plain(name) in known:
            fault = Fault(field="dispositifs.name", received=name[:60], expected=TWICE)
            adding.faults.append(fault)
        known.add(plain(name))
        line = {"dispositifs.name": [name]}
        adding.add("dispositifs", "dispositifs", ("name",), line, agency=agency)
    return adding.wanted("dispositifs.name")


def site_rows(editor: RowEditor, typed: Typed) -> Wanted:
    """Return the places that are added; lines that stay empty are left out."""
    association, adding = read_association(editor.session), Adding(editor)
    only = association.agencies[0].id if len(association.agencies) == 1 else ""
    known = {(plain(each.name), each.agency) for each in association.sites}
    for n in range(LINES):
        place = f"sites.{n}"
        name, address = (first(typed, f"{place}.{part}") for part in ("name", "address"))
        if not name and not address:
            continue
        agency = first(typed, f"{place}.agency") or only
        if (plain(name), agency) in known:
            fault = Fault(field=f"{place}.name", received=name[:60], expected=TWICE)
            adding.faults.append(fault)
        known.add((plain(name), agency))
        adding.add("sites", place, ("name", "address"), typed, agency=agency)
    return adding.wanted("sites.0.name")
