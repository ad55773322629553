"""Change a person's contract from a day on, and enrol an apprentice, from one small form each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from api.data.building.fixed_terms import TERMS
from api.data.entering.editor import RowEditor, invalid
from api.data.entering.reader import fields
from api.data.rows.columns import Column, Kind
from api.data.rows.kinds import KINDS
from api.data.rows.readers import DAY_EXPECTED
from api.data.stored.association import read as association_of
from api.data.stored.entries import Add, Change, Entry
from api.data.stored.naming import identifier
from api.data.stored.rows import of_person
from api.french.plain import plain
from api.page.data.saving import Wanted
from api.page.data.typed import Typed, read
from api.team.lines import CONTRACT, WHY_SHORT, lacks_reason
from api.web.problems import Fault
from scheduler.domain.contracts import HoursBasis
from scheduler.domain.time import week_of

COHORT, MEMBER = KINDS["cohortes"], KINDS["inscriptions"]
CHANGED = ("start", "kind", "weekly_minutes", "short_hours", "days", "end", "reason")
"""The fields of a contract that the form asks for."""

KEPT = ("group", "adult_relay", "priority_area", "post", "reason", "replaces")
"""What a contract keeps of the one before it, if both are of one type."""

COURSES = ("title", "every", "first", "until", "site", "morning", "afternoon")
"""The fields of a cohort that the form asks for."""

WEEK = 7


def contract_change(editor: RowEditor, person: str, typed: Typed, where: str) -> Wanted:
    """
    Return the changes by which a person's contract is another from a day on.

    The contract in force ends the day before; one that begins that day is changed itself. `where`:
    the path of the form. Refusal: a value can't be read, or is missing (422).
    """
    values = _read(CONTRACT, CHANGED, typed, where)
    if lacks_reason(values):
        raise invalid([Fault(field=f"{where}.short_hours", expected=WHY_SHORT)])
    start = date.fromisoformat(values["start"])
    entries = [e for e in of_person(editor.session, CONTRACT, person) if _whose(e) == person]
    same = next((e for e in entries if fields(e)["start"] == start), None)
    if same is not None:
        return _changed(editor, [(same, {**same.values, **values})], where)
    before = next((e for e in entries if _covers(e, start)), None)
    new = {**_kept(before, values), **values, "mediator": person}
    if before is not None and values["end"] is None and before.values["kind"] == values["kind"]:
        new["end"] = before.values["end"]
    ended = {} if before is None else {**before.values, "end": f"{start - timedelta(days=1)}"}
    deeds, places, rows = _changed(editor, [(before, ended)] if before else [], where)
    row, faults = editor.checked(CONTRACT.name, new, where)
    if faults:
        raise invalid(faults)
    added = editor.add(CONTRACT.name, row, where)
    return [*deeds, added], [*places, where], [*rows, (CONTRACT.name, row)]


def enrolment(editor: RowEditor, person: str, typed: Typed, where: str) -> Wanted:
    """
    Return the additions that enrol a person: in the cohort of this title and rhythm, or a new one.

    `where`: the path of the form. Refusal: a value can't be read, or is missing (422).
    """
    values = _read(COHORT, COURSES, typed, where, needed=("first", "until"))
    alike = (_joined(row.__dict__, values) for _, row in editor.rows(COHORT.name))
    cohort = next(filter(None, alike), "")
    rows: list[tuple[Kind, dict[str, Any]]] = []
    if not cohort:
        taken = {each.id for each in association_of(editor.session).cohorts}
        cohort = identifier(f"{values['title']} {values['first'][:7]}", taken, otherwise="cfa")
        rows.append((COHORT, {"id": cohort, **values}))
    member = {"cohort": cohort, "mediator": person}
    rows.append((MEMBER, member))
    editor.learn(MEMBER.name, member)
    checked = []
    for kind, given in rows:
        row, faults = editor.checked(kind.name, given, where)
        if faults:
            raise invalid(faults)
        checked.append((kind.name, row))
    deeds = [editor.add(name, row, where) for name, row in checked]
    return deeds, [where] * len(deeds), checked


def _read(
    kind: Kind, names: Sequence[str], typed: Typed, where: str, needed: Sequence[str] = ()
) -> dict[str, Any]:
    columns: list[Column] = [kind.columns[name] for name in names]
    values, faults = read(columns, kind, typed, f"{where}.")
    faults += [
        Fault(field=f"{where}.{name}", expected=DAY_EXPECTED)
        for name in needed
        if values and values[name] is None
    ]
    if faults:
        raise invalid(faults)
    return values


def _whose(entry: Entry) -> str:
    return str(fields(entry)["mediator"])


def _covers(entry: Entry, day: date) -> bool:
    row = fields(entry)
    return row["start"] < day and (row["end"] is None or day <= row["end"])


def _kept(before: Entry | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a new contract keeps of the one that it follows without a day between."""
    if before is None or before.values["kind"] != values["kind"]:
        return {}
    basis = before.values["basis"]
    return {
        **{name: before.values[name] for name in KEPT},
        **({} if basis in (HoursBasis.DAYS, HoursBasis.YEAR) else {"basis": basis}),
        "renews": values["kind"] in TERMS,
    }


def _changed(
    editor: RowEditor, pairs: Sequence[tuple[Entry, dict[str, Any]]], where: str
) -> tuple[list[Add | Change], list[str], list[tuple[str, Mapping[str, Any]]]]:
    deeds, rows = list[Add | Change](), list[tuple[str, Mapping[str, Any]]]()
    for entry, values in pairs:
        row, faults = editor.checked(entry.kind.name, values, where, entry)
        if faults:
            raise invalid(faults)
        deeds.append(editor.change(entry, entry.number, row, where))
        rows += [(entry.kind.name, entry.values), (entry.kind.name, row)]
    return deeds, [where] * len(deeds), rows


def _joined(row: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """Return the id of a cohort if it is of this title, place and rhythm (empty: it isn't)."""
    first, until = date.fromisoformat(values["first"]), date.fromisoformat(values["until"])
    if row["first"] is None or row["until"] != until or first < row["first"]:
        return ""
    turn = (week_of(first) - week_of(row["first"])).days % (WEEK * row["every"])
    place = (plain(row["title"]), row["every"], row["site"])
    same = place == (plain(values["title"]), values["every"], values["site"])
    return str(row["id"]) if same and not turn else ""
