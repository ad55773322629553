"""Two versions side by side, and the list from which one comes back to an older one."""

import re

import pytest
from fastapi.testclient import TestClient

from api.database.tables.jobs import JobRow
from api.page.comparing_pages import goal_figures
from tests.api.month.planned import MONDAY, PAIR, TUESDAY, drafted, edit
from tests.api.service import NOW, Service

HTML = {"accept": "text/html"}
KEY = MONDAY.removesuffix("-2026-03-02")
MOVE = {"verb": "give", "person": "brice", "slot": MONDAY, "to_person": "chloe"}


@pytest.fixture
def client(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("responsable", agency="ville")


def signed(text: str, person: str, sign: str) -> list[str]:
    """Return the slots that a sign marks in a person's row."""
    row = re.search(rf'<tr id="p-P-{person}".*?</tr>', text, re.DOTALL)
    assert row is not None
    return re.findall(rf'<b class="[^"]*\b{sign}\b[^"]*" data-slot="([^"]*)"', row[0])


def address(where: str, path: str) -> str:
    return f"/plannings/{where.rpartition('/')[2]}/{path}"


def test_what_comes_and_goes_is_marked_in_the_grid(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    edit(client, where, 2, MOVE)

    text = client.get(address(where, "comparer?base=2"), headers=HTML).text

    assert signed(text, "chloe", "plus") == [KEY]
    assert signed(text, "brice", "moins") == [KEY]
    assert signed(text, "ada", "plus") == []
    assert "v3 comparée à v2" in text
    assert "Heures" in text


def test_whose_weeks_have_another_shape_is_told(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    edit(client, where, 2, MOVE)

    text = client.get(address(where, "comparer?base=2"), headers=HTML).text
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td><td>([^<]*)</td>', text)
    shapes = {name: (was, is_now) for name, was, is_now in rows if "rien à dire" in (was, is_now)}

    assert shapes == {
        "Brice Kouassi": ("1 jour isolé", "rien à dire"),
        "Chloé Marzin": ("rien à dire", "1 jour isolé"),
    }


def test_without_a_base_it_is_compared_to_what_is_published(client: TestClient) -> None:
    text = client.get(address(drafted(client, *PAIR), "comparer"), headers=HTML).text

    assert "v2 comparée à ce qui est publié" in text
    assert signed(text, "ada", "plus") == [KEY]


def test_another_draft_of_the_month_is_compared_as_a_version_is(
    client: TestClient, service: Service
) -> None:
    where, other = drafted(client, *PAIR), drafted(client, *PAIR)
    edit(client, other, 2, MOVE)
    variant = other.rpartition("/")[2]

    page = client.get(address(where, "comparer"), headers=HTML).text
    assert f'<option value="{variant}">« Planning » v3</option>' in page
    text = client.get(address(where, f"comparer?base={variant}"), headers=HTML).text

    assert "v2 comparée à « Planning » v3" in text
    assert signed(text, "brice", "plus") == [KEY]
    assert signed(text, "chloe", "moins") == [KEY]
    foreign = service.client("responsable", agency="ailleurs")
    assert foreign.get(address(where, f"comparer?base={variant}"), headers=HTML).status_code == 404


def test_a_draft_of_another_month_is_refused_and_one_that_is_not_there_unknown(
    client: TestClient,
) -> None:
    where = drafted(client, *PAIR)
    april = {"month": "2026-04", "agency": "ville"}
    other = client.post("/api/v1/responsable/plannings", json=april).json()["id"]

    refused = client.get(address(where, f"comparer?base={other}"), headers=HTML)

    assert refused.status_code == 422
    assert "un planning du même mois et des mêmes dispositifs" in refused.text
    nobody = client.get(address(where, f"comparer?base={'0' * 32}"), headers=HTML)
    assert nobody.status_code == 404


def test_ranked_goals_stand_side_by_side_where_calculations_made_both() -> None:
    coverage = {"tier": 1, "name": "Effectifs", "bound": 1, "unit": "manquants", "gap": 0.0}
    coverage |= {"status": "optimal", "optimal": True, "words": "prouvé optimal"}
    fair = {**coverage, "tier": 2, "name": "Équité", "cost": 40, "unit": ""}
    old, new = (
        JobRow(
            id=name * 32, kind="solve", state="completed", outcome=None, message="", result=result
        )
        for name, result in (
            ("a", {"tiers": [{**coverage, "cost": 4}]}),
            ("b", {"tiers": [{**coverage, "cost": 2}, fair]}),
        )
    )

    figures = list(goal_figures(old, new))

    assert figures == [
        ("Effectifs", "4 manquants", "2 manquants"),
        ("Équité", "non cherché", "40"),
    ]
    assert goal_figures(None, new) == ()


def test_only_the_people_who_change_are_shown_on_demand(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    edit(client, where, 2, MOVE)

    text = client.get(address(where, "comparer?base=2&changees=oui"), headers=HTML).text

    assert set(re.findall(r'<tr id="p-P-(\w+)"', text)) == {"brice", "chloe"}


def test_one_comes_back_to_an_older_version_by_a_new_one(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    history = client.get(address(where, "historique"), headers=HTML).text
    assert "Revenir à cette version" in history
    assert "v2, en cours" in history

    made = client.post(
        address(where, "historique"),
        data={"version": "2", "to": "1"},
        headers=HTML,
        follow_redirects=False,
    )

    assert made.status_code == 303
    assert client.get(where).json()["head"] == 3


def test_a_draft_that_moved_is_not_brought_back_unawares(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    edit(client, where, 2, {"verb": "add", "person": "ada", "slot": TUESDAY})

    late = client.post(address(where, "historique"), data={"version": "2", "to": "1"}, headers=HTML)

    assert late.status_code == 412
    assert "Le brouillon en est à la version 3." in late.text


def test_who_does_not_plan_neither_compares_nor_comes_back(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    other = service.client("responsable", agency="ailleurs")

    assert service.client("rh").get(address(where, "comparer"), headers=HTML).status_code == 403
    assert other.get(address(where, "historique"), headers=HTML).status_code == 404
    assert other.get(address(where, "comparer?base=1"), headers=HTML).status_code == 404
