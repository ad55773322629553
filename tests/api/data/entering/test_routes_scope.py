"""Whose rows: other agencies' are as if they weren't there, and nothing of health leaks."""

import pytest

from api.access.rights.rows import RIGHTS, May
from api.data.rows.kinds import KINDS
from api.database.engine import writing
from api.database.tables.access import GrantRow
from tests.api.data.entering.test_routes import LEAVE
from tests.api.entered import ROWS, add, of, post, put, remove, rows, where
from tests.api.service import Service

OTHER = "001~ville"
REASONS = ("maladie", "accident_travail", "maternite_paternite", "autre")


def test_lists_show_ones_own_agency_alone(two: Service) -> None:
    mine, theirs = (two.client("responsable", agency=agency) for agency in ("ville", OTHER))
    whole = two.client("responsable")

    for kind in (k for k, rights in RIGHTS.items() if rights.responsable is not May.NOTHING):
        here, there = rows(mine, kind), rows(theirs, kind)
        every = rows(whole, kind)

        assert not [row for row in here if "001~" in str(row["values"])]
        assert all("001~" in str(row["values"]) for row in there)
        assert len(here) == len(there)
        assert len(every) == len(here) + len(there)


@pytest.mark.parametrize("who", ["001~ada", "personne"])
def test_an_id_of_another_agency_is_refused_as_an_unknown_one(two: Service, who: str) -> None:
    client = two.client("responsable", agency="ville")

    answer = post(client, "absences", {**LEAVE, "mediator": who})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "changes.0.values.mediator",
            "received": who,
            "expected": "un identifiant de personne parmi ceux que vous voyez",
        }
    ]


def test_a_person_moves_between_agencies_by_whoever_answers_for_both(two: Service) -> None:
    mine, both = two.client("responsable", agency="ville"), two.client("responsable")
    ada = of(mine, "personnes", id="ada")
    kept = {name: value for name, value in ada["values"].items() if name != "minor_until"}
    moved = {**kept, "agency": OTHER, "dispositifs": ["001~P"]}

    refused = put(mine, ada, moved)
    done = put(both, ada, moved)

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [
        "agency",
        "dispositifs",
    ]
    assert done.status_code == 200, done.text
    assert mine.get(where(ada)).status_code == 404


def test_what_is_everybodys_is_read_by_all_and_written_by_whoever_has_all(two: Service) -> None:
    mine, rh_here, rh = (
        two.client("responsable", agency="ville"),
        two.client("rh", agency="ville"),
        two.client("rh"),
    )

    assert post(rh_here, "employeur", KINDS["employeur"].examples).status_code == 403
    assert post(rh, "employeur", KINDS["employeur"].examples).status_code == 200
    (read,) = rows(mine, "employeur")
    assert read["values"] == KINDS["employeur"].examples


def test_whoever_may_not_correct_the_school_calendar_is_told_who_may(two: Service) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")

    refused = post(mine, "calendrier_scolaire", KINDS["calendrier_scolaire"].examples)

    assert refused.status_code == 403
    assert refused.json()["detail"] == (
        "« calendrier_scolaire » : cette ligne vaut pour toute l’association ; seul un compte RH "
        "ou responsable dont les droits couvrent toute l’association la change."
    )
    assert post(rh, "calendrier_scolaire", KINDS["calendrier_scolaire"].examples).status_code == 200


def test_a_season_is_read_by_all_and_changed_by_whoever_follows_it(
    two: Service,
) -> None:
    mine, theirs = (two.client("responsable", agency=agency) for agency in ("ville", OTHER))
    season = add(mine, "saisons", KINDS["saisons"].examples)
    template = of(mine, "gabarits", id="P-S")

    assert put(mine, template, {**template["values"], "season": "ete"}).status_code == 200
    assert theirs.get(where(season)).status_code == 200
    assert remove(theirs, season).status_code == 403


def test_a_responsable_marks_exceptional_days_of_the_agency_and_of_no_other(two: Service) -> None:
    client = two.client("responsable", agency="ville")
    day = {"day": "2026-06-20", "why": "Fête du quartier"}

    statuses = [
        post(client, "jours_exceptionnels", {**day, **query}).status_code
        for query in ({"agency": "ville"}, {"mediator": "ada"}, {"agency": "mer"}, {})
    ]

    # Whoever answers for one agency neither knows another nor marks a day for all.
    assert statuses == [200, 200, 422, 403]
    assert post(two.client("rh"), "jours_exceptionnels", day).status_code == 200


def test_a_responsable_of_one_dispositif_sees_it_and_changes_no_more(two: Service) -> None:
    client = two.client("responsable", agency="ville", dispositif="P")

    assert post(client, "absences", LEAVE).status_code == 200
    assert post(client, "sites", KINDS["sites"].examples).status_code == 403
    assert {row["values"]["id"] for row in rows(client, "dispositifs")} == {"P"}
    assert {row["values"]["id"] for row in rows(client, "sites")} == {"place", "cfa"}
    other = two.client("responsable", agency="ville", dispositif="R")
    assert rows(other, "personnes") == rows(other, "gabarits") == []


