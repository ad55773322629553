"""
The rows that the first two steps add, by names alone: identifiers are made of these.

What stands there already is shown beside, and changed in its own form.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.data.entering.editor import RowEditor, invalid
from api.data.rows.employer import EmployerKey
from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.data.stored.entries import identifier
from api.french.plain import plain
from api.page.data.saving import Typed, Wanted, first
from api.web.refusing.problems import Fault

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

    def add(self, kind: str, place: str, **values: str) -> str:
        """Add a row, and return the identifier that is made from its name (empty: it has none)."""
        if KINDS[kind].has_ids:
            if kind not in self.taken:
                there = self.editor.rows(kind)
                self.taken[kind] = {str(row.__dict__["id"]) for _, row in there}
            values["id"] = identifier(values["name"], self.taken[kind])
            self.taken[kind].add(values["id"])
        row, faults = self.editor.checked(kind, values, place)
        if values.get("name") == "":
            faults = [Fault(field=f"{place}.name", expected="un nom")]
        self.faults += faults
        self.rows.append((kind, place, row))
        return values.get("id", "")

    def refuse_twice(self, place: str, name: str, known: set[Any], key: Any) -> None:
        """Refuse a name that is known under a key, which it is from now on."""
        if name and key in known:
            fault = Fault(field=f"{place}.name", received=name[:60], expected=TWICE)
            self.faults.append(fault)
        known.add(key)

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


def association_rows(editor: RowEditor, typed: Typed, today: date) -> Wanted:
    """
    Return what the step of the association adds: who they are, an agency, its dispositifs.

    Dispositifs are those of the new agency, of the one that is chosen, or of the only one.
    """
    association, adding = read(editor.session), Adding(editor)
    name, agreement = first(typed, "employeur.value"), first(typed, "conventions.agreement")
    if name:
        adding.add("employeur", "employeur", about=EmployerKey.NAME.value, value=name)
    if agreement:
        since = date(today.year, 1, 1).isoformat()
        adding.add("conventions", "conventions", since=since, agreement=agreement)
    agency = first(typed, "dispositifs.agency") or next((a.id for a in association.agencies), "")
    name, zone = first(typed, "agences.name"), first(typed, "agences.zone")
    if name or zone or not agency:
        agency = adding.add("agences", "agences", name=name, zone=zone)
    known = {plain(each.name) for each in association.dispositifs if each.agency == agency}
    for line in filter(None, map(str.strip, first(typed, "dispositifs.name").split("\n"))):
        adding.refuse_twice("dispositifs", line, known, plain(line))
        adding.add("dispositifs", "dispositifs", name=line, agency=agency)
    return adding.wanted("dispositifs.name")


def site_rows(editor: RowEditor, typed: Typed) -> Wanted:
    """Return the places that are added; lines that stay empty are left out."""
    association, adding = read(editor.session), Adding(editor)
    only = association.agencies[0].id if len(association.agencies) == 1 else ""
    known = {(plain(each.name), each.agency) for each in association.sites}
    for n in range(LINES):
        place = f"sites.{n}"
        name, address = first(typed, f"{place}.name"), first(typed, f"{place}.address")
        if name or address:
            agency = first(typed, f"{place}.agency") or only
            adding.refuse_twice(place, name, known, (plain(name), agency))
            adding.add("sites", place, name=name, address=address, agency=agency)
    return adding.wanted("sites.0.name")
