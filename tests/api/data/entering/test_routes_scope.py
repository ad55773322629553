"""Whose rows: other agencies' are as if they weren't there, and nothing of health leaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.access.rights.rows import RIGHTS, May
from api.data.rows.kinds import KINDS
from tests.api.data.entering.test_routes import LEAVE, MINE, RH, post, put, rows

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

OTHER = "001~ville"
REASONS = ("maladie", "accident_travail", "maternite_paternite", "autre")


def of(client: TestClient, path: str, kind: str, **values: Any) -> dict[str, Any]:
    """Return the one row that has these values."""
    rows_shown = [
        row
        for row in rows(client, f"{path}/{kind}")
        if all(row["values"].get(name) == value for name, value in values.items())
    ]
    assert len(rows_shown) == 1
    return dict(rows_shown[0])


def test_lists_show_ones_own_agency_alone(two: Service) -> None:
    mine, theirs = (two.client("responsable", agency=agency) for agency in ("ville", OTHER))
    whole = two.client("responsable")

    for kind in (k for k, rights in RIGHTS.items() if rights.responsable is not May.NOTHING):
        here, there = rows(mine, f"{MINE}/{kind}"), rows(theirs, f"{MINE}/{kind}")
        every = rows(whole, f"{MINE}/{kind}")

        assert not [row for row in here if "001~" in str(row["values"])]
        assert all("001~" in str(row["values"]) for row in there)
        assert len(here) == len(there)
        assert len(every) == len(here) + len(there)


def test_another_agencys_row_answers_as_none_would(two: Service) -> None:
    mine, whole = two.client("responsable", agency="ville"), two.client("responsable")
    key = of(whole, MINE, "personnes", id="001~ada")["key"]
    tag = whole.get(f"{MINE}/personnes/{key}").headers["etag"]
    body: dict[str, Any] = {}

    theirs, none = f"{MINE}/personnes/{key}", f"{MINE}/personnes/999999"
    pairs = [
        (mine.get(theirs), mine.get(none)),
        (
            mine.delete(theirs, headers={"If-Match": tag}),
            mine.delete(none, headers={"If-Match": tag}),
        ),
        (mine.put(theirs, json=body), mine.put(none, json=body)),
        (mine.put(theirs, json=_person(tag)), mine.put(none, json=_person(tag))),
    ]

    assert [(first.status_code, two.status_code) for first, two in pairs[:2]] == [(404, 404)] * 2
    assert all(first.content == two.content for first, two in pairs)


def _person(_: str) -> dict[str, Any]:
    kept = ("id", "name", "role", "agency", "dispositifs")
    return {name: KINDS["personnes"].examples[name] for name in kept}


@pytest.mark.parametrize("who", ["001~ada", "personne"])
def test_an_id_of_another_agency_is_refused_as_an_unknown_one(two: Service, who: str) -> None:
    client = two.client("responsable", agency="ville")

    answer = post(client, f"{MINE}/absences", {**LEAVE, "mediator": who})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "mediator",
            "received": who,
            "expected": "un identifiant de personne parmi ceux que vous voyez",
        }
    ]


def test_a_person_moves_between_agencies_by_whoever_answers_for_both(two: Service) -> None:
    mine, both = two.client("responsable", agency="ville"), two.client("responsable")
    ada = of(mine, MINE, "personnes", id="ada")
    where, tag = f"{MINE}/personnes/{ada['key']}", f'"personnes-{ada["key"]}-{ada["number"]}"'
    kept = {name: value for name, value in ada["values"].items() if name != "minor_until"}
    moved = {**kept, "agency": OTHER, "dispositifs": ["001~P"]}

    refused = put(mine, where, tag, moved)
    done = put(both, where, tag, moved)

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [
        "agency",
        "dispositifs",
    ]
    assert done.status_code == 200, done.text
    assert mine.get(where).status_code == 404


def test_what_is_everybodys_is_read_by_all_and_written_by_whoever_has_all(two: Service) -> None:
    mine, rh_here, rh = (
        two.client("responsable", agency="ville"),
        two.client("rh", agency="ville"),
        two.client("rh"),
    )

    assert post(rh_here, f"{RH}/employeur", KINDS["employeur"].examples).status_code == 403
    assert post(rh, f"{RH}/employeur", KINDS["employeur"].examples).status_code == 201
    (read,) = rows(mine, f"{MINE}/employeur")
    assert read["values"] == KINDS["employeur"].examples


def test_whoever_may_not_correct_the_school_calendar_is_told_who_may(two: Service) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")

    refused = post(mine, f"{MINE}/calendrier_scolaire", KINDS["calendrier_scolaire"].examples)

    assert refused.status_code == 403
    assert refused.json()["detail"] == (
        "« calendrier_scolaire » : cette ligne vaut pour toute l’association ; seul un compte RH "
        "ou responsable dont les droits couvrent toute l’association la change."
    )
    assert (
        post(rh, f"{RH}/calendrier_scolaire", KINDS["calendrier_scolaire"].examples).status_code
        == 201
    )


def test_a_season_is_read_by_all_and_changed_by_whoever_follows_it(
    two: Service,
) -> None:
    mine, theirs = (two.client("responsable", agency=agency) for agency in ("ville", OTHER))
    made = post(mine, f"{MINE}/saisons", KINDS["saisons"].examples)
    template = of(mine, MINE, "gabarits", id="P-S")
    where = f"{MINE}/gabarits/{template['key']}"
    values = {**template["values"], "season": "ete"}

    assert made.status_code == 201
    assert put(mine, where, mine.get(where).headers["etag"], values).status_code == 200
    mark = {"If-Match": made.headers["etag"]}
    assert theirs.get(made.headers["location"]).status_code == 200
    assert theirs.delete(made.headers["location"], headers=mark).status_code == 403


def test_a_responsable_marks_exceptional_days_of_the_agency_and_of_no_other(two: Service) -> None:
    client = two.client("responsable", agency="ville")
    day = {"day": "2026-06-20", "why": "Fête du quartier"}

    statuses = [
        post(client, f"{MINE}/jours_exceptionnels", {**day, **query}).status_code
        for query in ({"agency": "ville"}, {"mediator": "ada"}, {"agency": "mer"}, {})
    ]

    # Whoever answers for one agency neither knows another nor marks a day for all.
    assert statuses == [201, 201, 422, 403]
    assert post(two.client("rh"), f"{RH}/jours_exceptionnels", day).status_code == 201


def test_a_responsable_of_one_dispositif_sees_it_and_changes_no_more(two: Service) -> None:
    client = two.client("responsable", agency="ville", dispositif="P")

    assert post(client, f"{MINE}/absences", LEAVE).status_code == 201
    assert post(client, f"{MINE}/sites", KINDS["sites"].examples).status_code == 403
    assert {row["values"]["id"] for row in rows(client, f"{MINE}/dispositifs")} == {"P"}
    assert {row["values"]["id"] for row in rows(client, f"{MINE}/sites")} == {"place", "cfa"}
    other = two.client("responsable", agency="ville", dispositif="R")
    assert rows(other, f"{MINE}/personnes") == rows(other, f"{MINE}/gabarits") == []


@pytest.mark.parametrize("reason", REASONS)
def test_health_is_neither_given_nor_guessed_by_a_responsable(two: Service, reason: str) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")
    made = post(rh, f"{RH}/absences", {**LEAVE, "kind": reason}).json()
    plain = post(rh, f"{RH}/absences", {**LEAVE, "mediator": "ada"}).json()
    where = f"{MINE}/absences/{made['key']}"

    health, leave = mine.get(where), mine.get(f"{MINE}/absences/{plain['key']}")
    same = [
        (answer.json()["number"], sorted(answer.json()["values"])) for answer in (health, leave)
    ]
    answer = post(mine, f"{MINE}/absences", {**LEAVE, "kind": reason})
    guess = [
        put(mine, f"{MINE}/absences/{key}", f'"absences-{key}-1"', {**LEAVE, "kind": "conge"})
        for key in (made["key"], plain["key"])
    ]

    assert reason not in health.text
    assert same == [(1, ["end", "mediator", "start"])] * 2
    assert answer.status_code == 422
    assert [answer.status_code for answer in guess] == [422, 422]
    assert guess[0].json()["errors"] == guess[1].json()["errors"]
    listed = mine.get(f"{MINE}/absences", params={"kind": reason, "sort": "kind"})
    assert listed.status_code == 422
    assert [error["field"] for error in listed.json()["errors"]] == ["query.kind", "query.sort"]
    assert '"kind"' not in mine.get(f"{MINE}/absences").text


def test_moving_an_absence_keeps_its_reason(two: Service) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")
    made = post(rh, f"{RH}/absences", {**LEAVE, "kind": "maladie"})
    key = made.json()["key"]
    dates = {"mediator": "brice", "start": "2026-03-10", "end": "2026-03-17"}

    moved = put(mine, f"{MINE}/absences/{key}", made.headers["etag"], dates)
    late = put(mine, f"{MINE}/absences/{key}", made.headers["etag"], dates)

    assert moved.status_code == 200, moved.text
    assert "maladie" not in moved.text
    assert rh.get(f"{RH}/absences/{key}").json()["values"] == {
        **dates,
        "kind": "maladie",
        "day_minutes": 480,
    }
    assert (late.status_code, "maladie" in late.text) == (412, False)


def test_births_and_homes_are_rhs_and_stay_when_others_write(two: Service) -> None:
    mine, rh = two.client("responsable", agency="ville"), two.client("rh")
    ada = of(mine, MINE, "personnes", id="ada")
    where = f"{MINE}/personnes/{ada['key']}"
    kept = {name: value for name, value in ada["values"].items() if name != "minor_until"}

    done = put(mine, where, mine.get(where).headers["etag"], {**kept, "name": "Ada L."})

    assert not {"birth", "home", "medical_visit"} & set(ada["values"])
    assert ada["values"]["minor_until"] is None
    assert done.status_code == 200, done.text
    whole = of(rh, RH, "personnes", id="ada")["values"]
    assert (whole["name"], whole["birth"], whole["home"]) == ("Ada L.", "1990-05-12", "Ville")


def test_a_minor_is_told_with_the_last_day(two: Service) -> None:
    rh, mine = two.client("rh"), two.client("responsable", agency="ville")
    ada = of(rh, RH, "personnes", id="ada")
    where = f"{RH}/personnes/{ada['key']}"
    put(rh, where, rh.get(where).headers["etag"], {**ada["values"], "birth": "2012-02-29"})

    assert of(mine, MINE, "personnes", id="ada")["values"]["minor_until"] == "2030-02-28"


def test_what_is_hidden_of_someone_is_not_given_to_someone_else(two: Service) -> None:
    hr, boss = two.client("rh"), two.client("responsable", agency="ville", person="brice")
    ill = {"mediator": "ada", "start": "2026-03-20", "end": "2026-03-21"}
    made = post(hr, f"{RH}/absences", {**ill, "kind": "maladie"}).json()
    path, tag = f"{MINE}/absences/{made['key']}", {"If-Match": f'"absences-{made["key"]}-1"'}
    moved = boss.put(path, json={**ill, "mediator": "brice"}, headers=tag)
    change = {
        "action": "modifier",
        "kind": "absences",
        "key": made["key"],
        "number": 1,
        "values": {**ill, "mediator": "brice"},
    }
    together = boss.post(MINE, json={"changes": [change]})

    expected = "ada : ce qui ne se lit pas ici ne change pas de personne"
    assert [answer.json()["errors"] for answer in (moved, together)] == [
        [{"field": f"{place}mediator", "received": "brice", "expected": expected}]
        for place in ("", "changes.0.values.")
    ]
    longer = {**ill, "end": "2026-03-22"}
    assert boss.put(path, json=longer, headers=tag).status_code == 200