@pytest.mark.parametrize("reason", REASONS)
def test_health_is_neither_given_nor_guessed_by_a_responsable(two: Service, reason: str) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")
    ill = add(rh, "absences", {**LEAVE, "kind": reason})
    plain = add(rh, "absences", {**LEAVE, "mediator": "ada"})

    health, leave = mine.get(where(ill)), mine.get(where(plain))
    same = [
        (answer.json()["number"], sorted(answer.json()["values"])) for answer in (health, leave)
    ]
    answer = post(mine, "absences", {**LEAVE, "kind": reason})
    guess = [put(mine, row, {**LEAVE, "kind": "conge"}) for row in (ill, plain)]

    assert reason not in health.text
    assert same == [(1, ["end", "mediator", "start"])] * 2
    assert answer.status_code == 422
    assert [answer.status_code for answer in guess] == [422, 422]
    assert guess[0].json()["errors"] == guess[1].json()["errors"]
    listed = mine.get(f"{ROWS}/absences", params={"kind": reason, "sort": "kind"})
    assert listed.status_code == 422
    assert [error["field"] for error in listed.json()["errors"]] == ["query.kind", "query.sort"]
    assert all("kind" not in row["values"] for row in rows(mine, "absences"))


def test_moving_an_absence_keeps_its_reason(two: Service) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")
    row = add(rh, "absences", {**LEAVE, "kind": "maladie"})
    dates = {"mediator": "brice", "start": "2026-03-10", "end": "2026-03-17"}

    moved, late = (put(mine, row, dates) for _ in range(2))

    assert moved.status_code == 200, moved.text
    assert "maladie" not in moved.text
    kept = rh.get(where(row)).json()["values"]
    assert kept == {**dates, "kind": "maladie", "day_minutes": 480}
    assert (late.status_code, "maladie" in late.text) == (412, False)


def test_births_and_homes_are_rhs_and_stay_when_others_write(two: Service) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")
    ada = of(mine, "personnes", id="ada")
    kept = {name: value for name, value in ada["values"].items() if name != "minor_until"}

    done = put(mine, ada, {**kept, "name": "Ada L."})

    assert not {"birth", "home", "medical_visit"} & set(ada["values"])
    assert ada["values"]["minor_until"] is None
    assert done.status_code == 200, done.text
    whole = of(rh, "personnes", id="ada")["values"]
    assert (whole["name"], whole["birth"], whole["home"]) == ("Ada L.", "1990-05-12", "Ville")


def test_a_minor_is_told_with_the_last_day(two: Service) -> None:
    rh, mine = two.client("rh"), two.client("responsable", agency="ville")
    ada = of(rh, "personnes", id="ada")
    put(rh, ada, {**ada["values"], "birth": "2012-02-29"})

    assert of(mine, "personnes", id="ada")["values"]["minor_until"] == "2030-02-28"


def test_what_is_hidden_of_someone_is_not_given_to_someone_else(two: Service) -> None:
    hr, boss = two.client("rh"), two.client("responsable", agency="ville", person="brice")
    ill = {"mediator": "ada", "start": "2026-03-20", "end": "2026-03-21"}
    made = add(hr, "absences", {**ill, "kind": "maladie"})
    moved = put(boss, made, {**ill, "mediator": "brice"})
    change = {
        "action": "modifier",
        "kind": "absences",
        "key": made["key"],
        "number": 1,
        "values": {**ill, "mediator": "brice"},
    }
    together = boss.post(ROWS, json={"changes": [change]})

    expected = "ada : ce qui ne se lit pas ici ne change pas de personne"
    assert [answer.json()["errors"] for answer in (moved, together)] == [
        [{"field": f"{place}mediator", "received": "brice", "expected": expected}]
        for place in ("", "changes.0.values.")
    ]
    assert put(boss, made, {**ill, "end": "2026-03-22"}).status_code == 200


def test_what_is_hidden_there_is_not_read_by_moving_its_person_here(two: Service) -> None:
    both, rh = two.client("responsable", agency=OTHER), two.client("rh")
    with writing(two.engine) as session:
        user = both.headers["X-Test-User"]
        session.add(GrantRow(user=user, role="rh", agency="ville", dispositif=""))
    ada = of(both, "personnes", id="001~ada")
    kept = {name: value for name, value in ada["values"].items() if name != "minor_until"}
    moved = {**kept, "agency": "ville", "dispositifs": ["P"]}
    change = {"action": "modifier", "kind": "personnes", "key": ada["key"]}

    again = [
        {"action": "supprimer", "kind": "personnes", "key": ada["key"], "number": 1},
        {"action": "ajouter", "kind": "personnes", "values": moved},
    ]

    refused = put(both, ada, moved)
    replaced = both.post(ROWS, json={"changes": again})
    together = both.post(ROWS, json={"changes": [{**change, "number": 1, "values": moved}]})

    assert (refused.status_code, together.status_code) == (403, 403)
    assert replaced.status_code == 403, replaced.text
    assert refused.json()["code"] == "droits_insuffisants"
    assert "birth" not in both.get(where(ada)).json()["values"]
    assert put(both, ada, {**kept, "name": "Ada M."}).status_code == 200
    whole = of(rh, "personnes", id="001~ada")
    there = {**whole["values"], "agency": "ville", "dispositifs": ["P"]}
    assert put(rh, whole, there).status_code == 200
