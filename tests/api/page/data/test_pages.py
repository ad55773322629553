"""Lists, what comes together, ways back: as people use them."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.databases import on_each
from tests.api.entered import keys
from tests.api.page.data.examples import example, key_of
from tests.api.page.data.forms import get, send, submit


def lines(text: str) -> list[str]:
    """Return what the rows of a page's tables are called."""
    return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', text)


def test_the_kinds_are_listed_with_what_they_are_and_how_many_there_are(boss: TestClient) -> None:
    text = get(boss, "/donnees").text

    assert "Une absence d’une personne." in text
    assert '<a href="/donnees/personnes">Personnes</a> <span class="n">6 lignes</span>' in text
    assert "Soldes" not in text
    assert text.count("lecture seule") == 10


def test_tables_without_rows_are_folded_in_their_group(boss: TestClient) -> None:
    text = get(boss, "/donnees").text
    folded = text[text.index('<details class="rarer">') :]

    assert "<summary>Rien encore (" in text
    assert '<a href="/donnees/personnes">' in text.partition('<details class="rarer">')[0]
    assert "rien encore</span>" in folded
    assert "rien encore</span>" not in text.partition('<details class="rarer">')[0]


def test_of_many_optional_fields_those_after_the_sixth_are_folded_unless_they_say_something(
    boss: TestClient,
) -> None:
    blank = get(boss, "/donnees/gabarits/nouveau").text
    said = get(boss, "/donnees/gabarits/nouveau?avec=toutes_les:2").text

    before, folded = blank.split('<details class="rarer"><summary>Plus rarement (')
    assert 'name="site"' in before
    assert 'name="every"' in folded
    assert '<details class="rarer" open>' in said
    assert "Plus rarement" not in get(boss, "/donnees/absences/nouveau").text


@on_each
def test_a_list_is_searched_whatever_the_accents_and_counted(boss: TestClient) -> None:
    page = get(boss, "/donnees/personnes?q=CHLOE")

    assert lines(page.text) == ["Chloé Marzin"]
    assert "1 sur 6" in page.text
    assert 'value="CHLOE"' in page.text


@on_each
def test_a_list_is_narrowed_to_what_names_a_person(boss: TestClient) -> None:
    page = get(boss, "/donnees/absences?avec=personne:elsa")

    assert lines(page.text) == ["Elsa Benyoucef"]
    assert "1 sur 2" in page.text
    assert '<option value="personne:elsa" selected>' in page.text


@on_each
def test_long_lists_have_pages_and_keep_what_narrows_them(boss: TestClient) -> None:
    blank = get(boss, "/donnees/absences/nouveau")
    for day in range(51):
        moment = f"2026-{4 + day // 28:02d}-{1 + day % 28:02d}"
        typed = {"mediator": ["ada"], "start": [moment], "end": [moment], "kind": ["conge"]}
        assert submit(boss, blank, **typed).status == 303

    first = get(boss, "/donnees/absences?avec=personne:ada&q=2026")
    (after,) = re.findall(r'href="([^"]*)" rel="next"', first.text)
    second = get(boss, after.replace("&amp;", "&"))

    assert (len(lines(first.text)), len(lines(second.text))) == (50, 2)
    assert "Page 2 sur 2" in second.text
    assert "52 sur 53" in second.text


@on_each
def test_dated_rows_come_the_latest_first(boss: TestClient) -> None:
    blank = get(boss, "/donnees/absences/nouveau")
    for day in ("2026-10-05", "2026-09-20", "2026-11-12"):
        typed = {"mediator": ["ada"], "start": [day], "end": [day], "kind": ["conge"]}
        submit(boss, blank, **typed)

    text = get(boss, "/donnees/absences?avec=personne:ada").text

    days = re.findall(r'<td data-label="Début">(.*?)</td>', text)
    assert days == ["12/11/2026", "05/10/2026", "20/09/2026", "06/03/2026"]


