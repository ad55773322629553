"""Who answers for some dispositifs of an agency reads what is published of those, and no more."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.data.stored.association import read
from api.data.stored.importing import check_folder, put
from api.database.engine import writing
from tests.api.ledger.cases import NOW, append_pairs, whole
from tests.api.page.every_role import HTML
from tests.api.service import PETIT, Service, serve

ADDED = {
    "dispositifs.csv": "Q;Médiation de gare;ville;Mardi\n",
    "gabarits.csv": ("Q-J;Q;cfa;jour;mar;09:00;16:30;01/01/2026;31/12/2026;non;non;non;;non;;\n"),
    "besoins.csv": "Q-J;mediateur;1;1;2\n",
}
PUBLISHED = "/api/v1/responsable/mois/2026-03"


@pytest.fixture
def neighbours(sqlite_engine: Engine, tmp_path: Path) -> Service:
    """Serve an agency of two dispositifs, each with a published shift."""
    folder = shutil.copytree(PETIT, tmp_path / "association")
    for name, line in ADDED.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(line)
    people = folder / "personnes.csv"
    people.write_text(
        people.read_text("utf-8").replace("30/06/1979;ville;P", "30/06/1979;ville;Q"), "utf-8"
    )
    pairs = {("ada", "P-J-2026-03-02"), ("brice", "P-J-2026-03-02"), ("elsa", "Q-J-2026-03-10")}
    with writing(sqlite_engine) as session:
        put(session, check_folder(folder))
        append_pairs(session, whole(session, read(session)), pairs, NOW)
    made = serve(sqlite_engine)
    made.app.state.now = lambda: NOW
    return made


def slots_of(answer: dict[str, list[dict[str, object]]]) -> list[object]:
    return [shift["slot"] for shift in answer["items"] if shift["people"]]


def test_a_dispositif_s_responsable_reads_its_published_month_and_no_other(
    neighbours: Service,
) -> None:
    alone = neighbours.client("responsable", agency="ville", dispositif="P")
    agency = neighbours.client("responsable", agency="ville")

    assert slots_of(alone.get(PUBLISHED).json()) == ["P-J-2026-03-02"]
    assert slots_of(agency.get(PUBLISHED).json()) == ["P-J-2026-03-02", "Q-J-2026-03-10"]


def test_the_month_that_their_list_links_to_opens(neighbours: Service) -> None:
    alone = neighbours.client("responsable", agency="ville", dispositif="P")
    address = "/mois/2026-03?agency=ville"

    assert f'href="{address}"' in alone.get("/plannings", headers=HTML).text
    page = alone.get(address, headers=HTML)
    assert page.status_code == 200
    assert "Ada Lemoine" in page.text
    assert "Elsa Benyoucef" not in page.text
    # Teams of a whole agency are regrouped.
    assert "/regrouper" not in page.text
    regrouping = "/mois/2026-03/regrouper?agency=ville"
    assert alone.get(regrouping, headers=HTML).status_code == 404
    agency = neighbours.client("responsable", agency="ville")
    assert agency.get(regrouping, headers=HTML).status_code == 200


def test_another_agency_s_dispositif_of_that_name_opens_nothing(neighbours: Service) -> None:
    elsewhere = neighbours.client("responsable", agency="mer", dispositif="P")

    assert elsewhere.get(PUBLISHED, params={"agency": "ville"}).status_code == 404
    assert elsewhere.get(PUBLISHED).status_code == 404
