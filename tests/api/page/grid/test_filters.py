"""What the address of a grid asks to see: views, filters, and how much of the month they leave."""

import re

import pytest
from fastapi.testclient import TestClient

from api.page.grid.filters import By, Filters, View
from tests.api.page.drafting import ADD, begun, client, edited

PHONE = "Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0"
__all__ = ["client"]


@pytest.fixture
def draft(client: TestClient) -> str:
    """Begin a draft of March where Ada works on the 9th and Farid in the evening of the 11th."""
    draft = begun(client)
    evening = {"verb": "add", "slot": "P-S-2026-03-11", "person": "farid"}
    assert edited(client, draft, 1, ADD, evening).status_code == 200
    return draft


def page(client: TestClient, draft: str, query: str = "", **headers: str) -> str:
    answer = client.get(f"/plannings/{draft}{query}", headers={"accept": "text/html", **headers})
    assert answer.status_code == 200, answer.text
    return answer.text


def people(text: str) -> list[str]:
    return re.findall(r'<tr id="p-P-(\w+)"', text)


def days(text: str) -> list[str]:
    return re.findall(r'data-day="([^"]*)"', text)


def test_a_person_is_looked_for_by_name_whatever_the_accents(
    client: TestClient, draft: str
) -> None:
    text = page(client, draft, "?personne=LEMOINE")

    assert people(text) == ["ada"]
    assert '<output id="count">1 sur 6 personnes</output>' in text


def test_a_site_leaves_who_works_there(client: TestClient, draft: str) -> None:
    everything = page(client, draft)
    site = re.search(r'<option value="([^"]+)">Place du Marché</option>', everything)
    assert site is not None

    assert people(page(client, draft, f"?site={site[1]}")) == ["farid", "ada"]


def test_a_day_leaves_its_column_and_who_works_on_it(client: TestClient, draft: str) -> None:
    text = page(client, draft, "?jour=2026-03-09")

    assert days(text) == ["2026-03-09"]
    assert people(text) == ["ada"]
    assert "1 sur 6 personnes, 1 sur 31 jours" in text
    # There is room for the whole of it.
    assert "<i>9h–16h30</i>" in text


def test_fields_of_filters_cost_a_browser_nothing_until_one_filters(
    client: TestClient, draft: str
) -> None:
    waiting = re.compile(
        r'<summary class="button">Filtres</summary>\s*<noscript><div class="choices">'
    )

    # What stands in it is text for a browser with scripts, and the page for one without.
    assert waiting.search(page(client, draft))
    filtered = page(client, draft, "?jour=2026-03-09")
    listed = page(client, draft, "?vue=liste")
    for text in (filtered, listed):
        assert '<div class="choices">' in text
        assert not waiting.search(text)


def test_a_coverage_figure_leads_to_its_day(client: TestClient, draft: str) -> None:
    assert 'href="?jour=2026-03-09"' in page(client, draft)


def test_a_day_of_another_month_is_refused_with_what_was_expected(
    client: TestClient, draft: str
) -> None:
    answer = client.get(f"/plannings/{draft}?jour=2026-04-01", headers={"accept": "text/html"})

    assert answer.status_code == 422
    assert "un jour du 01/03/2026 au 31/03/2026" in answer.text


def test_what_a_form_leaves_empty_filters_nothing(client: TestClient, draft: str) -> None:
    text = page(client, draft, "?vue=mois&jour=&site=&dispositif=&personne=")

    assert len(people(text)) == 6
    assert len(days(text)) == 31


def test_open_posts_leave_the_days_that_have_some(client: TestClient, draft: str) -> None:
    all_open = days(page(client, draft, "?pourvoir=oui"))
    filled = edited(client, draft, 2, *(ADD | {"person": p} for p in ("brice", "chloe")))
    assert filled.status_code == 200

    assert set(all_open) - set(days(page(client, draft, "?pourvoir=oui"))) == {"2026-03-09"}


