from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.asking.petit import again
from tests.api.jobs.asked_over_http import Desk, code, desk, output, tagged

__all__ = ["desk"]

LEAVE = "/api/v1/conges"
MONDAY = {"start": "2026-03-02", "end": "2026-03-02", "note": "Mariage"}
SLOT = "P-J-2026-03-02"


def respond(client: TestClient, to: Response, verdict: str, **more: Any) -> Response:
    """Answer the request that was made, or answered, `to`."""
    address = f"{LEAVE}/{to.json()['id']}/reponse"
    return client.post(address, json={"verdict": verdict, **more}, headers=tagged(to))


def test_leave_is_asked_for_listed_with_what_it_breaks_and_granted(desk: Desk) -> None:
    made = desk.ada.post(LEAVE, json=MONDAY)
    leave = output(made, 201)
    shown = {name: leave[name] for name in ("state", "person", "kind", "number", "breaks")}
    assert shown == {
        "state": "demande",
        "person": "ada",
        "kind": "conge",
        "number": 1,
        "breaks": [SLOT],
    }
    assert made.headers["ETag"] == f'"{leave["id"]}-1"'
    for client in (desk.ada, desk.nora, desk.rh):
        assert output(client.get(LEAVE)) == [leave]

    bare = desk.nora.post(f"{LEAVE}/{leave['id']}/reponse", json={"verdict": "accord"})
    assert code(bare, 428) == "version_a_preciser"
    assert code(respond(desk.nora, made, "accord"), 409) == "services_publies"
    granted = respond(desk.nora, made, "accord", knowing=[SLOT], answer="Bonne fête")
    assert (output(granted)["state"], output(granted)["answer"]) == ("accorde", "Bonne fête")
    assert len(again(desk.service.engine).absences) == 3

    late = respond(desk.nora, made, "accord", knowing=[SLOT])
    assert code(late, 412) == "version_depassee"
    assert (late.json()["current"], late.json()["yours"]) == (2, 1)
    assert code(respond(desk.nora, granted, "accord"), 409) == "demande_close"


def test_a_refusal_says_why_and_a_request_may_be_taken_back(desk: Desk) -> None:
    made = desk.ada.post(LEAVE, json=MONDAY)
    for nothing in ("", " \r\n"):
        refused = respond(desk.rh, made, "refus", answer=nothing)
        assert code(refused, 422) == "demande_refusee"
        assert refused.json()["errors"] == [
            {"field": "answer", "received": "", "expected": "pourquoi la demande est refusée"}
        ]
    assert output(respond(desk.rh, made, "refus", answer="Effectif"))["state"] == "refuse"

    again_ = desk.ada.post(LEAVE, json=MONDAY)
    assert output(respond(desk.ada, again_, "retrait"))["state"] == "retire"


def test_wrong_values_are_told_field_by_field(desk: Desk) -> None:
    bad = desk.ada.post(LEAVE, json={"start": "demain", "end": "2026-02-30"})
    assert code(bad, 422) == "demande_refusee"
    assert [fault["field"] for fault in bad.json()["errors"]] == ["start", "end"]
    more = desk.ada.post(LEAVE, json={**MONDAY, "motif": "grippe"})
    assert code(more, 422) == "requete_invalide"


def test_nobody_sees_or_answers_another_s(desk: Desk) -> None:
    made = desk.ada.post(LEAVE, json=MONDAY)
    nothing = respond(desk.brice, made, "retrait")
    missing = desk.brice.post(
        f"{LEAVE}/{'0' * 32}/reponse",
        json={"verdict": "retrait"},
        headers={"If-Match": f'"{"0" * 32}-1"'},
    )
    assert (nothing.status_code, nothing.content) == (404, missing.content)
    assert output(desk.brice.get(LEAVE)) == output(desk.elsewhere.get(LEAVE)) == []
    for client, verdict in (
        *((desk.elsewhere, verdict) for verdict in ("accord", "refus", "retrait")),
        *((desk.ada, verdict) for verdict in ("accord", "refus")),
        (desk.nora, "retrait"),
    ):
        away = respond(client, made, verdict, answer="x")
        assert (away.status_code, away.content) == (404, missing.content)
    assert code(desk.nora.post(LEAVE, json=MONDAY), 403) == "droits_insuffisants"
    nobody = desk.service.client("mediateur")
    assert code(nobody.post(LEAVE, json=MONDAY), 404) == "introuvable"


def test_requests_are_listed_by_state_and_page_by_page(desk: Desk) -> None:
    for client in (desk.ada, desk.brice):
        output(client.post(LEAVE, json={"start": "2026-03-16", "end": "2026-03-17"}), 201)
    first = desk.nora.get(LEAVE, params={"limit": 1})
    rest = desk.nora.get(LEAVE, params={"limit": 1, "cursor": first.json()["next"]})
    assert {output(page)[0]["person"] for page in (first, rest)} == {"ada", "brice"}
    assert rest.json()["next"] is None
    assert len(output(desk.nora.get(LEAVE, params={"state": "demande"}))) == 2
    assert output(desk.nora.get(LEAVE, params={"state": "accorde"})) == []
