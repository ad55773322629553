import re

from tests.api.asking.petit import again, uid
from tests.api.databases import on_each
from tests.api.jobs.asked_over_http import AFTER, Desk, desk, output
from tests.api.leave.test_answer_page import ALL, flat, main, send

__all__ = ["desk"]

MINE = "/api/v1/heures"


def said(desk: Desk, day: str = "02", **values: str) -> str:
    """Have Ada say, in April, what she did on a day of March; return its id."""
    desk.at(AFTER)
    mine = uid(again(desk.service.engine), "ada", f"P-J-2026-03-{day}")
    return str(output(desk.ada.post(MINE, json={"uid": mine, **values}), 201)["id"])


def late(desk: Desk) -> str:
    return said(
        desk,
        kind="travail",
        start="2026-03-02T09:00:00+01:00",
        end="2026-03-02T17:15:00+01:00",
        why="Incident au marché",
    )


@on_each
def test_several_hours_are_confirmed_at_once_those_as_planned_ticked_before(desk: Desk) -> None:
    other, plain = late(desk), said(desk, "03", kind="conforme")
    listed = flat(desk.nora)
    assert "Heures à confirmer (2)" in listed
    assert f'value="{plain}-1" aria-label="Confirmer Ada Lemoine, mar. 3 mars" checked>' in listed
    assert f'value="{other}-1" aria-label="Confirmer Ada Lemoine, lun. 2 mars">' in listed
    assert "9 h – 17 h 15, pause de 30 min" in listed
    assert "45 min de plus" in listed or "0 h 45 de plus" in listed
    assert listed.index("lun. 2 mars") < listed.index("mar. 3 mars")

    done = send(desk.nora, f"{ALL}/heures", lines=[f"{other}-1", f"{plain}-1"])
    assert (done.status_code, done.headers["location"]) == (303, f"{ALL}?fait=confirme")
    after = flat(desk.nora)
    assert "Heures à confirmer (0)" in after
    assert after.count("<strong>confirmées</strong> par Essai") == 2
    nothing = send(desk.nora, f"{ALL}/heures")
    assert nothing.status_code == 422
    assert "attendu une case cochée au moins" in nothing.text


def test_hours_corrected_meanwhile_are_left_and_the_others_confirmed(desk: Desk) -> None:
    other, plain = late(desk), said(desk, "03", kind="conforme")
    corrected = send(desk.rh, f"{ALL}/heures/{other}", number=1, geste="conforme")
    assert corrected.status_code == 303
    answer = send(desk.nora, f"{ALL}/heures", lines=[f"{other}-1", f"{plain}-1"])
    assert answer.status_code == 409
    assert "1 ligne est confirmée" in answer.text
    assert "À relire : Ada Lemoine" in answer.text
    assert "Heures à confirmer (0)" in main(answer)


def test_hours_are_corrected_against_the_plan_and_all_that_was_said_is_kept(desk: Desk) -> None:
    address = f"{ALL}/heures/{late(desk)}"
    shown = flat(desk.nora, address)
    assert "<dt>Prévu</dt><dd>9 h – 16 h 30, pause de 30 min</dd>" in shown
    assert "« Incident au marché »" in shown
    form = {"day": "2026-03-02", "start": "09:00", "end": "17:00", "pause": "30", "why": "Vu"}
    wrong = send(desk.nora, address, number=1, geste="corriger", **(form | {"end": "25:00"}))
    assert wrong.status_code == 422
    assert "une heure comme 14:30" in wrong.text
    assert 'value="25:00"' in wrong.text
    assert send(desk.nora, address, number=1, geste="corriger", **form).status_code == 303
    after = flat(desk.nora, address)
    assert "<dd>9 h – 17 h, pause de 30 min</dd>" in after
    assert re.search(r"<ol><li>.*?17 h 15.*?</li><li>.*?confirmé</li></ol>", after)
    stale = send(desk.nora, address, number=1, geste="confirmer")
    assert stale.status_code == 412
    shown_again = re.findall(
        r'name="(day|start|end|pause|why)" type="[a-z]+" value="([^"]*)"', stale.text
    )
    assert dict(shown_again) == {
        "day": "2026-03-02",
        "start": "09:00",
        "end": "17:00",
        "pause": "30",
        "why": "Vu",
    }
    assert send(desk.nora, address, number=2, geste="confirmer").status_code == 409


def test_unplanned_hours_are_corrected_or_refused(desk: Desk) -> None:
    desk.at(AFTER)
    body = {
        "kind": "travail",
        "dispositif": "P",
        "start": "2026-03-10T09:00:00+01:00",
        "end": "2026-03-10T11:00:00+01:00",
    }
    hours = output(desk.ada.post(MINE, json=body), 201)["id"]
    address = f"{ALL}/heures/{hours}"
    shown = flat(desk.nora, address)
    assert "rien de prévu" in shown
    assert "2 h de plus" in shown
    form = {"day": "2026-03-10", "start": "09:00", "end": "10:00", "pause": ""}
    assert send(desk.nora, address, number=1, geste="corriger", **form).status_code == 303
    assert send(desk.nora, address, number=2, geste="retirer").status_code == 303
    assert "<strong>retirées</strong> par Essai" in flat(desk.nora)
    assert "retiré : le planning vaut, confirmé</li></ol>" in flat(desk.nora, address)
