import re

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.databases import on_each
from tests.api.jobs.asked_over_http import Desk, desk, output, tagged
from tests.api.page.every_role import HTML

__all__ = ["desk"]

ALL = "/demandes"


def flat(client: TestClient, address: str = ALL, status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    return main(answer)


def main(answer: Response) -> str:
    return re.sub(r"[ \n]+", " ", answer.text[answer.text.index("<main") :])


def ask_leave(desk: Desk, **values: str) -> str:
    """Have Ada ask for leave; return the address of the page that answers it."""
    leave = output(desk.ada.post("/api/v1/conges", json=values), 201)
    return f"{ALL}/conges/{leave['id']}"


def send(client: TestClient, address: str, **values: object) -> Response:
    return client.post(address, data=values, headers=HTML, follow_redirects=False)


@on_each
def test_leave_is_read_with_what_it_bears_on_and_granted_with_a_note(desk: Desk) -> None:
    address = ask_leave(desk, start="2026-03-03", end="2026-03-04", note="Un mariage")
    listed = flat(desk.nora)
    assert "Congés (1)" in listed
    assert f'<a href="{address}">Ada Lemoine</a>' in listed
    assert "Congé, du mar. 3 mars au mer. 4 mars" in listed
    assert "Demandé le mar. 10 févr. à 9 h" in listed

    shown = flat(desk.nora, address)
    assert "« Un mariage »" in shown
    assert "Services publiés touchés (2)" in shown
    assert "mar. 3 mars, 9 h – 16 h 30, Place du Marché" in shown
    assert "1 personne reste sur 2, sous le minimum de 2" in shown
    slots = re.findall(r'name="knowing" value="([^"]+)"', shown)
    assert slots == ["P-J-2026-03-03", "P-J-2026-03-04"]

    done = send(
        desk.nora, address, number=1, verdict="accord", knowing=slots, answer="Bons vœux.\r\nNora"
    )
    assert (done.status_code, done.headers["location"]) == (303, address)
    after = flat(desk.nora, f"{ALL}?fait=accorde")
    assert "Le congé est accordé." in after
    assert "Congés (0)" in after
    assert "<strong>accordé</strong> par Essai, mar. 10 févr. à 9 h. « Bons vœux. Nora »" in after
    closed = flat(desk.rh, address)
    assert "<strong>Accordé</strong> par Essai" in closed
    assert "<form" not in closed


def test_granted_leave_leads_to_replacing_its_person_on_exactly_those_shifts(desk: Desk) -> None:
    address = ask_leave(desk, start="2026-03-02", end="2026-03-03")
    slots = ["P-J-2026-03-02", "P-J-2026-03-03"]
    send(desk.nora, address, number=1, verdict="accord", knowing=slots)

    granted, published = flat(desk.nora, address), flat(desk.nora, "/mois/2026-03?agency=ville")
    assert "Services publiés qui restent à son nom (2)" in granted
    assert "Remplacer sur ces services</button>" in granted
    assert "Remplacer" not in flat(desk.rh, address)
    assert "Ada Lemoine a 2 services publiés pendant son absence." in plain(published)

    begun = send(desk.nora, "/mois/2026-03/remplacer", person="ada")
    again = send(desk.nora, "/mois/2026-03/remplacer", person="ada")
    where = begun.headers["location"]
    assert (begun.status_code, again.headers["location"]) == (303, where)
    draft = where.partition("?")[0].removesuffix("/remplacer")
    shown = flat(desk.nora, where)
    assert list(dict.fromkeys(re.findall(r'name="slot" value="([^"]+)"', shown))) == slots
    assert f'href="{draft}/remplacer?personne=ada"' in flat(desk.nora, f"{draft}/publier")

    for version, slot in enumerate(slots, 1):
        give = {"version": version, "person": "ada", "slot": slot, "to_person": "chloe"}
        answer = send(desk.nora, f"{draft}/remplacer", **give)
        assert answer.headers["location"] == f"{where}&service={slot}"
    assert "Ada Lemoine ne tient plus aucun service" in flat(desk.nora, where)
    assert "remplacer?personne=ada" not in flat(desk.nora, f"{draft}/publier")
    assert "congé" not in flat(desk.nora, where).casefold()


def test_nobody_is_replaced_who_is_not_away_nor_by_who_does_not_plan(desk: Desk) -> None:
    assert send(desk.nora, "/mois/2026-03/remplacer", person="brice").status_code == 404
    assert send(desk.nora, "/mois/2026-03/remplacer", person="personne").status_code == 404
    assert send(desk.rh, "/mois/2026-03/remplacer", person="ada").status_code == 403
    other = desk.service.client("responsable", agency="ailleurs")
    assert send(other, "/mois/2026-03/remplacer", person="ada").status_code == 404


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_a_refusal_needs_a_word_and_keeps_what_was_typed(desk: Desk) -> None:
    address = ask_leave(desk, start="2026-03-20", end="2026-03-20")
    bare = send(desk.nora, address, number=1, verdict="refus", answer=" ")
    assert bare.status_code == 422
    assert "pourquoi la demande est refusée" in bare.text
    long = send(desk.nora, address, number=1, verdict="refus", answer="non " * 61)
    assert long.status_code == 422
    assert "240 signes au plus" in long.text
    assert "non " * 61 in long.text

    assert (
        send(desk.nora, address, number=1, verdict="refus", answer="Trois absents.").status_code
        == 303
    )
    assert "<strong>refusé</strong> par Essai" in flat(desk.nora)


def test_an_answer_of_somebody_else_meanwhile_is_told_and_the_note_kept(desk: Desk) -> None:
    address = ask_leave(desk, start="2026-03-20", end="2026-03-20")
    send(desk.rh, address, number=1, verdict="refus", answer="Trois absents.")

    late = send(desk.nora, address, number=1, verdict="accord", answer="Bonnes vacances")
    assert late.status_code == 412
    page = main(late)
    assert "<strong>Refusé</strong> par Essai" in page
    assert "« Trois absents. »" in page
    assert "Votre réponse n’a pas été envoyée : « Bonnes vacances »" in page
    again = send(desk.nora, address, number=2, verdict="accord", answer="Bonnes vacances")
    assert again.status_code == 409
    assert "déjà close" in again.text


def test_shifts_published_meanwhile_are_shown_before_leave_is_granted(desk: Desk) -> None:
    address = ask_leave(desk, start="2026-03-03", end="2026-03-03")
    blind = send(desk.nora, address, number=1, verdict="accord", answer="Oui")
    assert blind.status_code == 409
    assert "Services publiés touchés (1)" in main(blind)
    assert ">Oui</textarea>" in blind.text


def test_leave_of_another_agency_is_unknown(desk: Desk) -> None:
    address = ask_leave(desk, start="2026-03-20", end="2026-03-20")
    assert "Congés (0)" in flat(desk.elsewhere)
    flat(desk.elsewhere, address, 404)
    assert send(desk.elsewhere, address, number=1, verdict="refus", answer="Non").status_code == 404
    (leave,) = output(desk.ada.get("/api/v1/conges"))
    assert leave["state"] == "demande"


def test_a_draft_that_gives_a_shift_on_those_days_is_named(desk: Desk) -> None:
    body = {"month": "2026-03", "agency": "ville", "title": "Mars"}
    draft = desk.nora.post("/api/v1/responsable/plannings", json=body)
    rota = output(draft, 201)["id"]
    add = {"operations": [{"verb": "add", "person": "ada", "slot": "P-J-2026-03-16"}]}
    edited = desk.nora.patch(
        f"/api/v1/responsable/plannings/{rota}", json=add, headers=tagged(draft)
    )
    assert edited.status_code == 200, edited.text
    shown = flat(desk.nora, ask_leave(desk, start="2026-03-16", end="2026-03-16"))
    assert "Services publiés touchés (0)" in shown
    assert "Services de brouillons, pas encore publiés (1)" in shown
    assert "personne ne reste sur 1, sous le minimum de 2" in shown
    assert f'<a href="/plannings/{rota}">Mars v2</a>' in shown
