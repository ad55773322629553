"""Change a person's contract from a day on, and enrol an apprentice, from one small form each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.data.building.contracts import TERMS
from api.data.entering.editor import Deed, RowEditor, Wanted, invalid, wanted_of
from api.data.entering.reader import fields
from api.data.rows.columns import Kind
from api.data.rows.kinds import KINDS
from api.data.rows.readers import DAY_EXPECTED
from api.data.stored.association import read as association_of
from api.data.stored.entries import Entry, identifier
from api.data.stored.rows import of_person
from api.french.plain import plain
from api.page.data.saving import Typed, first, read
from api.team.lines import CONTRACT, WHY_SHORT, lacks_reason
from api.web.refusing.problems import Fault, gone_ahead
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.time import week_of

COHORT, MEMBER = KINDS["cohortes"], KINDS["inscriptions"]
CHANGED = ("start", "kind", "weekly_minutes", "short_hours", "days", "end", "reason")
"""The fields of a contract that the form asks for."""

KEPT = ("basis", "group", "adult_relay", "priority_area", "post", "reason", "replaces", "end")
"""What a contract keeps of the one before it, if both are of one type and nothing else is said."""

COURSES = ("title", "every", "first", "until", "site", "morning", "afternoon")
"""The fields of a cohort that the form asks for."""

COURSE_DAYS = ("first", "until")
"""Those of them without which there is no rhythm: data may leave them out, the form may not."""

WEEK = 7


def contracts_of(session: Session, person: str) -> list[Entry]:
    """Return a person's contracts, and none that only names them, as whom it replaces."""
    entries = of_person(session, CONTRACT, person)
    return [entry for entry in entries if entry.values["mediator"] == person]


SEEN = "vus"
"""Field of the form of a contract: the contracts that its page showed."""

LATE = "Quelqu’un a changé ces contrats entre-temps : relisez-les, puis enregistrez à nouveau."


def seen_of(entries: Iterable[Entry]) -> str:
    """Return what tells contracts that a page showed from those that another has changed since."""
    return " ".join(sorted(f"{entry.key}-{entry.number}" for entry in entries))


def contract_change(editor: RowEditor, person: str, typed: Typed, where: str) -> Wanted:
    """
    Return the changes by which a person's contract is another from a day on.

    The contract in force ends the day before; one that begins that day is changed itself. `where`:
    the path of the form. Refusal: a value can't be read, or is missing (422); somebody changed the
    person's contracts since the form was shown (412).
    """
    seen, there = first(typed, f"{where}.{SEEN}"), seen_of(contracts_of(editor.session, person))
    if seen and seen != there:
        raise gone_ahead(there, seen, LATE)
    values = _read(CONTRACT, CHANGED, typed, where)
    if lacks_reason(values):
        raise invalid([Fault(field=f"{where}.short_hours", expected=WHY_SHORT)])
    start = date.fromisoformat(values["start"])
    entries = contracts_of(editor.session, person)
    same = next((e for e in entries if fields(e)["start"] == start), None)
    if same is not None:
        return wanted_of(editor, [_deed(CONTRACT, {**same.values, **values}, where, same.key)])
    before = next((e for e in entries if _covers(e, start)), None)
    new = {**values, "mediator": person}
    if before is None:
        return wanted_of(editor, [_deed(CONTRACT, new, where)])
    # Another type of contract is another employment: nothing of the one before holds for it.
    if before.values["kind"] == values["kind"]:
        kept = {name: before.values[name] for name in KEPT if not values.get(name)}
        if values["weekly_minutes"] and kept["basis"] == HoursBasis.DAYS:
            del kept["basis"]
        new |= {**kept, "renews": values["kind"] in TERMS}
    ended = {**before.values, "end": f"{start - timedelta(days=1)}"}
    deeds = [_deed(CONTRACT, ended, where, before.key), _deed(CONTRACT, new, where)]
    return wanted_of(editor, deeds)


def enrolment(editor: RowEditor, person: str, typed: Typed, where: str) -> Wanted:
    """
    Return the additions that enrol a person: in the cohort of this title and rhythm, or a new one.

    `where`: the path of the form. Refusal: a value can't be read, or is missing (422).
    """
    missing = [n for n in COURSE_DAYS if not first(typed, f"{where}.{n}")]
    faults = [Fault(field=f"{where}.{n}", expected=DAY_EXPECTED) for n in missing]
    values = _read(COHORT, COURSES, typed, where, faults)
    alike = (_joined(row.__dict__, values) for _, row in editor.rows(COHORT.name))
    cohort, deeds = next(filter(None, alike), ""), list[Deed]()
    if not cohort:
        taken = {each.id for each in association_of(editor.session).cohorts}
        cohort = identifier(f"{values['title']} {values['first'][:7]}", taken, otherwise="cfa")
        row = {"id": cohort, "site": "", **values}
        deeds.append(_deed(COHORT, row, where))
        editor.learn(COHORT.name, row)
    member = {"cohort": cohort, "mediator": person}
    editor.learn(MEMBER.name, member)
    return wanted_of(editor, [*deeds, _deed(MEMBER, member, where)])


def _read(
    kind: Kind, names: Sequence[str], typed: Typed, where: str, also: Sequence[Fault] = ()
) -> dict[str, Any]:
    """Return the values of a form; all that is wrong is refused at once, `also` with it."""
    values, faults = read([kind.columns[name] for name in names], kind, typed, f"{where}.")
    if faults or also:
        raise invalid([*faults, *also])
    return values


def _deed(kind: Kind, values: Mapping[str, Any], where: str, key: int | None = None) -> Deed:
    return Deed(kind=kind.name, key=key, row=values, where=where)


def _covers(entry: Entry, day: date) -> bool:
    row = fields(entry)
    return row["start"] < day and (row["end"] is None or day <= row["end"])


def _joined(row: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """Return the id of a cohort if it is of this title, place and rhythm (empty: it isn't)."""
    first, until = date.fromisoformat(values["first"]), date.fromisoformat(values["until"])
    if row["first"] is None or row["until"] != until or first < row["first"]:
        return ""
    turn = (week_of(first) - week_of(row["first"])).days % (WEEK * row["every"])
    place = (plain(row["title"]), row["every"], row["site"])
    same = place == (plain(values["title"]), values["every"], values["site"])
    return str(row["id"]) if same and not turn else ""
