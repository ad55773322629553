from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.asking.petit import again, uid
from tests.api.jobs.asked_over_http import AFTER, Desk, code, desk, output, tagged

if TYPE_CHECKING:
    from httpx2 import Response

__all__ = ["desk"]

MINE, ALL = "/api/v1/moi/heures", "/api/v1/responsable/heures"
MONDAY = "P-J-2026-03-02"


def late(desk: Desk) -> Response:
    """Have Ada say, in April, that she ended late on Monday."""
    desk.at(AFTER)
    return desk.ada.post(MINE, json=dict(**monday(desk)))


def monday(desk: Desk, end: str = "17:15") -> dict[str, str]:
    return {
        "kind": "travail",
        "uid": uid(again(desk.service.engine), "ada", MONDAY),
        "start": "2026-03-02T09:00:00+01:00",
        "end": f"2026-03-02T{end}:00+01:00",
    }


def test_hours_are_said_corrected_and_confirmed_and_the_log_keeps_all(desk: Desk) -> None:
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
    assert made.headers["Location"] == f"{MINE}/{line['id']}"
    assert output(desk.ada.get(MINE, params={"month": "2026-03"})) == [line]

    path = f"{MINE}/{line['id']}/corrections"
    body = dict(**monday(desk, "17:05"))
    assert code(desk.ada.post(path, json=body), 428) == "version_a_preciser"
    second = desk.ada.post(path, json=body, headers=tagged(made))
    assert output(second, 201)["number"] == 2
    stale = desk.ada.post(path, json=body, headers=tagged(made))
    assert (code(stale, 412), stale.json()["current"]) == ("version_depassee", 2)

    confirmed = desk.nora.post(f"{ALL}/{line['id']}/confirmation", headers=tagged(second))
    assert (output(confirmed, 201)["number"], output(confirmed, 201)["confirmed"]) == (3, True)
    closed = desk.ada.post(path, json=body, headers=tagged(confirmed))
    assert code(closed, 409) == "heures_confirmees"
    answer = desk.ada.get(made.headers["Location"])
    assert [(x["number"], x["minutes"], x["replaced"]) for x in output(answer)] == [
        (1, 495, True),
        (2, 485, True),
        (3, 485, False),
    ]
    assert answer.headers["ETag"] == confirmed.headers["ETag"]
    assert output(desk.rh.get(f"{ALL}/{line['id']}")) == output(answer)


def test_minutes_of_a_night_when_the_clocks_change_are_those_that_passed(desk: Desk) -> None:
    desk.at(AFTER)
    night = {
        "kind": "travail",
        "dispositif": "P",
        "start": "2026-03-28T23:00:00+01:00",
        "end": "2026-03-29T05:00:00+02:00",
    }
    made = output(desk.ada.post(MINE, json=night), 201)
    assert made["minutes"] == 300
    assert output(desk.ada.get(MINE, params={"month": "2026-03"})) == [made]


def test_a_responsable_says_what_someone_did_and_takes_it_back(desk: Desk) -> None:
    desk.at(AFTER)
    body = {"person": "ada", "kind": "absent", "uid": monday(desk)["uid"]}
    made = desk.nora.post(ALL, json=body)
    assert (output(made, 201)["confirmed"], output(made, 201)["kind"]) == (True, "absent")
    line = output(made, 201)["id"]
    assert code(desk.nora.post(ALL, json=body), 409) == "heures_deja_saisies"

    path = f"{ALL}/{line}"
    corrected = desk.rh.post(f"{path}/corrections", json=dict(**monday(desk)), headers=tagged(made))
    assert output(corrected, 201)["number"] == 2
    mine = desk.ada.delete(f"{MINE}/{line}", headers=tagged(corrected))
    assert code(mine, 409) == "heures_confirmees"
    gone = desk.nora.delete(path, headers=tagged(corrected))
    assert (output(gone)["kind"], output(gone)["number"]) == ("annule", 3)


def test_one_takes_back_one_s_own_word(desk: Desk) -> None:
    made = late(desk)
    gone = desk.ada.delete(made.headers["Location"], headers=tagged(made))
    assert output(gone)["kind"] == "annule"


