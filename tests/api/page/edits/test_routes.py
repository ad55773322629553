import pytest
from fastapi.testclient import TestClient

from tests.api.page.drafting import ADD, SLOT, UNAVAILABLE, client, draft, edited, unavailable
from tests.api.service import Service

__all__ = ["client", "draft", "unavailable"]


def test_an_edit_answers_with_the_rows_that_it_touched_and_no_other(
    client: TestClient, draft: str
) -> None:
    # The first shift of a dispositif changes whose row it has; the second, one row alone.
    edited(client, draft, 1, ADD)

    answer = edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"}).json()

    assert answer["version"] == 3
    assert set(answer["rows"]) == {"p-P-ada"}
    assert answer["whole"] == {}
    assert set(answer["sections"]) == {"P"}
    # The column says the day.
    assert answer["rows"]["p-P-ada"].count('data-slot="P-J"') == 2


def test_the_rows_of_an_edit_are_those_of_the_page(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)

    answer = edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"}).json()

    page = client.get(f"/plannings/{draft}").content.decode()
    assert answer["rows"]["p-P-ada"] in page
    assert answer["sections"]["P"]["gaps"] in page
    assert answer["sections"]["P"]["covers"].strip() in page
    assert answer["panel"] in page


def test_giving_a_shift_to_somebody_of_the_same_post_leaves_holes_and_coverage(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"})
    edited(client, draft, 3, ADD | {"slot": "P-J-2026-03-12", "person": "brice"})

    answer = edited(client, draft, 4, ADD | {"verb": "give", "to_person": "brice"}).json()

    assert set(answer["rows"]) == {"p-P-ada", "p-P-brice"}
    assert answer["sections"] == answer["whole"] == {}
    page = client.get(f"/plannings/{draft}").content.decode()
    assert all(row in page for row in answer["rows"].values())


def test_giving_a_shift_where_days_with_open_posts_alone_are_shown_answers_with_these_days(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"})
    edited(client, draft, 3, ADD | {"slot": "P-J-2026-03-12", "person": "brice"})
    gift = ADD | {"verb": "give", "to_person": "brice"}

    answer = edited(client, draft, 4, gift, query="?pourvoir=oui").json()

    assert set(answer["rows"]) == {"p-P-ada", "p-P-brice"}


def test_coming_back_gives_the_rows_as_they_were(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"})

    answer = client.post(
        f"/page/plannings/{draft}/retours",
        json={"to": 2},
        headers={"If-Match": f'"{draft}-3"'},
    ).json()

    assert answer["version"] == 4
    assert answer["rows"]["p-P-ada"].count('data-slot="P-J"') == 1


def test_an_edit_from_an_older_version_writes_nothing(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)

    answer = edited(client, draft, 1, ADD | {"person": "brice"})

    assert answer.status_code == 412
    assert answer.json()["code"] == "version_depassee"


def test_what_others_changed_since_is_drawn(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"})

    answer = client.get(f"/page/plannings/{draft}/depuis?version=2").json()

    assert answer["version"] == 3
    assert set(answer["rows"]) == {"p-P-ada"}


def test_a_day_offers_the_slots_that_the_person_may_take(client: TestClient, draft: str) -> None:
    text = client.get(f"/page/plannings/{draft}/case?person=ada&day=2026-03-09").text

    assert f'data-act="add" data-slot="{SLOT}"' in text
    assert "Place du Marché, 9 h – 16 h 30" in text


def test_slots_that_a_rule_refuses_are_folded_below_those_that_may_be_given(
    client: TestClient, draft: str
) -> None:
    text = client.get(f"/page/plannings/{draft}/case?person=elsa&day=2026-03-02").text

    offered, _, folded = text.partition("<details><summary>Une règle l’empêche (1)</summary>")
    assert "Aucun sans enfreindre une règle." in offered
    assert 'class="non"' not in offered
    assert '<li class="non">Place du Marché' in folded


def test_candidates_are_told_apart_by_what_a_rule_says(client: TestClient, draft: str) -> None:
    text = client.get(f"/page/plannings/{draft}/candidats?slot=P-J-2026-03-02").text

    assert 'data-act="give" data-person="ada"' in text
    # Elsa is on leave: a rule stops her, and no button gives her the slot.
    assert 'data-act="give" data-person="elsa"' not in text
    assert 'data-person="elsa" data-level="non"' in text


def test_who_reads_looks_and_edits_nothing(
    client: TestClient, draft: str, service: Service
) -> None:
    reader = service.client("rh")

    assert edited(reader, draft, 1, ADD).status_code == 403
    text = reader.get(f"/page/plannings/{draft}/case?person=ada&day=2026-03-09").text
    assert "data-act" not in text
    others = reader.get(f"/page/plannings/{draft}/candidats?slot={SLOT}").text
    assert "Brice" in others
    assert "data-act" not in others
    assert client.get(f"/plannings/{draft}").status_code == 200
    assert "data-decides" not in reader.get(f"/plannings/{draft}").text


def test_another_agencys_draft_is_not_there(service: Service, draft: str) -> None:
    stranger = service.client("responsable", agency="ailleurs")

    assert edited(stranger, draft, 1, ADD).status_code == 404
    assert stranger.get(f"/plannings/{draft}").status_code == 404


def test_what_breaks_public_order_is_not_kept_and_says_why(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    course = {"verb": "add", "slot": "P-J-2026-03-03", "person": "dorian"}

    answer = edited(client, draft, 2, course).json()

    assert answer["version"] == 2
    assert answer["said"].startswith("Refusé, rien ne change")
    assert "Refusé\u00a0: le service reste où il était" in answer["refused"]
    assert "L6222-24" in answer["refused"]
    assert "Voir qui peut" in answer["refused"]
    assert client.get(f"/page/plannings/{draft}/depuis?version=1").json()["version"] == 2


@pytest.mark.usefixtures("unavailable")
def test_what_breaks_a_rule_of_the_house_is_kept_and_found(client: TestClient, draft: str) -> None:
    answer = edited(client, draft, 1, UNAVAILABLE).json()

    assert answer["version"] == 2
    assert answer["stopping"] > 0
    assert "d’absence" in answer["panel"]


def test_taking_off_is_kept_whatever_it_breaks(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)

    answer = edited(client, draft, 2, {"verb": "remove", "person": "ada", "slot": SLOT}).json()

    assert answer["version"] == 3


@pytest.mark.usefixtures("unavailable")
def test_a_calculation_takes_the_buttons_from_what_the_scripts_ask_for(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD, UNAVAILABLE)
    form = {"key": "k", "kind": "solve", "seconds": "20"}
    client.post(f"/plannings/{draft}/calculer", data=form, follow_redirects=False)

    page = client.get(f"/plannings/{draft}").text
    day = client.get(f"/page/plannings/{draft}/case?person=ada&day=2026-03-09").text
    findings = client.get(f"/page/plannings/{draft}/constats").text
    since = client.get(f"/page/plannings/{draft}/depuis?version=1").json()["panel"]

    others = client.get(f"/page/plannings/{draft}/candidats?slot={SLOT}").text

    assert "Place du Marché" in day
    assert "data-act" not in day
    assert "Brice" in others
    assert "data-act" not in others
    for text in (page, findings, since):
        assert "Bloquants (" in text
        assert "/acquittements" not in text
    assert edited(client, draft, 2, ADD).json()["code"] == "calcul_en_cours"


@pytest.mark.parametrize("role", ["responsable", "rh"])
def test_a_day_of_nobody_is_not_there(service: Service, draft: str, role: str) -> None:
    query = {"person": "inconnue", "day": "2026-03-09"}
    answer = service.client(role).get(f"/page/plannings/{draft}/case", params=query)

    assert (answer.status_code, answer.json()["code"]) == (404, "introuvable")


def test_another_day_offers_its_slots_for_the_one_that_is_left(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)

    query = {"person": "ada", "day": "2026-03-09", "moved": SLOT}
    html = client.get(f"/page/plannings/{draft}/case", params=query).text

    # Once it is left, the slot is free again.
    assert f'data-moved="{SLOT}"' in html
    assert f'data-act="move" data-slot="{SLOT}"' in html
    assert "Déplacer vers" in html
