"""
The rows that the first two steps add, by names alone: identifiers are made of these.

What stands there already is shown beside, and changed in its own form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.data.association import Association
from api.data.entering.editor import RowEditor, invalid
from api.data.rows.employer import EmployerKey
from api.data.rows.kinds import KINDS
from api.data.stored.association import read as read_association
from api.data.stored.naming import identifier
from api.french.plain import plain
from api.page.data.saving import Wanted
from api.page.data.typed import Typed, first, read, untouched
from api.web.problems import Fault

NAME, AGREEMENT = "employeur", "conventions"
AGENCY, DISPOSITIFS, SITES = "agences", "dispositifs", "sites"
LINES = 8
"""How many places can be added at a time."""

SITE_FIELDS = ("name", "address", "agency")


def fields_of(association: Association) -> Mapping[str, Sequence[str]]:
    """Return, by kind, the fields that the step of the association asks for: what isn't there."""
    asked_for = {
        NAME: () if association.employer.name else ("value",),
        AGREEMENT: () if association.applied else ("agreement",),
        AGENCY: ("name", "zone"),
        DISPOSITIFS: ("name", "agency") if len(association.agencies) > 1 else ("name",),
    }
    return {kind: fields for kind, fields in asked_for.items() if fields}


@dataclass
class Adding:
    """Rows to add together, the place of each in the form, and all that is wrong with them."""

    editor: RowEditor
    typed: Typed
    rows: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    taken: dict[str, set[str]] = field(default_factory=dict)

    def add(
        self, kind: str, place: str, fields: Sequence[str], typed: Typed | None = None, **set_: Any
    ) -> str:
        """
        Add a row as some fields of the form say, and return its identifier (empty: it has none).

        `set_`: what the form doesn't ask for.
        """
        declared, prefix = KINDS[kind], f"{place}."
        columns = [declared.columns[name] for name in fields]
        values, faults = read(columns, declared, typed or self.typed, prefix)
        if declared.has_ids and "id" not in set_:
            set_["id"] = self._identifier(kind, first(typed or self.typed, f"{prefix}name"))
        if not faults:
            values, faults = self.editor.checked(kind, {**set_, **values}, place)
        if faults:
            self.faults += faults
        else:
            self.rows.append((kind, place, values))
        return str(set_.get("id", ""))

    def refuse(self, name: str, received: str, expected: str) -> None:
        """Note what is wrong with a field."""
        self.faults.append(Fault(field=name, received=received, expected=expected))

    def wanted(self, start: str) -> Wanted:
        """
        Return the changes to make.

        Raises Refusal: something is wrong, all of which it says; or nothing was typed, which is
        said at the field of this name.
        """
        if not self.rows and not self.faults:
            self.refuse(start, "", "un nom au moins")
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
    """Return what the step of the association adds: who they are, an agency, its dispositifs."""
    association, adding = read_association(editor.session), Adding(editor, typed)
    fields, since = fields_of(association), date(today.year, 1, 1).isoformat()
    if NAME in fields and first(typed, f"{NAME}.value"):
        adding.add(NAME, NAME, ("value",), about=EmployerKey.NAME.value)
    if AGREEMENT in fields and first(typed, f"{AGREEMENT}.agreement"):
        adding.add(AGREEMENT, AGREEMENT, ("agreement",), since=since)
    names = [line.strip() for line in first(typed, f"{DISPOSITIFS}.name").split("\n")]
    names = [name for name in names if name]
    agency = association.agencies[0].id if association.agencies else ""
    agency_typed = any(first(typed, f"{AGENCY}.{name}") for name in fields[AGENCY])
    if agency_typed or not agency:
        agency = adding.add(AGENCY, AGENCY, fields[AGENCY])
    else:
        agency = first(typed, f"{DISPOSITIFS}.agency") or agency
    _dispositifs(adding, association, names, agency)
    return adding.wanted(f"{DISPOSITIFS}.name")


def _dispositifs(
    adding: Adding, association: Association, names: Sequence[str], agency: str
) -> None:
    """Add dispositifs of an agency; a name that it has already is refused, as typed twice."""
    known = {plain(each.name) for each in association.dispositifs if each.agency == agency}
    for name in names:
        if plain(name) in known:
            adding.refuse(
                f"{DISPOSITIFS}.name", name, "chaque nom une seule fois : celui-ci est déjà là"
            )
        known.add(plain(name))
        adding.add(
            DISPOSITIFS, DISPOSITIFS, ("name",), {f"{DISPOSITIFS}.name": [name]}, agency=agency
        )


def site_fields(association: Association) -> Sequence[str]:
    """Return what is asked of a place: its agency only where there are several."""
    return SITE_FIELDS if len(association.agencies) > 1 else SITE_FIELDS[:-1]


def site_rows(editor: RowEditor, typed: Typed) -> Wanted:
    """Return the places that are added; lines that stay empty are left out."""
    association, adding = read_association(editor.session), Adding(editor, typed)
    fields, only = site_fields(association), association.agencies
    columns = [KINDS[SITES].columns[name] for name in fields]
    known = {(plain(each.name), each.agency) for each in association.sites}
    for n in range(LINES):
        place = f"{SITES}.{n}"
        if untouched(columns, typed, f"{place}."):
            continue
        name = first(typed, f"{place}.name")
        agency = only[0].id if len(only) == 1 else first(typed, f"{place}.agency")
        if name and (plain(name), agency) in known:
            adding.refuse(f"{place}.name", name, "un autre nom : ce lieu est déjà là")
        known.add((plain(name), agency))
        unsaid = {"agency": agency} if len(only) == 1 else {}
        adding.add(SITES, place, fields, None, **unsaid)
    return adding.wanted(f"{SITES}.0.name")
