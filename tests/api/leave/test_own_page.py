import re

from tests.api.hours.my_shifts.test_pages import HTML, page
from tests.api.jobs.asked_over_http import Desk, desk, output

__all__ = ["desk"]

LEAVE = "/moi/conges"


def listed(text: str) -> str:
    return re.sub(r"[ \n]+", " ", text[text.index('id="demandes"') :])


def test_leave_shows_what_it_hits_is_asked_for_and_withdrawn(desk: Desk) -> None:
    form = {"start": "2026-03-03", "end": "2026-03-04", "end_half": "matin", "kind": "conge"}
    shown = desk.ada.post(LEAVE, data={**form, "geste": "voir"}, headers=HTML)
    assert shown.status_code == 200
    assert "2 services publiés sur ces jours" in shown.text
    assert "mar. 3 mars, 9 h – 16 h 30, Place du Marché" in shown.text
    assert 'value="2026-03-04"' in shown.text
    assert "Aucune demande." in shown.text

    asked_for = desk.ada.post(LEAVE, data=form, headers=HTML, follow_redirects=False)
    assert (asked_for.status_code, asked_for.headers["location"]) == (303, f"{LEAVE}?fait=envoye")
    after = re.sub("<[^>]+>", "", page(desk.ada, f"{LEAVE}?fait=envoye"))
    assert "La suite : réponse attendue du responsable de Ville ou des RH." in after
    text = listed(page(desk.ada, LEAVE))
    assert "Congé, du mar. 3 mars au mer. 4 mars à 13 h" in text
    assert "Demandé le mar. 10 févr., réponse attendue du responsable de Ville ou des RH" in text
    assert "2 services touchés" in text

    leave, number = re.findall(r'conges/([0-9a-f]{32})/retrait"> <input [^>]*value="(\d+)"', text)[
        0
    ]
    theirs = desk.brice.post(f"{LEAVE}/{leave}/retrait", data={"number": number}, headers=HTML)
    assert theirs.status_code == 404
    desk.ada.post(f"{LEAVE}/{leave}/retrait", data={"number": number}, headers=HTML)
    assert "Retiré" in listed(page(desk.ada, LEAVE))


def test_a_refused_form_keeps_what_was_typed_and_says_why(desk: Desk) -> None:
    refused = desk.ada.post(
        LEAVE,
        data={"start": "2026-03-09", "end": "2026-03-02", "note": "Noël"},
        headers=HTML,
    )
    assert refused.status_code == 422
    assert "une fin après le début" in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert ">Noël</textarea>" in refused.text

    nothing = desk.ada.post(LEAVE, data={}, headers=HTML)
    assert nothing.status_code == 422
    assert 'role="alert"' in nothing.text


def test_an_answer_is_told_with_its_words(desk: Desk) -> None:
    desk.ada.post(LEAVE, data={"start": "2026-03-20"}, headers=HTML)
    (leave,) = output(desk.ada.get("/api/v1/conges"))
    answer = {"number": 1, "verdict": "refus", "answer": "Trois absents."}
    desk.nora.post(f"/demandes/conges/{leave['id']}", data=answer)
    assert "Refusé : Trois absents." in listed(page(desk.ada, LEAVE))


def test_half_a_day_that_is_no_day_is_refused_where_it_is_typed(desk: Desk) -> None:
    for start, expected in (("1234567890", "Attendu"), ("12345678901", "10 caractères")):
        form = {"start": start, "start_half": "apres-midi"}
        refused = desk.ada.post(LEAVE, data=form, headers=HTML)

        assert refused.status_code == 422
        assert expected in refused.text
        assert f'value="{start}"' in refused.text
