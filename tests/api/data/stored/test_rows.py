from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from api.data.rows.columns import Kind
from api.data.stored.association import data_number, forget, read, state
from api.data.stored.entries import RefusedRowsError, StaleRowError
from api.data.stored.places import lies_in
from api.data.stored.rows import (
    KINDS,
    Add,
    Change,
    Remove,
    add,
    apply,
    change,
    get,
    of_person,
    page,
    remove,
)
from api.data.tables.rows import table_of
from api.database.engine import reading, writing
from api.database.errors import NotThereError
from api.database.tables.ledger import SubjectRow
from tests.api.database.folders import bare, imported

AGENCIES, PEOPLE, CONTRACTS = KINDS["agences"], KINDS["personnes"], KINDS["contrats"]
ABSENCES, TEMPLATES, NEEDS = KINDS["absences"], KINDS["gabarits"], KINDS["besoins"]

LEAVE = {
    "mediator": "ada",
    "start": "2026-03-02",
    "end": "2026-03-02T12:00",
    "kind": "conge",
    "day_minutes": 480,
}
NEW = {"id": "zoe", "name": "Zoé", "role": "mediateur", "agency": "ville", "dispositifs": ["P"]}
CONTRACT = {"mediator": "zoe", "kind": "CDI", "start": "2026-01-01", "weekly_minutes": 2100}


def faults_of(error: RefusedRowsError) -> list[tuple[Any, ...]]:
    return [(f.kind, f.key, f.field, f.received) for f in error.faults]


