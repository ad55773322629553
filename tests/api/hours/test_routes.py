from httpx2 import Response

from tests.api.asking.petit import again, uid
from tests.api.jobs.asked_over_http import AFTER, Desk, code, desk, output

__all__ = ["desk"]

HOURS = "/api/v1/heures"
MARCH = {"month": "2026-03"}
MONDAY = "P-J-2026-03-02"


def late(desk: Desk) -> Response:
    """Have Ada say, in April, that she ended late on Monday."""
    desk.at(AFTER)
    return desk.ada.post(HOURS, json=monday(desk))


def monday(desk: Desk, end: str = "17:15") -> dict[str, str]:
    return {
        "kind": "travail",
        "uid": uid(again(desk.service.engine), "ada", MONDAY),
        "start": "2026-03-02T09:00:00+01:00",
        "end": f"2026-03-02T{end}:00+01:00",
    }


def test_hours_are_said_and_read_by_their_person_and_who_answers_for_them(desk: Desk) -> None:
    made = late(desk)
    line = output(made, 201)
    assert {k: line[k] for k in ("number", "person", "slot", "kind", "minutes", "confirmed")} == {
        "number": 1,
        "person": "ada",
        "slot": MONDAY,
        "kind": "travail",
        "minutes": 495,
        "confirmed": False,
    }
    assert line["breaks"] == [
        {"minutes": 30, "kind": "unpaid", "start": "2026-03-02T12:30:00+01:00"}
    ]
    assert made.headers["ETag"] == f'"{line["id"]}-1"'
    for client in (desk.ada, desk.nora, desk.rh):
        assert output(client.get(HOURS, params=MARCH)) == [line]


def test_a_responsable_says_and_confirms_what_someone_did(desk: Desk) -> None:
    desk.at(AFTER)
    body = {"person": "ada", "kind": "absent", "uid": monday(desk)["uid"]}
    made = desk.nora.post(HOURS, json=body)
    assert (output(made, 201)["confirmed"], output(made, 201)["kind"]) == (True, "absent")
    assert code(desk.nora.post(HOURS, json=body), 409) == "heures_deja_saisies"


def test_wrong_hours_are_told_field_by_field(desk: Desk) -> None:
    desk.at(AFTER)
    naive = desk.ada.post(HOURS, json={**monday(desk), "end": "2026-03-02T17:15:00"})
    assert code(naive, 422) == "requete_invalide"
    assert naive.json()["errors"] == [
        {
            "field": "end",
            "received": "2026-03-02T17:15:00",
            "expected": "un instant avec son décalage, comme 2026-10-24T21:30+02:00",
        }
    ]
    backwards = desk.ada.post(HOURS, json=monday(desk, "08:00"))
    assert code(backwards, 422) == "demande_refusee"
    assert [fault["field"] for fault in backwards.json()["errors"]] == ["end"]
    far = desk.ada.post(HOURS, json={**monday(desk), "start": "9999-12-31T23:59:00-14:00"})
    assert [e["field"] for e in far.json()["errors"]] == ["start"]
    pause = {"minutes": 10, "start": "2026-03-02T12:00:30+01:00"}
    odd = desk.ada.post(HOURS, json={**monday(desk), "breaks": [pause]})
    assert [e["field"] for e in odd.json()["errors"]] == ["breaks"]
    taken = desk.ada.post(HOURS, json={"kind": "annule"})
    assert code(taken, 422) == "requete_invalide"


def test_nobody_says_or_reads_another_s_hours(desk: Desk) -> None:
    line = output(late(desk), 201)
    for client in (desk.brice, desk.elsewhere):
        assert output(client.get(HOURS, params=MARCH)) == []
        person = {"person": "ada", **monday(desk)}
        assert code(client.post(HOURS, json=person), 404) == "introuvable"
    confirmed = {"lines": [{"id": line["id"], "number": 1}]}
    away = desk.elsewhere.post(f"{HOURS}/confirmations", json=confirmed)
    assert code(away, 404) == "introuvable"
    own = desk.ada.post(f"{HOURS}/confirmations", json=confirmed)
    assert code(own, 403) == "droits_insuffisants"
    theirs = desk.brice.post(HOURS, json=monday(desk))
    assert [e["field"] for e in theirs.json()["errors"]] == ["uid"]


def test_hours_to_confirm_are_listed_page_by_page(desk: Desk) -> None:
    line = output(late(desk), 201)["id"]
    brice = uid(again(desk.service.engine), "brice", MONDAY)
    output(desk.brice.post(HOURS, json={"kind": "conforme", "uid": brice}), 201)
    params = {**MARCH, "limit": "1"}
    first = desk.nora.get(HOURS, params=params)
    rest = desk.nora.get(HOURS, params={**params, "cursor": first.json()["next"]})
    assert [output(page)[0]["person"] for page in (first, rest)] == ["ada", "brice"]
    assert rest.json()["next"] is None

    lines = {"lines": [{"id": line, "number": 1}]}
    done = desk.nora.post(f"{HOURS}/confirmations", json=lines).json()
    assert [(each["number"], each["confirmed"]) for each in done["confirmed"]] == [(2, True)]
    for confirmed, person in (("true", "ada"), ("false", "brice")):
        params = {**MARCH, "confirmed": confirmed}
        assert [x["person"] for x in output(desk.nora.get(HOURS, params=params))] == [person]
    assert code(desk.nora.get(HOURS, params={"month": "2026-13"}), 422) == "requete_invalide"


def test_several_hours_are_confirmed_and_those_that_changed_are_left(desk: Desk) -> None:
    changed = output(late(desk), 201)["id"]
    tuesday = {"kind": "conforme", "uid": uid(again(desk.service.engine), "ada", "P-J-2026-03-03")}
    plain = output(desk.ada.post(HOURS, json=tuesday), 201)["id"]
    lines = [{"id": changed, "number": 7}, {"id": plain, "number": 1}]
    done = desk.nora.post(f"{HOURS}/confirmations", json={"lines": lines})
    assert done.status_code == 200
    assert [hours["id"] for hours in done.json()["confirmed"]] == [plain]
    ((left, why),) = [(line["hours"], line["why"]) for line in done.json()["left"]]
    assert (left["id"], left["number"], left["confirmed"]) == (changed, 1, False)
    assert why.startswith("Quelqu’un d’autre a modifié cela")
