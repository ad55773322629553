from __future__ import annotations

from tests.api.asking.petit import again
from tests.api.jobs.asked_over_http import Desk, code, desk, output, tagged

__all__ = ["desk"]

MINE, ALL = "/api/v1/moi/conges", "/api/v1/responsable/conges"
MONDAY = {"start": "2026-03-02", "end": "2026-03-02", "note": "Mariage"}
SLOT = "P-J-2026-03-02"


def test_leave_is_asked_for_weighed_and_granted(desk: Desk) -> None:
    made = desk.ada.post(MINE, json=MONDAY)
    leave = output(made, 201)
    assert (leave["state"], leave["person"], leave["kind"], leave["number"]) == (
        "demande",
        "ada",
        "conge",
        1,
    )
    assert made.headers["Location"] == f"{MINE}/{leave['id']}"
    assert made.headers["ETag"] == f'"{leave["id"]}-1"'
    assert output(desk.ada.get(MINE)) == [leave]
    assert output(desk.ada.get(made.headers["Location"])) == leave

    (listed,) = output(desk.nora.get(ALL))
    assert listed == {
        "id": leave["id"],
        "person": "ada",
        "name": "Ada Lemoine",
        "start": "2026-03-02",
        "end": "2026-03-02",
        "state": "demande",
    }
    weighed = desk.nora.get(f"{ALL}/{leave['id']}")
    shown = output(weighed)
    assert shown["others"] == []
    assert shown["broken"] == [
        {
            "slot": SLOT,
            "dispositif": "P",
            "site": "place",
            "start": "2026-03-02T09:00:00+01:00",
            "end": "2026-03-02T16:30:00+01:00",
            "holders": 2,
            "left": 1,
            "minimum": 2,
            "target": 3,
            "uncovered": True,
        }
    ]
    path = f"{ALL}/{leave['id']}/accord"
    assert code(desk.nora.post(path, json={}), 428) == "version_a_preciser"
    refused = desk.nora.post(path, json={}, headers=tagged(weighed))
    assert code(refused, 409) == "services_publies"
    knowing = {"knowing": [SLOT], "answer": "Bonne fête"}
    granted = desk.nora.post(path, json=knowing, headers=tagged(weighed))
    assert (output(granted)["state"], output(granted)["answer"]) == ("accorde", "Bonne fête")
    assert len(again(desk.service.engine).absences) == 3

    late = desk.nora.post(path, json=knowing, headers=tagged(weighed))
    assert code(late, 412) == "version_depassee"
    assert (late.json()["current"], late.json()["yours"]) == (2, 1)
    assert code(desk.nora.post(path, json=knowing, headers=tagged(granted)), 409) == "demande_close"


def test_a_refusal_says_why_and_a_request_may_be_taken_back(desk: Desk) -> None:
    made = desk.ada.post(MINE, json=MONDAY)
    path = f"{ALL}/{output(made, 201)['id']}/refus"
    for nothing in ("", " \r\n"):
        refused = desk.rh.post(path, json={"answer": nothing}, headers=tagged(made))
        assert code(refused, 422) == "demande_refusee"
        assert refused.json()["errors"] == [
            {"field": "answer", "received": "", "expected": "pourquoi la demande est refusée"}
        ]
    denied = desk.rh.post(path, json={"answer": "Effectif"}, headers=tagged(made))
    assert output(denied)["state"] == "refuse"

    again_ = desk.ada.post(MINE, json=MONDAY)
    path = f"{again_.headers['Location']}/retrait"
    assert output(desk.ada.post(path, headers=tagged(again_)))["state"] == "retire"


def test_wrong_values_are_told_field_by_field(desk: Desk) -> None:
    bad = desk.ada.post(MINE, json={"start": "demain", "end": "2026-02-30"})
    assert code(bad, 422) == "demande_refusee"
    assert [fault["field"] for fault in bad.json()["errors"]] == [
        "start",
        "end",
    ]
    sick = desk.ada.post(MINE, json={"start": "2026-03-02", "end": "2026-03-02", "kind": "maladie"})
    assert [fault["field"] for fault in sick.json()["errors"]] == ["kind"]
    more = desk.ada.post(MINE, json={"start": "2026-03-02", "end": "2026-03-02", "motif": "grippe"})
    assert code(more, 422) == "requete_invalide"


def test_nobody_sees_or_answers_another_s(desk: Desk) -> None:
    made = desk.ada.post(MINE, json=MONDAY)
    leave = output(made, 201)["id"]

    missing = desk.brice.get(f"{MINE}/{'0' * 32}")
    hidden = desk.brice.get(f"{MINE}/{leave}")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    retract = desk.brice.post(f"{MINE}/{leave}/retrait", headers=tagged(made))
    assert code(retract, 404) == "introuvable"
    assert output(desk.elsewhere.get(ALL)) == []
    assert code(desk.elsewhere.get(f"{ALL}/{leave}"), 404) == "introuvable"
    for verb in ("accord", "refus"):
        body = {"answer": "x"}
        away = desk.elsewhere.post(f"{ALL}/{leave}/{verb}", json=body, headers=tagged(made))
        assert code(away, 404) == "introuvable"
    assert code(desk.nora.get(MINE), 403) == "droits_insuffisants"
    assert code(desk.ada.get(ALL), 403) == "droits_insuffisants"
    nobody = desk.service.client("mediateur")
    assert code(nobody.get(MINE), 404) == "introuvable"


def test_requests_are_listed_by_state_and_page_by_page(desk: Desk) -> None:
    for client in (desk.ada, desk.brice):
        output(client.post(MINE, json={"start": "2026-03-16", "end": "2026-03-17"}), 201)
    first = desk.nora.get(ALL, params={"limit": 1})
    rest = desk.nora.get(ALL, params={"limit": 1, "cursor": first.json()["next"]})
    people = {output(page)[0]["person"] for page in (first, rest)}
    assert people == {"ada", "brice"}
    assert rest.json()["next"] is None
    assert len(output(desk.nora.get(ALL, params={"state": "demande"}))) == 2
    assert output(desk.nora.get(ALL, params={"state": "accorde"})) == []
    leave = output(first)[0]["id"]
    assert len(output(desk.nora.get(f"{ALL}/{leave}"))["others"]) == 1
