"""Taking a row away: refused as long as others name it, and what goes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.api.entered import keys
from tests.api.page.data.examples import example, key_of
from tests.api.page.data.forms import get, send, submit

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


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
