"""The pages of appointments: asked for, answered, followed; nobody named to who pays."""

import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.appointments.test_service import MARCH, NOW
from tests.api.month.planned import begin
from tests.api.page.every_role import HTML, mentions, names_of
from tests.api.publishing import publish
from tests.api.service import Service, service, service_on_each

__all__ = ["service", "service_on_each"]

HERE = "/rendez-vous"
FORM = {
    "spot": "P place",
    "place": "Hall B",
    "day": "2026-03-10",
    "start": "14:30",
    "minutes": "60",
    "reference": "DOS-118",
}


@pytest.fixture
def serving(service: Service) -> Service:
    service.app.state.now = lambda: NOW
    return service


def main(answer: Response) -> str:
    return re.sub(r"\s+", " ", answer.text[answer.text.index("<main") :])


def read(client: TestClient, address: str = HERE, status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    return main(answer)


def send(client: TestClient, address: str = HERE, **values: object) -> Response:
    return client.post(address, data=values, headers=HTML, follow_redirects=False)


def payer(service: Service) -> TestClient:
    return service.client("commanditaire", agency="ville", dispositif="P")


def planner(service: Service) -> TestClient:
    return service.client("responsable", agency="ville", dispositif="P")


def test_a_meeting_at_the_place_itself_names_it_once(serving: Service) -> None:
    client = payer(serving)
    assert send(client, **FORM | {"place": "Place du Marché"}).status_code == 303

    assert read(client).count("Place du Marché, Place du Marché") == 0


def test_what_a_commanditaire_asks_for_is_answered_and_followed(serving: Service) -> None:
    pays, plans = payer(serving), planner(serving)
    done = send(pays, **FORM)
    assert (done.status_code, done.headers["location"]) == (303, f"{HERE}?fait=saisi")
    assert "<strong>Demandé</strong>" in read(pays)

    inbox = read(plans, "/demandes")
    assert "Rendez-vous demandés (1)" in inbox
    assert "mar. 10 mars, 14 h 30 – 15 h 30" in inbox
    (address,) = re.findall(r'href="(/rendez-vous/\d+)"', inbox)
    assert 'value="ada"' in read(plans, address)

    answer = send(plans, address, number=1, geste="accepter", mediator="ada")
    assert answer.status_code == 303
    assert "À tenir par Ada Lemoine." in read(plans, address)
    assert "<strong>Accepté, pas encore planifié</strong>" in read(pays, address)
    assert "Rendez-vous demandés" not in read(plans, "/demandes")

    publish(serving.engine, MARCH)
    shown = read(pays, address)
    assert "<strong>Planifié</strong>" in shown
    assert mentions(shown, names_of(serving)) == []
    serving.app.state.now = lambda: datetime(2026, 3, 11, tzinfo=UTC)
    over = read(pays)
    assert "<strong>Tenu</strong>" in over
    assert mentions(over, names_of(serving)) == []


def test_a_refusal_is_read_by_who_asked(serving: Service) -> None:
    pays, plans = payer(serving), planner(serving)
    send(pays, **FORM)
    (address,) = re.findall(r'href="(/rendez-vous/\d+)"', read(plans, "/demandes"))

    empty = send(plans, address, number=1, geste="refuser", reply="")
    assert empty.status_code == 422
    assert "Attendu : pourquoi il est refusé" in main(empty)
    assert send(plans, address, number=1, geste="refuser", reply="Local pris").status_code == 303

    assert "<strong>Refusé</strong> : Local pris" in read(pays)


def test_the_second_of_two_answers_is_shown_the_first_and_keeps_its_words(
    serving: Service,
) -> None:
    plans = planner(serving)
    send(payer(serving), **FORM)
    (address,) = re.findall(r'href="(/rendez-vous/\d+)"', read(plans, "/demandes"))
    assert send(plans, address, number=1, geste="accepter").status_code == 303

    late = send(planner(serving), address, number=1, geste="refuser", reply="Complet")

    assert late.status_code == 412
    assert "Quelqu’un d’autre a modifié cela entre-temps" in main(late)
    assert "Accepté" in main(late)
    assert "Complet" in main(late)


def test_wrong_values_stand_beside_their_fields_and_what_was_typed_stays(
    serving: Service,
) -> None:
    answer = send(payer(serving), **FORM | {"day": "2026-02-01", "minutes": "720"})
    shown = main(answer)
    assert answer.status_code == 422
    assert '<a href="#minutes">Attendu : un nombre entier de 5 à 359 (lu : « 720 »)</a>' in shown
    assert 'value="Hall B"' in shown

    elsewhere = main(send(payer(serving), **FORM | {"spot": "P cfa"}))
    assert '<a href="#spot">Attendu : un lieu de ce dispositif' in elsewhere


def test_a_referent_enters_moves_and_cancels(serving: Service) -> None:
    farid = serving.client("mediateur", person="farid")
    assert f'href="{HERE}"' in read(farid, "/moi")
    send(farid, **FORM, binome="oui")
    (address,) = re.findall(r'href="(/rendez-vous/\d+)"', read(farid))
    assert "14 h 30 – 15 h 30, à deux" in read(farid, address)

    moved = send(
        farid, address, number=1, geste="deplacer", day="2026-03-12", start="10:00", minutes="45"
    )
    assert moved.status_code == 303
    assert "jeu. 12 mars, 10 h – 10 h 45" in read(farid, address)
    assert send(farid, address, number=2, geste="annuler", reply="Reporté").status_code == 303
    assert "<strong>Annulé</strong> : Reporté" in read(payer(serving))


def test_a_mediateur_without_that_role_has_none_to_enter(serving: Service) -> None:
    ada = serving.client("mediateur", person="ada")

    assert f'href="{HERE}"' not in read(ada, "/moi")
    shown = read(ada)
    assert "Aucun rendez-vous à venir." in shown
    assert "<form" not in shown
    assert send(ada, **FORM).status_code == 422
    send(planner(serving), **FORM, mediator="brice")
    (address,) = re.findall(r'href="(/rendez-vous/\d+)"', read(ada))
    shown = read(ada, address)
    assert "<form" not in shown
    assert "Brice" not in shown
    assert send(ada, address, number=1, geste="annuler", reply="Non").status_code == 404


def test_what_lies_elsewhere_is_not_there(serving: Service) -> None:
    send(payer(serving), **FORM)
    (address,) = re.findall(r'href="(/rendez-vous/\d+)"', read(payer(serving)))

    for role in ("commanditaire", "responsable"):
        other = serving.client(role, agency="ville", dispositif="Q")
        assert "Aucun dispositif ne vous est ouvert" in read(other)
        assert "Aucun rendez-vous" not in read(other)
        read(other, address, 404)
        assert send(other, address, number=1, geste="retirer").status_code == 404
    for role in ("rh", "admin"):
        read(serving.client(role), HERE, 403)


def test_a_commanditaire_takes_a_request_back_and_decides_nothing(serving: Service) -> None:
    pays = payer(serving)
    send(pays, **FORM)
    (address,) = re.findall(r'href="(/rendez-vous/\d+)"', read(pays))

    assert send(pays, address, number=1, geste="accepter").status_code == 404
    assert send(pays, address, number=1, geste="retirer").status_code == 303

    assert "<strong>Annulé</strong> : Retiré par le commanditaire" in read(pays)


def test_the_grid_has_an_accepted_one_as_a_post_to_hold(serving: Service) -> None:
    plans = serving.client("responsable", agency="ville")
    send(plans, **FORM)
    draft = begin(plans).rpartition("/")[2]

    answer = plans.get(f"/plannings/{draft}/services/RV-P-1-2026-03-10", headers=HTML)

    assert answer.status_code == 200
    assert "Place du Marché, 14 h 30 – 15 h 30" in main(answer)
    assert "Rendez-vous DOS-118 : Hall B" in main(answer)
    hole = read(plans, f"/plannings/{draft}/trous/RV-P-1-2026-03-10")
    assert "1 poste à pourvoir, sous le minimum (0 sur 1)" in hole


def test_the_person_who_holds_it_reads_where_to_go(serving: Service) -> None:
    send(planner(serving), **FORM, mediator="ada")
    publish(serving.engine, MARCH)
    ada = serving.client("mediateur", person="ada")

    assert "Rendez-vous DOS-118 : Hall B" in read(ada, "/moi?mois=2026-03")
