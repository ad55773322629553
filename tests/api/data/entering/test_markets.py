"""A template past the end of its market is refused at each door, and so is such an end."""

import pytest

from api.data.errors import BadFilesError
from tests.api.data.entering.sheets import sent
from tests.api.entered import add, of, post, rows
from tests.api.page.data.forms import get, submit
from tests.api.service import Service

MARKET = {
    "id": "place",
    "payer": "Ville de Port",
    "dispositifs": ["P"],
    "first": "2026-01-01",
    "last": "2026-12-31",
    "minutes": 24000,
    "per": "mois",
}
LATE = "le 31/12/2026 au plus tard, fin du marché « place » de Ville de Port (marches.csv)"


def test_a_form_and_a_file_are_refused_alike(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    add(client, "marches", MARKET)
    day = of(client, "gabarits", id="P-J")

    again = submit(client, get(client, f"/donnees/gabarits/{day['key']}"), until=["2027-01-01"])
    file = (
        "id;dispositif;site;genre;jours;debut;fin;depuis;jusqu_au\n"
        "P-J;P;place;jour;lun,mar,mer,jeu,ven;09:00;16:30;01/01/2026;15/01/2027\n"
    )
    with pytest.raises(BadFilesError) as refused:
        sent(client, "gabarits", file)

    assert again.status == 422
    assert LATE in again.text.replace("\xa0", " ")
    [fault] = refused.value.errors
    assert (fault.received, fault.expected) == ("15/01/2027", LATE)


def test_a_market_that_ends_before_the_templates_that_stand_is_refused(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    refused = post(client, "marches", {**MARKET, "last": "2026-12-30"})

    assert refused.status_code in (409, 422)
    assert "le 30/12/2026 au plus tard, fin du marché « place »" in refused.text
    assert rows(client, "marches") == []


def test_who_answers_for_another_dispositif_sees_no_market(two: Service) -> None:
    mine = two.client("responsable", agency="ville")
    other = two.client("responsable", agency="001~ville")
    add(mine, "marches", MARKET)

    assert len(rows(mine, "marches")) == 1
    assert rows(other, "marches") == []
    both = {**MARKET, "id": "deux", "dispositifs": ["001~P", "P"]}
    assert post(other, "marches", both).status_code in (403, 404, 422)
