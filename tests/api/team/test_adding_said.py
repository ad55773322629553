"""What a form of people says of its lines: a common fault once, contracts over, names refused."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from tests.api.service import Service
from tests.api.team.forms import add, get, lines, send

AUTUMN = datetime(2026, 12, 3, 9, tzinfo=UTC)
ZOE = {"name": "Zoé Été", "weekly_minutes": "35"}
YANN = {"name": "Yann Le Goff", "kind": "CDD", "weekly_minutes": "28h30", "days": "sam, dim"}


@pytest.fixture
def boss(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


def test_what_is_wrong_for_all_lines_is_said_once(boss: TestClient) -> None:
    fields = lines(ZOE, YANN, start="31/02/2026")

    page = send(boss, "/equipe/ajouter", {**fields, "geste": "lignes"})

    assert page.faults("tous.start") == "Attendu : une date qui existe"


def test_a_contract_that_has_ended_is_said_once_its_person_is_added(
    service: Service, boss: TestClient
) -> None:
    service.app.state.now = lambda: AUTUMN
    gone = {**ZOE, "kind": "CDD", "end": "02/12/2026"}
    there = {**ZOE, "name": "Léa Cos", "kind": "CDD", "end": "03/12/2026"}

    done = add(boss, gone, there, start="01/09/2020")

    assert done.location == "/equipe?ajoutes=2&comptes=0&deja=0&finis=1", done.summary
    words = "1 contrat déjà fini : parmi ceux qui sont partis"
    assert words in get(boss, done.location).text.replace("\u00a0", " ")

    namesake = add(boss, {**ZOE, "autre": "oui"}, {**ZOE, "connu": ZOE["name"], "autre": "oui"})
    assert namesake.location == "/equipe?ajoutes=2&comptes=0&deja=0", namesake.summary


def test_a_name_that_is_refused_is_nobody_s_twin(boss: TestClient) -> None:
    assert add(boss, {**ZOE, "name": "😀"}).status == 303

    page = add(boss, {**ZOE, "name": "=1+1", "connu": "=1+1"}, {**ZOE, "name": "@x", "connu": ""})

    assert page.status == 422
    assert "un texte qui ne commence pas par" in page.faults("l0.name")
    assert "un texte qui ne commence pas par" in page.faults("l1.name")
