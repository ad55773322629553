"""Entering data: who sees and changes which rows, and what is never told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.access.rights.rows import RIGHTS, May
from api.data.entering.doors import DOORS
from api.data.entering.routes import TOGETHER
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

MINE = "/api/v1/responsable/donnees"
RH = "/api/v1/rh/donnees"
LEAVE = {
    "mediator": "brice",
    "start": "2026-03-10",
    "end": "2026-03-10",
    "kind": "conge",
    "day_minutes": 480,
}
SICK = {**LEAVE, "kind": "maladie"}


def put(client: TestClient, path: str, tag: str, values: Any) -> Any:
    return client.put(path, json=values, headers={"If-Match": tag})


def post(client: TestClient, path: str, values: Any) -> Any:
    return client.post(path, json=values)


def rows(client: TestClient, path: str, **query: Any) -> list[Any]:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_every_kind_has_its_rights_and_an_example() -> None:
    assert set(RIGHTS) == set(KINDS)


def test_each_example_has_the_shape_of_its_kind() -> None:
    for kind, example in ((kind.name, kind.examples) for kind in KINDS.values()):
        for door in DOORS:
            assert door.shapes(kind).made.model_validate(example)


def test_a_row_is_added_read_changed_and_taken_away(service_on_each: Service) -> None:
    client = service_on_each.client("responsable", agency="ville")

    made = post(client, f"{MINE}/absences", LEAVE)
    where = made.headers["location"]
    read = client.get(where)
    moved = put(client, where, read.headers["etag"], {**_shown(LEAVE), "end": "2026-03-11"})
    gone = client.delete(where, headers={"If-Match": moved.headers["etag"]})

    assert made.status_code == 201
    key = made.json()["key"]
    assert where == f"{MINE}/absences/{key}"
    assert read.json() == {"key": key, "number": 1, "values": _shown(LEAVE), "remarks": []}
    assert read.headers["etag"] == f'"absences-{key}-1"'
    assert moved.json()["number"] == 2
    assert moved.json()["values"]["end"] == "2026-03-11"
    assert gone.status_code == 204
    assert client.get(where).status_code == 404


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("kind", "day_minutes")}


def test_two_at_once_the_second_gets_both_versions(service: Service) -> None:
    client = service.client("rh")
    where = post(client, f"{RH}/absences", LEAVE).headers["location"]
    tag = client.get(where).headers["etag"]

    first = put(client, where, tag, {**LEAVE, "end": "2026-03-12"})
    second = put(client, where, tag, {**LEAVE, "end": "2026-03-13"})

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["current"]["values"]["end"] == "2026-03-12"
    assert second.json()["current"]["number"] == 2
    assert second.json()["yours"] == 1
    assert client.put(where, json=LEAVE).status_code == 428


def test_wrong_values_name_the_field_what_was_found_and_what_was_expected(
    service: Service,
) -> None:
    client = service.client("rh")
    wrong = {"mediator": "brice", "kind": "CDI", "start": "2026-02-30", "weekly_minutes": 2881}

    shape = post(client, f"{RH}/contrats", wrong)
    bound = post(client, f"{RH}/contrats", {**wrong, "start": "2031-02-01"})
    nobody = post(client, f"{RH}/absences", {**LEAVE, "mediator": "brise"})

    assert shape.json()["errors"] == [
        {"field": "start", "received": "2026-02-30", "expected": "une date qui existe"}
    ]
    assert bound.status_code == 422
    assert bound.json()["errors"] == [
        {
            "field": "weekly_minutes",
            "received": "48h01",
            "expected": "plus de 0 et au plus 48 heures par semaine",
        }
    ]
    assert nobody.json()["errors"][0]["field"] == "mediator"
    assert "« brice » ?" in nobody.json()["errors"][0]["expected"]


def test_a_person_comes_with_a_contract_or_not_at_all(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    alone = post(client, f"{MINE}/personnes", KINDS["personnes"].examples)
    before = rows(client, f"{MINE}/personnes")
    both = post(client, MINE, TOGETHER)
    after = rows(client, f"{MINE}/personnes", person="gael")

    assert alone.status_code == 422
    assert "gael" not in {row["values"]["id"] for row in before}
    assert both.status_code == 200, both.text
    assert [row["kind"] for row in both.json()["items"]] == ["personnes", "contrats"]
    assert [row["values"]["id"] for row in after] == ["gael"]


def test_changes_made_together_are_refused_together(service: Service) -> None:
    client = service.client("rh")
    changes = [
        {"action": "ajouter", "kind": "absences", "values": LEAVE},
        {"action": "ajouter", "kind": "absences", "values": {**LEAVE, "start": "x"}},
        {"action": "ajouter", "kind": "gabarits", "values": {}},
        {"action": "modifier", "kind": "absences", "values": LEAVE},
    ]
    before = rows(client, f"{RH}/absences")

    answer = post(client, RH, {"changes": changes})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [
        "changes.1.values.start",
        "changes.2.kind",
        "changes.3.key",
        "changes.3.number",
    ]
    assert rows(client, f"{RH}/absences") == before


def test_what_others_name_is_not_taken_away(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    (template,) = [row for row in rows(client, f"{MINE}/gabarits") if row["values"]["id"] == "P-S"]
    where = f"{MINE}/gabarits/{template['key']}"

    answer = client.delete(where, headers={"If-Match": client.get(where).headers["etag"]})

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Suppression refusée, cela manquerait à : besoins")
    assert client.get(where).status_code == 200


def test_what_only_rh_holds_is_not_named_to_others(service: Service) -> None:
    with writing(service.engine) as session:
        leave = {"mediator": "farid", "since": "2026-04-13", "ground": "enfant_handicape"}
        add(session, KINDS["conges_longs"], leave)
        health = {"mediator": "farid", "reason": "sante", "since": "2026-04-13"}
        add(session, KINDS["contraintes_personnelles"], {**health, "no_overtime": True})
    answers = {}
    for role, door in (("responsable", MINE), ("rh", RH)):
        client = service.client(role, agency="ville")
        (key,) = [
            row["key"]
            for row in rows(client, f"{door}/personnes")
            if row["values"]["id"] == "farid"
        ]
        where = f"{door}/personnes/{key}"
        tag = client.get(where).headers["etag"]
        answers[role] = client.delete(where, headers={"If-Match": tag}).json()

    assert "conges_longs" in answers["rh"]["detail"]
    assert "contraintes_personnelles" not in str(answers["responsable"])
    assert "conges_longs" not in str(answers["responsable"])
    assert "ce que tiennent les RH" in answers["responsable"]["detail"]


def test_pages_follow_by_key(service: Service) -> None:
    client = service.client("rh")
    every = [row["key"] for row in rows(client, f"{RH}/contrats")]

    first = client.get(f"{RH}/contrats", params={"limit": 4}).json()
    rest = client.get(f"{RH}/contrats", params={"limit": 4, "cursor": first["next"]}).json()

    keys = [row["key"] for page in (first, rest) for row in page["items"]]
    assert keys == every == sorted(every)
    assert rest["next"] is None


def test_each_deed_is_in_the_trail_without_its_values(service: Service) -> None:
    client = service.client("rh")

    key = post(client, f"{RH}/absences", SICK).json()["key"]

    with reading(service.engine) as session:
        (row,) = session.query(TrailRow).filter_by(about="absences").all()
    assert (row.action, row.object, row.user) == (
        "ajouter",
        str(key),
        client.headers["X-Test-User"],
    )
    assert row.detail is None


def test_what_a_responsable_only_reads_has_no_other_route(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    for kind in (k for k, rights in RIGHTS.items() if rights.responsable is May.READ):
        assert client.get(f"{MINE}/{kind}").status_code == 200
        assert post(client, f"{MINE}/{kind}", KINDS[kind].examples).status_code == 405
        assert client.get(f"{RH}/{kind}").status_code == 403


def test_what_is_rh_alone_has_no_route_for_others(service: Service) -> None:
    mine, rh, admin = (service.client(role) for role in ("responsable", "rh", "admin"))

    for kind in (k for k, rights in RIGHTS.items() if rights.responsable is May.NOTHING):
        assert mine.get(f"{MINE}/{kind}").status_code == 404
        assert rh.get(f"{RH}/{kind}").status_code == 200
        assert admin.get(f"{RH}/{kind}").status_code == 403


def test_administrators_make_agencies_and_see_no_one(service: Service) -> None:
    client = service.client("admin")

    assert post(client, f"{RH}/agences", KINDS["agences"].examples).status_code == 201
    assert client.get(f"{RH}/absences").status_code == 403
    assert client.get(f"{MINE}/personnes").status_code == 403
    together = {"changes": [{"action": "ajouter", "kind": "absences", "values": LEAVE}]}
    assert post(client, RH, together).status_code == 403


@pytest.mark.parametrize("name", ["person", "agency", "dispositif"])
def test_a_filter_that_no_database_takes_is_refused(service_on_each: Service, name: str) -> None:
    client = service_on_each.client("rh")

    answer = client.get(f"{RH}/personnes", params={name: "a\0b"})

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

    bare = post(client, MINE, {"changes": changes})
    paused = post(client, f"{MINE}/pauses", rest)
    where = paused.headers["location"]
    short = put(client, where, paused.headers["etag"], {**rest, "minutes": 19})
    key = paused.json()["key"]
    gone = {"action": "supprimer", "kind": "pauses", "key": key, "number": 2}
    without = post(client, MINE, {"changes": [gone]})

    (remark,) = bare.json()["remarks"]
    assert remark.startswith("nul ne peut légalement tenir le gabarit « P-N » ")
    assert remark.endswith("(L3121-16)")
    assert paused.json()["remarks"] == []
    assert len(short.json()["remarks"]) == 1
    assert without.json()["remarks"] == [remark]
