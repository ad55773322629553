"""A person's nights and Sundays are the same numbers wherever they are told."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import Engine

from api.database.engine import reading
from api.export.formats import Format
from api.export.month.bundle import Month, documents, month_of
from api.hours.months.service import Basis
from api.hours.months.service import month_of as published_month_of
from api.hours.my_shifts.counters import own_counters
from api.ledger.history import whole
from api.planning.counters import WHAT_COUNTS
from tests.api.publishing import publish
from tests.api.service import Service, loaded, serve
from tests.api.staffing.saturdays import MAY, saturdays

SUNDAY, NIGHT = timedelta(hours=7, minutes=30), timedelta(hours=20, minutes=50)
"""Of five nights of Saturday, from 18:30 to 01:30 with twenty minutes of break from 22:00."""


@pytest.fixture
def nights(engine: Engine, tmp_path: Path) -> Service:
    """Serve May, in which Ada holds every slot, five Saturday nights among them."""
    loaded(engine, saturdays(tmp_path, ground=True))
    return serve(engine)


def text_of(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text.replace("\u00a0", " ").replace("\u202f", " "))


def month(service: Service, rota: Any) -> Month:
    with reading(service.engine) as session:
        return month_of(whole(session), rota, (), MAY)


def test_a_saturday_night_gives_hours_of_sunday_and_no_sunday_everywhere(nights: Service) -> None:
    rota = publish(nights.engine, MAY, 1)
    rh, ada = nights.client("rh"), nights.client("mediateur", person="ada")

    mine = text_of(ada, "/moi/compteurs?mois=2026-05")
    table = text_of(rh, "/rh/compteurs?month=2026-05")
    with reading(nights.engine) as session:
        own = own_counters(published_month_of(session, "2026-05", Basis.PLAN), "ada")

    for row in (
        ("Samedis travaillés", "5"),
        ("Dimanches travaillés", "0"),
        ("Heures de dimanche", "7 h 30"),
        ("Nuits", "5"),
        ("Heures de nuit", "20 h 50"),
    ):
        assert f'<th scope="row">{row[0]}</th><td><strong>{row[1]}</strong></td>' in mine
    line = re.findall(r'<th scope="row">Ada Lemoine</th>(.*?)</tr>', table)[0]
    assert '<td class="n" data-of="Dimanche">7 h 30<small>0 dimanche</small></td>' in line
    assert '<td class="n" data-of="Nuit">20 h 50<small>5 nuits</small></td>' in line
    # Both say what the two numbers count.
    assert WHAT_COUNTS in mine
    assert WHAT_COUNTS in table
    names = ("saturdays", "sundays", "nights", "sunday", "night")
    assert [getattr(own.mine, name) for name in names] == [5, 0, 5, 450, 1250]
    assert [getattr(own.year, name) for name in names[:3]] == [5, 0, 5]

    made = month(nights, rota)
    files = dict(documents(made, [Format.XLSX, Format.COUNTERS]))
    head, *rows = load_workbook(io.BytesIO(files["planning-2026-05.xlsx"]))["Heures"].values
    hours = dict(zip(head, next(row for row in rows if row[0] == "Ada Lemoine"), strict=True))
    assert (hours["H. de dimanche"], hours["Dimanches travaillés"]) == (SUNDAY, 0)
    assert (hours["H. de nuit"], hours["Nuits"]) == (NIGHT, 5)
    lines = csv.DictReader(
        files["compteurs-2026-05.csv"].decode("utf-8-sig").splitlines(), delimiter=";"
    )
    row_of_ada = next(row for row in lines if row["personne"] == "ada")
    assert [row_of_ada[name] for name in ("samedis", "dimanches", "nuits")] == ["5", "0", "5"]
