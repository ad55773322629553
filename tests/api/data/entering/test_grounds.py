"""A derogation without the ground on which it stands is refused at each door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.entered import add, post, rows
from tests.api.page.data.forms import get, submit

if TYPE_CHECKING:
    from tests.api.service import Service

URGENT = {
    "kind": "travaux_urgents",
    "agency": "ville",
    "dispositif": "P",
    "since": "2026-03-10",
    "until": "2026-03-10",
    "ground": "Incendie de la place du 10 mars",
    "article": "D3131-1",
}
KIND = "derogations"


@pytest.mark.parametrize("ground", [None, "", "  "])
def test_over_http_no_derogation_goes_without_its_ground(
    service: Service, ground: str | None
) -> None:
    client = service.client("rh")
    values: dict[str, Any] = {key: URGENT[key] for key in URGENT if key != "ground"}
    if ground is not None:
        values["ground"] = ground

    refused = post(client, KIND, values)

    assert refused.status_code == 422
    [fault] = refused.json()["errors"]
    assert (fault["field"], fault["received"]) == ("changes.0.values.ground", "")
    assert "obligatoire" in fault["expected"]
    assert rows(client, KIND) == []
    add(client, KIND, URGENT)


def test_a_form_without_a_ground_is_shown_again_and_says_why(service: Service) -> None:
    client = service.client("rh")
    blank = get(client, "/donnees/derogations/nouveau")
    typed = {key: [value] for key, value in URGENT.items()}

    again = submit(client, blank, **{**typed, "ground": [" "]})

    assert again.status == 422
    assert "Fondement, attendu : une valeur, la cellule est obligatoire" in again.text
    assert '<option value="travaux_urgents" selected>' in again.text
    assert submit(client, blank, **typed).status == 303
