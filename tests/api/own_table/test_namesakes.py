"""Lines of « Mon tableau Excel » with one name: asked about, told apart, never imported unseen."""

import pytest

from api.database.engine import reading
from api.ledger.history import whole
from tests.api.own_table.visits import EACH, PLACES, bring, empty, fields_of, reply, send
from tests.api.service import Service, service

__all__ = ["empty", "service"]

TWICE = "une personne par ligne : ce nom est deux fois dans la liste (cochez si c’est une homonyme)"
THERE = "une autre personne : celle-ci est déjà dans l’équipe (cochez si c’est une homonyme)"
LIST = "Nom;Heures\nGaël Simon;35\nMarie Duval;24\n"
SAME = {"p-marie-duval.name": "SIMON Gaël"}
BOX = "p-marie-duval.autre"


def stored(service: Service) -> list[str]:
    with reading(service.engine) as session:
        return sorted(mediator.name for mediator in whole(session).mediators)


def test_a_second_line_of_one_name_is_refused_at_its_name(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, text=LIST)

    page = bring(client, page, EACH, PLACES, SAME, status=422)

    assert f"« SIMON Gaël » : attendu : {TWICE}" in page
    assert f'name="{BOX}"' in page
    assert 'name="p-gael-simon.autre"' not in page
    assert stored(empty) == []


def test_a_second_line_that_is_said_to_be_another_person_is_imported(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    page = bring(client, send(client, text=LIST), EACH, PLACES, SAME, status=422)

    page = bring(client, page, {BOX: "SIMON Gaël"})

    assert "2 personnes ajoutées" in page


def test_a_box_is_void_for_a_name_that_is_typed_over_it(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    names = "Nom;Heures\nGaël Simon;35\nMarie Duval;24\nAwa Roux;24\n"
    page = bring(client, send(client, text=names), EACH, PLACES, SAME, status=422)

    other = {BOX: "SIMON Gaël", "p-marie-duval.name": "Roux Awa"}
    page = bring(client, page, other, status=422)

    assert f"« Awa Roux » : attendu : {TWICE}" in page
    assert stored(empty) == []


def test_a_line_that_is_not_imported_has_nobody_s_name(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, text=LIST)

    page = bring(client, page, EACH, PLACES, SAME, {"p-gael-simon.garder": None})

    assert "1 personne ajoutée" in page


def test_a_name_of_the_team_is_refused(service: Service) -> None:
    client = service.client("admin", "responsable", "rh")
    page = send(client, text="Nom;Heures\nNeuf Paul;35\n")
    places = {"d-sans-nom.choice": "P"}

    page = bring(client, page, EACH, places, {"p-neuf-paul.name": "Ada Lemoine"}, status=422)

    assert f"« Ada Lemoine » : attendu : {THERE}" in page


@pytest.mark.parametrize(("answer", "people"), [("autre", 2), ("Gaël Simon", 1)])
def test_what_the_answers_on_names_say_is_not_asked_again(
    empty: Service, answer: str, people: int
) -> None:
    client = empty.client("admin", "responsable")
    heads = "Nom;16/03/2026;17/03/2026;18/03/2026\n"
    page = send(client, text=f"{heads}Gaël Simon;8h-12h;R;R\nGael Simon;8h-12h;8h-12h;R\n")
    page = reply(client, page, {}, nom="Gael Simon", personne=answer)

    assert TWICE not in page
    lines = [name for name in fields_of(page) if name[:2] == "p-" and name.endswith(".name")]
    assert len(lines) == people
