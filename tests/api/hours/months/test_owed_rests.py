"""The rest owed for one cut short under a derogation is told wherever counters are."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.api.month.owed import folder
from tests.api.page.every_role import HTML
from tests.api.service import Service, serving


@pytest.fixture
def owing(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Service]:
    yield from serving(sqlite_engine, folder(tmp_path / "du"))


def test_hr_and_the_person_read_it_on_the_page(owing: Service) -> None:
    rh = _text(owing.client("rh").get("/rh/compteurs?month=2026-03", headers=HTML).text)
    ada = owing.client("mediateur", person="ada").get("/moi/compteurs?mois=2026-03", headers=HTML)

    assert "Repos équivalent dû" in rh
    assert 'data-of="Repos équivalent dû">2 h 00, au plus tard le 02/04/2026</td>' in rh
    assert (
        "Repos de 9 h 00 avant la reprise du 31/03/2026 (art. 2 (Accord sur le repos quotidien "
        "(inventé))) : 2 h 00 me sont dues, par un repos de 13 h 00 à commencer au plus tard le "
        "02/04/2026."
    ) in _text(ada.text)


def test_the_table_of_counters_has_it_of_its_own_month(owing: Service) -> None:
    answer = owing.client("rh").get("/api/v1/responsable/mois/2026-03/documents/compteurs")

    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert dict(zip(head.split(";"), row.split(";"), strict=True))[
        "repos_equivalent_du_minutes"
    ] == ("120")


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", html)
