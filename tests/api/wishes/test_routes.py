from tests.api.jobs.asked_over_http import Desk, code, desk, output, tagged

__all__ = ["desk"]

PATH = "/api/v1/souhaits"
APRIL = {"start": "2026-04-06", "end": "2026-04-06 12:00", "wants": True, "weight": 7}


def test_wishes_are_added_listed_and_taken_back(desk: Desk) -> None:
    made = desk.ada.post(PATH, json=APRIL)
    wish = output(made, 201)
    assert wish == {
        "key": wish["key"],
        "start": "2026-04-06",
        "end": "2026-04-06T12:00",
        "wants": True,
        "weight": 7,
        "number": 1,
        "outcome": "attente",
        "why": "",
    }
    assert output(desk.ada.get(PATH)) == [wish]
    assert output(desk.brice.get(PATH)) == []

    path = f"{PATH}/{wish['key']}"
    assert code(desk.ada.delete(path), 428) == "version_a_preciser"
    assert code(desk.brice.delete(path, headers=tagged(made)), 404) == "introuvable"
    stale = {"If-Match": f'"souhait-{wish["key"]}-2"'}
    assert code(desk.ada.delete(path, headers=stale), 412) == "version_depassee"
    assert desk.ada.delete(path, headers=tagged(made)).status_code == 204
    assert code(desk.ada.delete(path, headers=tagged(made)), 404) == "introuvable"


def test_a_wish_for_a_published_month_or_out_of_bounds_is_refused(desk: Desk) -> None:
    march = desk.ada.post(PATH, json={"start": "2026-03-16", "end": "2026-03-16"})
    assert code(march, 409) == "mois_publie"
    for weight in (0, 11):
        wish = {"start": "2026-04-06", "end": "2026-04-06", "weight": weight}
        heavy = desk.ada.post(PATH, json=wish)
        assert code(heavy, 422) == "demande_refusee"
        assert [fault["field"] for fault in heavy.json()["errors"]] == ["weight"]
    over = desk.ada.post(PATH, json={"start": "2026-02-01", "end": "2026-02-02"})
    assert code(over, 422) == "demande_refusee"
