"""Entering data: who sees and changes which rows, and what is never told."""

from typing import Any

import pytest

from api.access.rights.rows import RIGHTS, May
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add as store
from api.database.engine import reading, writing
from api.database.tables.access import GrantRow, TrailRow
from tests.api.data.entering.sheets import counts, sent
from tests.api.entered import ROWS, add, keys, of, post, put, remove, rows, tag, where
from tests.api.service import Service

LEAVE = {
    "mediator": "brice",
    "start": "2026-03-10",
    "end": "2026-03-10",
    "kind": "conge",
    "day_minutes": 480,
}
SICK = {**LEAVE, "kind": "maladie"}


def test_every_kind_has_its_rights_and_an_example() -> None:
    assert set(RIGHTS) == set(KINDS)


def test_each_example_has_the_shape_of_its_kind() -> None:
    for kind, example in ((kind.name, kind.examples) for kind in KINDS.values()):
        assert KINDS[kind].model.model_validate(example)


def test_a_row_is_added_read_changed_and_taken_away(service_on_each: Service) -> None:
    client = service_on_each.client("responsable", agency="ville")

    made = add(client, "absences", LEAVE)
    read = client.get(where(made))
    moved = put(client, read.json(), {**_shown(LEAVE), "end": "2026-03-11"})
    gone = remove(client, moved.json())

    row = {"kind": "absences", "key": made["key"], "number": 1, "values": _shown(LEAVE)}
    assert made == read.json() == {**row, "remarks": []}
    assert read.headers["etag"] == tag(made)
    assert moved.json()["number"] == 2
    assert moved.json()["values"]["end"] == "2026-03-11"
    assert gone.status_code == 204
    assert client.get(where(made)).status_code == 404


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("kind", "day_minutes")}


def test_an_absence_of_another_century_is_refused_as_its_form_does(service: Service) -> None:
    client = service.client("rh")
    old = {**LEAVE, "start": "1900-01-01", "end": "1900-01-02"}

    [first, last] = post(client, "absences", old).json()["errors"]
    form = client.get("/donnees/absences/nouveau").text

    assert first["expected"] == last["expected"] == "une année de 2000 à 2100"
    assert form.count('min="2000-01-01" max="2100-12-31"') == 2


def test_two_at_once_the_second_gets_both_versions(service: Service) -> None:
    client = service.client("rh")
    row = add(client, "absences", LEAVE)

    first = put(client, row, {**LEAVE, "end": "2026-03-12"})
    second = put(client, row, {**LEAVE, "end": "2026-03-13"})

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["current"]["values"]["end"] == "2026-03-12"
    assert second.json()["current"]["number"] == 2
    assert second.json()["yours"] == 1
    assert client.put(where(row), json=LEAVE).status_code == 428


def test_changes_made_together_are_refused_together(service: Service) -> None:
    client = service.client("rh")
    changes = [
        {"action": "ajouter", "kind": "absences", "values": LEAVE},
        {"action": "ajouter", "kind": "absences", "values": {**LEAVE, "start": "x"}},
        {"action": "ajouter", "kind": "gabarits", "values": {}},
        {"action": "modifier", "kind": "absences", "values": LEAVE},
    ]
    before = rows(client, "absences")

    answer = client.post(ROWS, json={"changes": changes})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [
        "changes.1.values.start",
        "changes.2.kind",
        "changes.3.key",
        "changes.3.number",
    ]
    assert rows(client, "absences") == before


def test_what_only_rh_holds_is_not_named_to_others(service: Service) -> None:
    with writing(service.engine) as session:
        leave = {"mediator": "farid", "since": "2026-04-13", "ground": "enfant_handicape"}
        store(session, KINDS["conges_longs"], leave)
        health = {"mediator": "farid", "reason": "sante", "since": "2026-04-13"}
        store(session, KINDS["contraintes_personnelles"], {**health, "no_overtime": True})
    answers = {}
    for role in ("responsable", "rh"):
        client = service.client(role, agency="ville")
        answers[role] = remove(client, of(client, "personnes", id="farid")).json()

    assert "conges_longs" in answers["rh"]["detail"]
    assert "contraintes_personnelles" not in str(answers["responsable"])
    assert "conges_longs" not in str(answers["responsable"])
    assert "ce que tiennent les RH" in answers["responsable"]["detail"]


def test_pages_follow_by_key(service: Service) -> None:
    client = service.client("rh")
    every = [row["key"] for row in rows(client, "contrats")]

    first = client.get(f"{ROWS}/contrats", params={"limit": 4}).json()
    rest = client.get(f"{ROWS}/contrats", params={"limit": 4, "cursor": first["next"]}).json()

    keys = [row["key"] for page in (first, rest) for row in page["items"]]
    assert keys == every == sorted(every)
    assert rest["next"] is None


def test_each_deed_is_in_the_trail_without_its_values(service: Service) -> None:
    client = service.client("rh")

    key = add(client, "absences", SICK)["key"]

    with reading(service.engine) as session:
        (row,) = session.query(TrailRow).filter_by(about="absences").all()
    assert (row.action, row.object, row.user) == (
        "ajouter",
        str(key),
        client.headers["X-Test-User"],
    )
    assert row.detail is None