def test_what_is_added_from_a_persons_page_leads_back_there(boss: TestClient) -> None:
    person = f"/donnees/personnes/{key_of(boss, 'personnes', id='ada')}"
    blank = get(boss, f"/donnees/titres/nouveau?avec=personne:ada&retour={person}")
    typed = {"title": ["MSADS"], "since": ["2024-01-15"]}

    another = submit(boss, blank, **typed, _geste=["encore"])
    done = submit(boss, blank, title=["TMS"], since=["2024-01-16"])

    assert blank.fields["mediator"] == ["ada"]
    assert another.status == 303
    again = get(boss, another.location)
    assert again.fields["mediator"] == ["ada"]
    assert again.fields["title"] == [""]
    assert again.fields["_retour"] == [person]
    assert "C’est ajouté." in again.text
    assert done.location == f"{person}?fait=ajoute"


@pytest.mark.parametrize(
    "elsewhere", ["https://exemple.org", "//exemple.org", "/moi", "/donnees/x/1?a"]
)
def test_nobody_is_led_elsewhere(boss: TestClient, elsewhere: str) -> None:
    blank = get(boss, "/donnees/titres/nouveau")

    done = submit(boss, blank, **example("titres"), _retour=[elsewhere])

    assert done.status == 303
    assert done.location.startswith("/donnees/titres/")


def test_bytes_that_are_no_text_are_refused_at_their_field_and_to_go_back(
    boss: TestClient,
) -> None:
    blank = get(boss, "/donnees/titres/nouveau")
    row, broken = example("titres"), "a\N{REPLACEMENT CHARACTER}"

    assert submit(boss, blank, **row | {"title": broken}).faults("title") == (
        "Attendu : un texte sans caractère de contrôle"
    )
    backs = (broken, "/equipe/" + "a" * 72, "/equipe/" + "a" * 73)
    statuses = [submit(boss, blank, **row, _retour=[back]).status for back in backs]
    assert statuses == [422, 303, 422]


def test_a_person_without_a_contract_is_refused_and_stays_typed(boss: TestClient) -> None:
    typed = {n: t for n, t in example("personnes").items() if not n.startswith("contrats.")}

    page = submit(boss, get(boss, "/donnees/personnes/nouveau"), **typed)

    assert page.status == 422
    assert page.summary
    assert page.fields["name"] == ["Gaël Exemple"]


def test_a_contract_that_cant_be_read_is_refused_in_its_own_fields(boss: TestClient) -> None:
    wrong = example("personnes") | {"contrats.0.weekly_minutes": ["60"]}

    page = submit(boss, get(boss, "/donnees/personnes/nouveau"), **wrong)

    assert page.status == 422
    assert page.faults("contrats.0.weekly_minutes") == (
        "Attendu : plus de 0 et au plus 48 heures par semaine"
    )
    assert '<a href="#contrats.0.weekly_minutes">Durée hebdomadaire, attendu' in page.text


def test_a_cohort_comes_with_its_training_weeks(boss: TestClient) -> None:
    blank = get(boss, "/donnees/cohortes/nouveau")
    longer = submit(boss, blank, id=["AMIS-2027"], title=["AMIS"], _geste=["lignes"])
    weeks = ["2027-01-04", "2027-02-01", "2027-03-01", "2027-04-05", "2027-05-10"]
    dates = {f"dates_cohortes.{n}.first": [day] for n, day in enumerate(weeks)}
    ends = {
        f"dates_cohortes.{n}.last": [f"{day[:-2]}{int(day[-2:]) + 4:02d}"]
        for n, day in enumerate(weeks)
    }

    hours = {"morning": ["09:00-12:30"], "afternoon": ["13:30-17:00"]}
    made = submit(boss, longer, site=["cfa"], **hours, **dates, **ends)

    assert longer.status == 200
    assert longer.fields["id"] == ["AMIS-2027"]
    assert longer.fields["_lignes"] == ["8"]
    assert made.status == 303, made.summary
    mine = [r for r in keys(boss, "dates_cohortes").values() if r["cohort"] == "AMIS-2027"]
    assert [(row["first"], row["last"][-2:]) for row in mine] == list(
        zip(weeks, ("08", "05", "05", "09", "14"), strict=True)
    )


def test_a_key_or_a_kind_that_is_none_is_a_page_that_says_so(boss: TestClient) -> None:
    for path in ("rien", "rien/nouveau", "personnes/999999", "../etc"):
        assert get(boss, f"/donnees/{path}").status == 404
    assert get(boss, "/donnees/personnes/0").status == 422
    assert send(boss, "/donnees/besoins/1/fin", {"_jour": "2026-01-01"}).status == 404