def test_a_row_added_is_there_with_its_first_revision(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        made = add(session, ABSENCES, LEAVE)
        assert (made.number, made.values) == (1, LEAVE)
        assert data_number(session) == 2
    with reading(engine) as session:
        assert get(session, ABSENCES, made.key) == made
        assert read(session).absences[-1].mediator == "ada"
        assert page(session, ABSENCES, after=made.key - 1) == [made]


def test_a_row_changed_has_the_next_revision(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        made = add(session, ABSENCES, LEAVE)
        later = change(session, ABSENCES, made.key, 1, LEAVE | {"kind": "maladie"})
    assert (later.key, later.number, later.values["kind"]) == (made.key, 2, "maladie")
    with reading(engine) as session:
        assert get(session, ABSENCES, made.key) == later


def test_the_second_of_two_who_change_a_row_is_told_what_stands(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        made = add(session, ABSENCES, LEAVE)
        first = change(session, ABSENCES, made.key, 1, LEAVE | {"kind": "maladie"})
    with pytest.raises(StaleRowError) as caught, writing(engine) as session:
        change(session, ABSENCES, made.key, 1, LEAVE | {"kind": "autre"})
    assert (caught.value.current, caught.value.expected) == (first, 1)
    with pytest.raises(StaleRowError, match="révision 2"), writing(engine) as session:
        remove(session, ABSENCES, made.key, 1)


def test_a_row_removed_is_gone_and_its_key_is_not_given_again(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        made = add(session, ABSENCES, LEAVE)
        remove(session, ABSENCES, made.key, made.number)
        assert add(session, ABSENCES, LEAVE).key > made.key
    with reading(engine) as session, pytest.raises(NotThereError, match=f"ligne {made.key}"):
        get(session, ABSENCES, made.key)


def test_values_of_another_type_are_told_by_field(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    wrong = CONTRACT | {"weekly_minutes": "35", "start": "01/01/2026", "surprise": 1}
    with pytest.raises(RefusedRowsError) as caught, writing(sqlite_engine) as session:
        add(session, CONTRACTS, wrong)
    assert faults_of(caught.value) == [
        ("contrats", None, "start", "01/01/2026"),
        ("contrats", None, "weekly_minutes", "35"),
        ("contrats", None, "surprise", "1"),
    ]


def test_values_out_of_bounds_are_told_by_field_with_their_bound(engine: Engine) -> None:
    imported(engine)
    with pytest.raises(RefusedRowsError) as caught, writing(engine) as session:
        add(session, CONTRACTS, CONTRACT | {"mediator": "ada", "weekly_minutes": 48 * 60 + 1})
    (fault,) = caught.value.faults
    assert (fault.kind, fault.key, fault.field, fault.received, fault.expected) == (
        "contrats",
        None,
        "weekly_minutes",
        "48h01",
        "plus de 0 et au plus 48 heures par semaine",
    )
    with reading(engine) as session:
        assert data_number(session) == 1


def test_a_row_that_names_nobody_is_refused(engine: Engine) -> None:
    imported(engine)
    with pytest.raises(RefusedRowsError) as caught, writing(engine) as session:
        add(session, ABSENCES, LEAVE | {"mediator": "adda"})
    assert faults_of(caught.value) == [("absences", None, "mediator", "adda")]
    assert "(vouliez-vous dire « ada » ?)" in caught.value.faults[0].expected


def test_a_person_comes_with_a_contract_or_not_at_all(engine: Engine) -> None:
    imported(engine)
    with pytest.raises(RefusedRowsError) as caught, writing(engine) as session:
        add(session, PEOPLE, NEW)
    assert faults_of(caught.value) == [("personnes", None, "id", "zoe")]
    with writing(engine) as session:
        person, contract = apply(session, [Add(PEOPLE, NEW), Add(CONTRACTS, CONTRACT)])
        assert data_number(session) == 2
    with reading(engine) as session:
        zoe = read(session).mediator_of["zoe"]
        assert (zoe.name, zoe.contracts[0].weekly_minutes) == ("Zoé", 2100)
        assert get(session, PEOPLE, person.key) == person
        assert get(session, CONTRACTS, contract.key) == contract


def test_an_association_is_entered_from_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        add(session, AGENCIES, {"id": "ville", "name": "Ville"})
        add(session, KINDS["dispositifs"], {"id": "P", "name": "Place", "agency": "ville"})
        apply(session, [Add(PEOPLE, NEW), Add(CONTRACTS, CONTRACT)])
        template = {
            "id": "P-J",
            "dispositif": "P",
            "weekdays": [0, 1],
            "start": "09:00",
            "end": "16:30",
            "since": "2026-01-01",
        }
        need = {"template": "P-J", "roles": ["mediateur"], "minimum": 1, "target": 1, "maximum": 2}
        apply(session, [Add(TEMPLATES, template), Add(NEEDS, need)])
    with reading(engine) as session:
        (made,) = read(session).templates
        assert (made.agency, made.weekdays, made.needs[0].maximum) == (
            "ville",
            frozenset({0, 1}),
            2,
        )


def test_what_others_name_is_not_removed(engine: Engine) -> None:
    imported(engine)
    with reading(engine) as session:
        (agency,) = page(session, AGENCIES)
    with pytest.raises(RefusedRowsError) as caught, writing(engine) as session:
        remove(session, AGENCIES, agency.key, agency.number)
    head = str(caught.value).splitlines()[0]
    assert head == (
        "suppression refusée, cela manquerait à : dispositifs (ligne 1), "
        "personnes (lignes 1, 2, 3, 4, 5, 6), sites (lignes 1, 2)"
    )


def test_a_person_of_the_register_is_not_removed(engine: Engine) -> None:
    with writing(engine) as session:
        add(session, AGENCIES, {"id": "ville", "name": "Ville"})
        add(session, KINDS["dispositifs"], {"id": "P", "name": "Place", "agency": "ville"})
        person, contract = apply(session, [Add(PEOPLE, NEW), Add(CONTRACTS, CONTRACT)])
        session.add(SubjectRow(id="0" * 32, mediator="zoe"))
    both = [Remove(PEOPLE, person.key, 1), Remove(CONTRACTS, contract.key, 1)]
    with pytest.raises(RefusedRowsError) as caught, writing(engine) as session:
        apply(session, both)
    assert faults_of(caught.value) == [("personnes", person.key, "id", "zoe")]
    with writing(engine) as session:
        session.query(SubjectRow).update({"mediator": None})
        assert apply(session, both) == []


def test_a_row_is_changed_once_at_a_time(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with writing(sqlite_engine) as session:
        made = add(session, ABSENCES, LEAVE)
    with pytest.raises(RefusedRowsError) as caught, writing(sqlite_engine) as session:
        apply(session, [Change(ABSENCES, made.key, 1, LEAVE), Remove(ABSENCES, made.key, 1)])
    assert [fault.index for fault in caught.value.faults] == [1]


def test_what_is_remembered_of_many_changes_at_once_is_what_is_read_anew(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        first, last = (add(session, ABSENCES, LEAVE | {"mediator": who}) for who in ("ada", "elsa"))
    ill = LEAVE | {"kind": "maladie"}
    with writing(engine) as session:
        apply(
            session,
            [
                Remove(ABSENCES, last.key, 1),
                Add(ABSENCES, LEAVE | {"mediator": "brice"}),
                Change(ABSENCES, first.key, 1, ill),
                Add(ABSENCES, LEAVE | {"mediator": "farid"}),
            ],
        )
    with reading(engine) as session:
        remembered = state(session).rows[ABSENCES.model]
        forget()
        assert state(session).rows[ABSENCES.model] == remembered
    assert [line.value("mediator") for line in remembered[-3:]] == ["ada", "brice", "farid"]
    assert remembered[-3].value("kind").value == "maladie"


def test_faults_that_were_there_stop_no_other_write(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        session.execute(update(table_of(PEOPLE.model)).values(sites=("nulle-part",)))
        add(session, AGENCIES, {"id": "nord", "name": "Nord"})
    with writing(engine) as session:
        ada = get(session, PEOPLE, 1)
        with pytest.raises(RefusedRowsError) as caught:
            change(session, PEOPLE, 1, ada.number, ada.values | {"name": "Ada L."})
        assert faults_of(caught.value) == [("personnes", 1, "sites", "nulle-part")]
        assert change(session, PEOPLE, 1, ada.number, ada.values | {"sites": []}).number == 2


def test_pages_follow_one_another(engine: Engine) -> None:
    imported(engine)
    with reading(engine) as session:
        everyone = page(session, PEOPLE)
        first = page(session, PEOPLE, limit=4)
        rest = page(session, PEOPLE, after=first[-1].key, limit=4)
    assert [entry.values["id"] for entry in first + rest] == [
        entry.values["id"] for entry in everyone
    ]
    assert (len(first), len(rest)) == (4, 2)


@pytest.fixture
def whole(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    imported(sqlite_engine, bare(tmp_path / "association"))
    return sqlite_engine


def test_rows_are_found_by_agency_person_and_dispositif(whole: Engine) -> None:
    with reading(whole) as session:
        association = read(session)

        def rows_held(kind: Kind, person: str = "", **of: str) -> list[dict[str, Any]]:
            entries = page(
                session, kind, limit=9999, where=lambda areas: lies_in(areas, **of), person=person
            )
            return [entry.values for entry in entries]

        paris = {m.id for m in association.mediators if m.agency == "paris"}
        theirs = [a for a in association.absences if a.mediator in paris]
        assert len(rows_held(ABSENCES, agency="paris")) == len(theirs)
        who = theirs[0].mediator
        his = rows_held(ABSENCES, person=who)
        assert {values["mediator"] for values in his} == {who}
        assert his == [entry.values for entry in of_person(session, ABSENCES, who)]
        templates, needs = rows_held(TEMPLATES, dispositif="1"), rows_held(NEEDS, dispositif="1")
        assert {n["template"] for n in needs} == {t["id"] for t in templates}
        team = {m.id for m in association.mediators if "1" in m.dispositifs}
        assert {values["id"] for values in rows_held(PEOPLE, dispositif="1")} == team
        away = {values["mediator"] for values in rows_held(ABSENCES, dispositif="1")}
        assert away == {a.mediator for a in association.absences} & team
        assert rows_held(KINDS["saisons"], person=who) == []


LOCKS, EXCEPTIONS, CONTRACTS = KINDS["verrous"], KINDS["exceptions"], KINDS["contrats"]
WEDNESDAY, SATURDAY = "P-J-2026-03-04", "P-J-2026-03-07"
LOCK = {"mediator": "ada", "slot": WEDNESDAY, "by": "Nora Bel", "why": "Réunion"}
CLOSED = {"template": "P-J", "day": "2026-03-04", "action": "supprime", "why": "Marché annulé"}
OPEN = {"template": "P-J", "day": "2026-03-07", "action": "ajoute", "why": "Marché de nuit"}


def refused(engine: Engine, deed: Callable[[Session], object]) -> list[tuple[Any, ...]]:
    with pytest.raises(RefusedRowsError) as caught, writing(engine) as session:
        deed(session)
    return [(f.kind, f.index, f.field, f.received, f.expected) for f in caught.value.faults]


def leaves(engine: Engine, person: str, day: str) -> None:
    with writing(engine) as session:
        row = next(e for e in page(session, CONTRACTS) if e.values["mediator"] == person)
        change(session, CONTRACTS, row.key, row.number, {**row.values, "end": day})


NO_SLOT = "un créneau qui existe (le gabarit « P-J » n’a pas de créneau le 07/03/2026)"


def test_a_lock_on_a_day_without_the_slot_is_refused(engine: Engine) -> None:
    imported(engine)

    assert refused(engine, lambda s: add(s, LOCKS, LOCK | {"slot": SATURDAY})) == [
        ("verrous", 0, "slot", SATURDAY, NO_SLOT)
    ]


def test_a_lock_comes_with_the_exception_that_makes_its_slot(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with writing(sqlite_engine) as session:
        both = [Add(LOCKS, LOCK | {"slot": SATURDAY}), Add(EXCEPTIONS, OPEN)]
        apply(session, both)
    with reading(sqlite_engine) as session:
        assert [lock.slot for lock in read(session).locks] == [SATURDAY]


@pytest.mark.parametrize(("last", "there"), [("2026-03-03", False), ("2026-03-04", True)])
def test_a_lock_of_who_has_no_contract_on_the_day_is_refused(
    sqlite_engine: Engine, last: str, *, there: bool
) -> None:
    imported(sqlite_engine)
    leaves(sqlite_engine, "ada", last)

    if there:
        with writing(sqlite_engine) as session:
            assert add(session, LOCKS, LOCK).number == 1
        return
    assert refused(sqlite_engine, lambda s: add(s, LOCKS, LOCK)) == [
        (
            "verrous",
            0,
            "mediator",
            "ada",
            "une personne qui peut tenir ce créneau (n’a pas de contrat en cours le 04/03/2026)",
        )
    ]


def test_a_lock_that_could_hold_is_changed_into_none_that_can_not(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with writing(sqlite_engine) as session:
        made = add(session, LOCKS, LOCK)

    later = {**LOCK, "mediator": "farid"}
    faults = refused(sqlite_engine, lambda s: change(s, LOCKS, made.key, made.number, later))

    assert [(fault[2], fault[3]) for fault in faults] == [("mediator", "farid")]


def test_a_lock_refuses_nothing_that_comes_later(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with writing(sqlite_engine) as session:
        add(session, LOCKS, LOCK)

    leaves(sqlite_engine, "ada", "2026-03-03")
    with writing(sqlite_engine) as session:
        add(session, EXCEPTIONS, CLOSED)

    with reading(sqlite_engine) as session:
        assert [lock.slot for lock in read(session).locks] == [WEDNESDAY]
