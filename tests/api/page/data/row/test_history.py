"""A row's page says who changed it, when, and each value before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.entered import keys
from tests.api.page.data.examples import example
from tests.api.page.data.forms import get, submit

if TYPE_CHECKING:
    from tests.api.service import Service


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
