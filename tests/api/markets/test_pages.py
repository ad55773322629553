"""The page of markets: what is done, planned and left, and nobody."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.api.markets.folder import with_market
from tests.api.page.every_role import HTML, mentions, names_of
from tests.api.publishing import publish
from tests.api.service import Service, serving

TABLE = "/marches/tableau.csv"
APRIL = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def paid(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Service]:
    for made in serving(sqlite_engine, with_market(tmp_path, ";20")):
        made.app.state.now = lambda: APRIL
        publish(made.engine, date(2026, 3, 1), 2)
        yield made


def page(service: Service, *roles: str) -> str:
    answer = service.client(*roles, agency="ville").get("/marches", headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text.replace("\xa0", " ").replace("\u202f", " ")


def test_a_market_is_a_row_with_its_volume_and_where_it_stands(paid: Service) -> None:
    text = page(paid, "responsable")

    assert "20 passages par mois, soit 240 passages en tout" in text
    numbers = re.findall(r'<td class="n">([^<]*)</td>', text)
    # Twenty-two days and four evenings of March.
    assert numbers[:3] == ["26 passages", "0 passage", "214 passages"]
    assert "<td>30 % de plus</td>" in text
    assert '<a href="/donnees/marches">Saisir les marchés</a>' in text


def test_who_pays_reads_it_without_a_name_nor_a_way_to_change_it(paid: Service) -> None:
    text = page(paid, "commanditaire")

    assert "Ville de Port" in text
    assert "/donnees/" not in text
    assert mentions(text, names_of(paid)) == []


def test_without_a_market_the_page_says_so(service: Service) -> None:
    assert "Aucun marché n’est saisi." in page(service, "rh")


def test_the_table_has_a_line_a_month_with_a_comma_and_the_distance(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    for service in serving(sqlite_engine, with_market(tmp_path, "400;")):
        service.app.state.now = lambda: datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
        publish(service.engine, date(2026, 3, 1), 2)
        client = service.client("commanditaire", agency="ville")
        assert f'href="{TABLE}"' in page(service, "commanditaire")

        answer = client.get(TABLE)

        header, *lines = answer.content.decode("utf-8-sig").splitlines()
        assert 'filename="marches.csv"' in answer.headers["content-disposition"]
        assert header == (
            "marche;nom;commanditaire;dispositifs;debut;fin;unite;mois;au_marche;termine;a_venir;ecart"
        )
        assert len(lines) == 12
        assert lines[0] == (
            "place;Médiation de place;Ville de Port;P;01/01/2026;31/12/2026;heures;"
            "2026-01;400;0;0;-400"
        )
        assert lines[2].endswith(";heures;2026-03;400;50;290;-60")
