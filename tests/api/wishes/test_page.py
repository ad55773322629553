import re

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import writing
from tests.api.hours.my_shifts.test_pages import HTML, page
from tests.api.jobs.asked_over_http import Desk, desk, output

__all__ = ["desk"]

WISHES = "/moi/souhaits"


def listed(text: str) -> str:
    return re.sub(r"[ \n]+", " ", text[text.index('id="liste"') :])


def test_a_wish_waits_for_its_month_and_is_taken_back(desk: Desk) -> None:
    form = {"start": "2026-04-10", "wants": "libre", "weight": "10"}
    desk.ada.post(WISHES, data=form, headers=HTML)
    shown = page(desk.ada, WISHES)
    assert "le premier mois encore ouvert est février 2026" in shown
    text = listed(shown)
    assert "Plutôt libre (beaucoup), ven. 10 avr." in text
    assert "En attente : le planning n’est pas publié" in text

    key, number = re.findall(r'souhaits/(\d+)/retrait"> <input [^>]*value="(\d+)"', text)[0]
    theirs = desk.brice.post(f"{WISHES}/{key}/retrait", data={"number": number}, headers=HTML)
    assert theirs.status_code == 404
    desk.ada.post(f"{WISHES}/{key}/retrait", data={"number": number}, headers=HTML)
    assert "Aucun souhait." in listed(page(desk.ada, WISHES))


def test_a_wish_of_a_published_month_is_refused_with_what_was_typed(desk: Desk) -> None:
    form = {"start": "2026-03-10", "wants": "travail"}
    refused = desk.ada.post(WISHES, data=form, headers=HTML)
    assert refused.status_code == 409
    assert "Le planning de mars 2026 est publié" in refused.text
    assert 'value="2026-03-10"' in refused.text


def test_what_became_of_each_wish_is_told(desk: Desk) -> None:
    with writing(desk.service.engine) as session:
        for day, wants in (("02", False), ("02", True), ("09", False), ("09", True)):
            moment = f"2026-03-{day}"
            values = {"mediator": "ada", "start": moment, "end": moment, "wants": wants}
            add(session, KINDS["souhaits"], {**values, "weight": 5})
    text = listed(page(desk.ada, WISHES))

    shift = "lun. 2 mars, 9 h – 16 h 30, Place du Marché"
    assert f"Plutôt libre (assez), lun. 2 mars</h3> <p>Non : {shift}" in text
    assert f"Plutôt au travail (assez), lun. 2 mars</h3> <p>Accordé : {shift}" in text
    assert "Plutôt libre (assez), lun. 9 mars</h3> <p>Accordé<" in text
    assert "Plutôt au travail (assez), lun. 9 mars</h3> <p>Non : aucun service" in text
    assert "retrait" not in text
    wishes = output(desk.ada.get("/api/v1/souhaits"))
    reasons = [wish["why"] for wish in wishes]
    assert [bool(reason) for reason in reasons] == [True, False, False, True]
    # She asked to work as well: one of the two wishes is refused, whoever comes.
    assert reasons[0] == "rien ne l’imposait : le planning a été fait autrement"
    assert all(f"Pourquoi : {reason}" in text for reason in reasons if reason)
    assert not any(name in text for name in ("Brice", "Chloé", "Dorian", "Elsa", "Farid"))
    assert [w["outcome"] for w in wishes] == ["refuse", "accorde", "accorde", "refuse"]


def test_the_nearest_wish_comes_first_and_those_that_are_over_come_last(desk: Desk) -> None:
    with writing(desk.service.engine) as session:
        for day in ("2026-06-10", "2026-04-10", "2026-02-10", "2026-02-09", "2026-01-09"):
            values = {"mediator": "ada", "start": day, "end": day, "wants": False, "weight": 5}
            add(session, KINDS["souhaits"], values)

    titles = re.findall(r"<h3>Plutôt libre \(assez\), (.*?)</h3>", listed(page(desk.ada, WISHES)))

    assert [re.sub(r"\s", " ", title) for title in titles] == [
        "mar. 10 févr.",
        "ven. 10 avr.",
        "mer. 10 juin",
        "lun. 9 févr.",
        "ven. 9 janv.",
    ]