def test_wrong_hours_are_told_field_by_field(desk: Desk) -> None:
    desk.at(AFTER)
    naive = desk.ada.post(MINE, json=dict(**{**monday(desk), "end": "2026-03-02T17:15:00"}))
    assert code(naive, 422) == "requete_invalide"
    assert naive.json()["errors"] == [
        {
            "field": "end",
            "received": "2026-03-02T17:15:00",
            "expected": "un instant avec son décalage, comme 2026-10-24T21:30+02:00",
        }
    ]
    backwards = desk.ada.post(MINE, json=dict(**monday(desk, "08:00")))
    assert code(backwards, 422) == "demande_refusee"
    assert backwards.json()["errors"] == [
        {
            "field": "end",
            "received": "2026-03-02T08:00+01:00",
            "expected": "une fin après le 2026-03-02T09:00+01:00",
        }
    ]
    far = desk.ada.post(MINE, json=dict(**{**monday(desk), "start": "9999-12-31T23:59:00-14:00"}))
    assert [e["field"] for e in far.json()["errors"]] == ["start"]
    pause = {"minutes": 10, "start": "2026-03-02T12:00:30+01:00"}
    odd = desk.ada.post(MINE, json=dict(**monday(desk), breaks=[pause]))
    assert [e["field"] for e in odd.json()["errors"]] == ["breaks"]
    taken = desk.ada.post(MINE, json={"kind": "annule"})
    assert code(taken, 422) == "requete_invalide"


def test_nobody_says_or_reads_another_s_hours(desk: Desk) -> None:
    made = late(desk)
    line = output(made, 201)["id"]
    missing = desk.brice.get(f"{MINE}/{'0' * 32}")
    hidden = desk.brice.get(f"{MINE}/{line}")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    body = dict(**monday(desk))
    for client, path in ((desk.brice, MINE), (desk.elsewhere, ALL)):
        corrected = client.post(f"{path}/{line}/corrections", json=body, headers=tagged(made))
        assert code(corrected, 404) == "introuvable"
        assert code(client.delete(f"{path}/{line}", headers=tagged(made)), 404) == "introuvable"
    assert code(desk.elsewhere.get(f"{ALL}/{line}"), 404) == "introuvable"
    away = desk.elsewhere.post(f"{ALL}/{line}/confirmation", headers=tagged(made))
    assert code(away, 404) == "introuvable"
    assert output(desk.elsewhere.get(ALL, params={"month": "2026-03"})) == []
    person = {"person": "ada", **monday(desk)}
    assert code(desk.elsewhere.post(ALL, json=person), 404) == "introuvable"
    assert code(desk.ada.get(ALL, params={"month": "2026-03"}), 403) == "droits_insuffisants"
    theirs = desk.brice.post(MINE, json=dict(**monday(desk)))
    assert [e["field"] for e in theirs.json()["errors"]] == ["uid"]


def test_hours_to_confirm_are_listed_page_by_page(desk: Desk) -> None:
    made = late(desk)
    brice = uid(again(desk.service.engine), "brice", MONDAY)
    output(desk.brice.post(MINE, json={"kind": "conforme", "uid": brice}), 201)
    params = {"month": "2026-03", "limit": "1"}
    first = desk.nora.get(ALL, params=params)
    rest = desk.nora.get(ALL, params={**params, "cursor": first.json()["next"]})
    assert [output(page)[0]["person"] for page in (first, rest)] == ["ada", "brice"]
    assert rest.json()["next"] is None

    line = output(made, 201)["id"]
    output(desk.nora.post(f"{ALL}/{line}/confirmation", headers=tagged(made)), 201)
    for confirmed, person in (("true", "ada"), ("false", "brice")):
        params = {"month": "2026-03", "confirmed": confirmed}
        assert [x["person"] for x in output(desk.nora.get(ALL, params=params))] == [person]
    assert code(desk.nora.get(ALL, params={"month": "2026-13"}), 422) == "requete_invalide"
