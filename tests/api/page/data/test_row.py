"""A row's own page: what names it, its changes, taking it away, two changes at once."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.entered import keys
from tests.api.page.data.examples import example, key_of
from tests.api.page.data.forms import get, send, submit
from tests.api.service import Service


def test_a_persons_page_gathers_all_that_names_them(boss: TestClient) -> None:
    page = get(boss, f"/donnees/personnes/{key_of(boss, 'personnes', id='ada')}")

    shown = re.findall(r'<h2 id="s-(\w+)"', page.text)
    assert shown == ["contrats", "formation_socle", "absences", "rien"]
    assert "Titres professionnels" in page.text
    assert "avec=personne%3Aada&amp;retour=%2Fdonnees%2Fpersonnes%2F" in page.text


def test_a_pair_is_listed_once_whoever_is_the_first_of_it(boss: TestClient) -> None:
    submit(boss, get(boss, "/donnees/binomes/nouveau"), **example("binomes"))

    for person in ("ada", "brice"):
        text = get(boss, f"/donnees/personnes/{key_of(boss, 'personnes', id=person)}").text
        assert text.count('<h2 id="s-binomes"') == 1


def test_a_rows_page_tells_its_changes_as_people_write_values(service: Service) -> None:
    rh, boss = service.client("rh"), service.client("responsable", agency="ville")
    typed = example("absences") | {"kind": ["maladie"], "end": ["2026-03-13"]}
    submit(rh, get(rh, "/donnees/absences/nouveau"), **typed)
    key = max(keys(rh, "absences"))
    address = f"/donnees/absences/{key}"
    changed = submit(rh, get(rh, address), end=["2026-03-14"], kind=["accident_travail"])
    assert changed.status == 303, changed.summary

    text = get(rh, address).text
    assert "Historique" in text
    assert "<strong>Modifié</strong> le" in text
    assert "par Essai" in text
    assert "Fin : <del>13/03/2026</del>" in text
    assert "<ins>14/03/2026</ins>" in text
    assert "Motif : <del>maladie</del>" in text
    assert "<strong>Ajouté</strong> le" in text

    theirs = get(boss, address).text
    assert "<ins>14/03/2026</ins>" in theirs
    assert "accident" not in theirs
    assert "Motif" not in theirs


def test_names_are_written_and_not_ids_and_nothing_is_said_as_nothing(service: Service) -> None:
    rh = service.client("rh")
    key = next(k for k, v in keys(rh, "personnes").items() if v["id"] == "ada")
    address = f"/donnees/personnes/{key}"
    assert "Historique" not in get(rh, address).text

    changed = submit(rh, get(rh, address), home=[""])
    assert changed.status == 303, changed.summary

    assert "<del>Ville</del>" in get(rh, address).text
    assert "<ins>rien</ins>" in get(rh, address).text


def test_what_others_name_is_refused_with_what_names_it(boss: TestClient) -> None:
    address = f"/donnees/personnes/{key_of(boss, 'personnes', id='ada')}"
    question = get(boss, f"{address}/suppression")

    refused = submit(boss, question)

    assert "Absences : 1" in question.text
    assert refused.status == 422
    assert "Suppression refusée, cela manquerait à : " in refused.text
    names = [re.sub("<.*?>", "", line).partition(", attendu")[0] for line in refused.summary]
    assert names == [
        "Absences, Ada Lemoine, 06/03/2026, 06/03/2026, Personne",
        "Formation socle, Ada Lemoine, 15/01/2021, Personne",
    ]
    assert '<a href="/donnees/absences/1">' in refused.summary[0]
    assert get(boss, address).status == 200


def test_a_person_entered_by_mistake_goes_with_the_contract(boss: TestClient) -> None:
    submit(boss, get(boss, "/donnees/personnes/nouveau"), **example("personnes"))
    contracts = keys(boss, "contrats")
    address = f"/donnees/personnes/{key_of(boss, 'personnes', id='gael')}"

    question = get(boss, f"{address}/suppression")
    done = submit(boss, question)

    assert "Contrats : Gaël Exemple" in question.text
    assert (done.status, done.location) == (303, "/donnees/personnes?fait=supprime")
    assert len(keys(boss, "contrats")) == len(contracts) - 1


@pytest.mark.parametrize(
    ("forged", "status"),
    [("personnes/1/1", 422), ("contrats/x/1", 422), ("contrats", 422), ("contrats/1/x/2", 412)],
)
def test_what_goes_along_is_only_what_came_along(
    boss: TestClient, forged: str, status: int
) -> None:
    submit(boss, get(boss, "/donnees/personnes/nouveau"), **example("personnes"))
    address = f"/donnees/personnes/{key_of(boss, 'personnes', id='gael')}/suppression"

    page = send(boss, address, {"_number": "1", "_avec": forged})

    assert page.status == status
    assert key_of(boss, "personnes", id="gael")


def test_only_what_differs_is_shown_side_by_side(boss: TestClient) -> None:
    address = f"/donnees/personnes/{key_of(boss, 'personnes', id='ada')}"
    submit(boss, get(boss, address), sites=["cfa", "place"])
    mine = get(boss, address)
    submit(boss, get(boss, address), name=["Ada Petit"])

    late = submit(boss, mine, licence=["oui"])

    table = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td>", late.text)
    assert table == [
        ("Nom", "Ada Petit", "Ada Lemoine"),
        ("Permis de conduire", "non", "oui"),
    ]