def test_changes_and_nights_that_nobody_has_leave_nobody(client: TestClient, draft: str) -> None:
    for flag in ("modifies", "nuits"):
        text = page(client, draft, f"?{flag}=oui")
        assert people(text) == []
        assert "0 sur 6 personnes" in text
        assert 'href="?vue=mois">Tout montrer</a>' in text


def test_blocking_findings_leave_who_has_one(client: TestClient, draft: str) -> None:
    text = page(client, draft, "?bloquants=oui")

    everything = page(client, draft)
    expected = [p for p in people(everything) if "bloquants" in row(everything, p)]
    assert people(text) == expected


def row(text: str, person: str) -> str:
    match = re.search(rf'<tr id="p-P-{person}".*?</tr>', text, re.DOTALL)
    assert match is not None
    return match[0]


def test_a_week_has_seven_columns_with_names_times_and_company(
    client: TestClient, draft: str
) -> None:
    assert edited(client, draft, 2, ADD | {"person": "brice"}).status_code == 200

    text = page(client, draft, "?vue=semaine&du=2026-03-11")

    assert days(text) == [f"2026-03-{day:02d}" for day in range(9, 16)]
    assert "Place du Marché\n<i>9h–16h30</i><i>avec Brice" in row(text, "ada")
    assert "Du lun. 9 mars au dim. 15 mars" in text
    assert 'href="?vue=semaine&amp;du=2026-03-02" rel="prev"' in text
    assert 'href="?vue=semaine&amp;du=2026-03-16" rel="next"' in text


def test_the_first_week_of_a_month_has_its_days_alone(client: TestClient, draft: str) -> None:
    text = page(client, draft, "?vue=semaine")

    # 1 March 2026 is a Sunday.
    assert days(text) == ["2026-03-01"]
    assert 'rel="prev"' not in text


def test_an_edit_of_a_part_answers_with_the_columns_of_that_part(
    client: TestClient, draft: str
) -> None:
    query = "?vue=semaine&du=2026-03-09&pourvoir=oui&jours=2026-03-09,2026-03-10"

    rows = edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"}, query=query).json()["rows"]

    assert list(rows) == ["p-P-ada"]
    assert rows["p-P-ada"].count("<td") == 2 + 5


def test_the_days_of_an_edits_coverage_lead_to_that_day_alone(
    client: TestClient, draft: str
) -> None:
    query = "?vue=mois&jours=2026-03-09,2026-03-10"

    part = edited(client, draft, 2, ADD | {"slot": "P-J-2026-03-10"}, query=query).json()

    days = re.findall(r'href="(\?[^"]+)"', part["sections"]["P"]["covers"])
    assert sorted(set(days)) == ["?jour=2026-03-09", "?jour=2026-03-10"]


def test_a_list_has_the_posts_of_each_day_with_who_holds_them(
    client: TestClient, draft: str
) -> None:
    text = page(client, draft, "?vue=liste&du=2026-03-09")

    assert f'href="/plannings/{draft}/services/P-J-2026-03-09">Place du Marché' in text
    assert "Ada Lemoine" in text
    assert "grid.js" not in text


def test_a_list_by_person_has_each_day(client: TestClient, draft: str) -> None:
    text = page(client, draft, "?vue=liste&par=personne&du=2026-03-09&personne=ada")

    assert f'href="/plannings/{draft}/services/P-J-2026-03-09?personne=ada"' in text
    assert text.count("repos</li>") == 6
    assert "Farid" not in text


def test_a_phone_without_script_gets_the_list_unless_it_asks_for_more(
    client: TestClient, draft: str
) -> None:
    headers = {"user-agent": PHONE}

    assert 'id="liste"' in page(client, draft, **headers)
    assert 'id="grille"' in page(client, draft, "?vue=mois", **headers)


def test_links_keep_the_other_filters() -> None:
    filters = Filters(view=View.WEEK, person="ada & co", nights="oui")

    assert filters.link(by=By.PERSON) == ("?vue=semaine&par=personne&personne=ada+%26+co&nuits=oui")
    assert filters.count == 2