def test_what_a_responsable_only_reads_is_not_theirs_to_write(service: Service) -> None:
    client, rh = service.client("responsable"), service.client("rh")

    for kind in (k for k, rights in RIGHTS.items() if rights.responsable is May.READ):
        (fault,) = post(client, kind, KINDS[kind].examples).json()["errors"]
        assert (fault["field"], fault["received"]) == ("changes.0.kind", kind)
        for row in rows(client, kind)[:1]:
            assert put(client, row, row["values"]).status_code == 403
            assert remove(client, row).status_code == 403
        assert rows(client, kind) == rows(rh, kind)


def test_what_is_rh_alone_is_not_there_for_others(service: Service) -> None:
    mine, rh, admin = (service.client(role) for role in ("responsable", "rh", "admin"))

    for kind in (k for k, rights in RIGHTS.items() if rights.responsable is May.NOTHING):
        unknown = mine.get(f"{ROWS}/inconnu")
        for other in (mine, admin):
            answer = other.get(f"{ROWS}/{kind}")
            assert (answer.status_code, answer.content) == (404, unknown.content)
        assert rh.get(f"{ROWS}/{kind}").status_code == 200


def test_administrators_make_agencies_and_see_no_one(service: Service) -> None:
    client = service.client("admin")

    add(client, "agences", KINDS["agences"].examples)
    assert client.get(f"{ROWS}/absences").status_code == 404
    assert client.get(f"{ROWS}/personnes").status_code == 404
    (fault,) = post(client, "absences", LEAVE).json()["errors"]
    assert fault["expected"] == "l’une de : agences, dispositifs"


def test_each_is_told_the_kinds_that_they_read_and_their_shape(service: Service) -> None:
    listed = {
        role: {item["name"]: item for item in service.client(role).get(ROWS).json()["items"]}
        for role in ("responsable", "rh", "admin")
    }

    assert {*listed["admin"]} == {"agences", "dispositifs"}
    assert {*listed["rh"]} == {*RIGHTS}
    assert "soldes" not in listed["responsable"]
    assert not listed["responsable"]["dispositifs"]["writes"]
    reason, open_reason = (listed[r]["absences"]["values"]["properties"]["kind"] for r in
                           ("responsable", "rh"))  # fmt: skip
    assert reason["writeOnly"]
    assert "writeOnly" not in open_reason
    assert "maladie" in open_reason["enum"]


def test_who_is_rh_here_and_responsable_there_reads_private_columns_here_alone(
    two: Service,
) -> None:
    both, rh = two.client("rh", agency="ville"), two.client("rh")
    with writing(two.engine) as session:
        user = both.headers["X-Test-User"]
        session.add(GrantRow(user=user, role="responsable", agency="001~ville", dispositif=""))
    ill = {**SICK, "mediator": "001~brice"}
    here, there = add(rh, "absences", SICK), add(rh, "absences", ill)

    seen = {row["key"]: row["values"] for row in rows(both, "absences")}
    page = both.get(f"/donnees/absences/{there['key']}", headers={"Accept": "text/html"}).text
    file = both.get("/donnees/absences/lignes.csv").text

    assert seen[here["key"]]["kind"] == "maladie"
    assert "kind" not in seen[there["key"]]
    assert "maladie" not in page
    assert "motif" not in file
    refused = post(both, "absences", {**ill, "start": "2026-04-01", "end": "2026-04-01"})
    assert [fault["field"] for fault in refused.json()["errors"]] == ["changes.0.values.kind"]
    assert put(both, here, {**SICK, "kind": "accident_travail"}).status_code == 200
    assert put(both, there, _shown(ill)).status_code == 200
    text = "personne;debut;fin;motif;heures_jour\n{};10/03/2026;10/03/2026;{};8\n{};{};8\n"
    days = "001~brice;10/03/2026;10/03/2026"
    done = sent(both, "absences", text.format("brice", "accident_travail", days, "conge"))
    assert counts(done) == (0, 0, 2)
    assert keys(rh, "absences")[there["key"]]["kind"] == "maladie"


@pytest.mark.parametrize("name", ["person", "agency", "dispositif"])
def test_a_filter_that_no_database_takes_is_refused(service_on_each: Service, name: str) -> None:
    client = service_on_each.client("rh")

    answer = client.get(f"{ROWS}/personnes", params={name: "a\0b"})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [f"query.{name}"]


def test_words_of_an_account_that_no_database_takes_are_refused(service_on_each: Service) -> None:
    answer = service_on_each.client("admin").get("/api/v1/admin/comptes", params={"q": "a\0b"})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["query.q"]


def test_a_template_without_its_break_is_taken_and_told(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    changes = [
        {
            "action": "ajouter",
            "kind": "gabarits",
            "values": {**KINDS["gabarits"].examples, "end": "23:30"},
        },
        {"action": "ajouter", "kind": "besoins", "values": KINDS["besoins"].examples},
    ]
    rest = {"template": "P-N", "minutes": 20, "at": "20:00", "kind": "payee"}

    bare = client.post(ROWS, json={"changes": changes})
    paused = post(client, "pauses", rest)
    (pause,) = paused.json()["items"]
    short = put(client, pause, {**rest, "minutes": 19})
    gone = {"action": "supprimer", "kind": "pauses", "key": pause["key"], "number": 2}
    without = client.post(ROWS, json={"changes": [gone]})

    (remark,) = bare.json()["remarks"]
    assert remark.startswith("nul ne peut légalement tenir le gabarit « P-N » ")
    assert remark.endswith("(L3121-16)")
    assert paused.json()["remarks"] == []
    assert len(short.json()["remarks"]) == 1
    assert without.json()["remarks"] == [remark]
