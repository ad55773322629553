"""Months that a folder brings published already are covered as those that were published here."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from api.data.folder.history import write_month
from api.data.folder.load import load
from api.database.engine import writing
from api.ledger.append import append
from api.planning.month_change import MonthChange, month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.publishing import NOW
from tests.api.service import LOCAL, PETIT, Service, loaded, serve

HERE = "/api/v1/commanditaire/couverture"
MARCH = date(2026, 3, 1)
STANDBY = "P-A;P;place;astreinte;ven;18:00;22:00;01/01/2026;31/12/2026;non;non;non;;non;;\n"
REFERENT = "P-J;referent;1;1;1\n"
"""A second need of the day: two médiateurs and no référent are under its minimum."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return `petit` with an on-call that wants nobody, and a référent wanted beside."""
    made = shutil.copytree(PETIT, tmp_path / "petit")
    for name, row in (
        ("gabarits.csv", STANDBY),
        ("besoins.csv", "P-A;referent;0;0;1\n" + REFERENT),
    ):
        with (made / name).open("a", encoding="utf-8") as file:
            file.write(row)
    return made


def change_of(folder: Path) -> MonthChange:
    """Return the publication of a March whose days are held by two médiateurs, and nothing else."""
    association = load(folder)
    problem = assemble(association, MARCH, MARCH + timedelta(days=30))
    days = [slot.id for slot in problem.slots if slot.id.startswith("P-J")]
    pairs = frozenset(Assignment(who, day) for day in days for who in ("ada", "brice"))
    return month_change(association, Rota(problem=problem, assignments=pairs), NOW)


def imported(engine: Engine, folder: Path) -> Service:
    """Import the folder with its March."""
    rows = change_of(folder).after
    write_month(folder / "historique", "2026-03", rows)
    loaded(engine, folder)
    return serve(engine)


def published(engine: Engine, folder: Path) -> Service:
    """Import the folder, and publish the same March here."""
    loaded(engine, folder)
    with writing(engine) as session:
        append(session, LOCAL, change_of(folder))
    return serve(engine)


def answers(service: Service) -> list[Any]:
    """Return all that a commanditaire reads of March."""
    client = service.client("commanditaire")
    query = {"month": "2026-03"}
    table = client.get(HERE, params={**query, "format": "csv"}).content.decode("utf-8-sig")
    return [
        client.get(HERE, params=query).json(),
        table.splitlines()[1:3],
        client.get("/couverture", params=query).text.partition("<main")[2],
    ]


@pytest.mark.parametrize("made", [imported, published])
def test_a_month_is_covered_alike_whether_imported_or_published_here(
    engine: Engine, folder: Path, made: Any
) -> None:
    answer, table, page = answers(made(engine, folder))

    assert '<option value="2026-03" selected>' in page
    (place,) = answer["items"]
    # Twenty-two days of two médiateurs (target three) and a référent, four evenings of a référent.
    assert place["total"] == {
        "slots": 26,
        "minimum": 70,
        "target": 92,
        "filled": 44,
        "under": 26,
        "met": 0,
        "full": 0,
        "rate": 0.4783,
    }
    assert answer["commitments"]["minimum_met"] == 0.0
    assert table == [
        "02/03/2026;lundi;ville;P;Médiation de place;place;Place du Marché;jour;1;3;4;2;0;0;1",
        "03/03/2026;mardi;ville;P;Médiation de place;place;Place du Marché;jour;1;3;4;2;0;0;1",
    ]
    assert "<dd>48<small>, dont 26 sous le minimum</small></dd>" in page
    # Fridays' on-call wants nobody: it promises no post, and isn't « 0/0 ».
    assert "astreinte" not in str(answer)
    assert "0/0" not in page


@pytest.mark.parametrize("made", [imported, published])
def test_a_team_s_own_time_is_nothing_that_a_commanditaire_pays_for(
    engine: Engine, folder: Path, made: Any
) -> None:
    (folder / "temps_equipe.csv").write_text(
        "id;nom;dispositif;site;debut;fin;depuis;presence\n"
        "R;Réunion;P;cfa;07:30;08:30;10/03/2026;souhaitee\n",
        encoding="utf-8",
    )
    answer, _, page = answers(made(engine, folder))

    (place,) = answer["items"]
    assert (place["total"]["slots"], place["total"]["target"]) == (26, 92)
    assert "equipe" not in str(answer)
    assert "temps d’équipe" not in page


def test_what_was_not_published_of_an_imported_month_is_not_told(
    engine: Engine, folder: Path
) -> None:
    with (folder / "dispositifs.csv").open("a", encoding="utf-8") as file:
        file.write("Q;Médiation du quai;ville;Lundi\n")
    with (folder / "gabarits.csv").open("a", encoding="utf-8") as file:
        file.write("Q-J;Q;;jour;lun;09:00;12:00;01/01/2026;31/12/2026;non;non;non;;non;;\n")
    people = folder / "personnes.csv"
    people.write_text(people.read_text("utf-8").replace("ville;P;", "ville;P,Q;"), "utf-8")
    with (folder / "besoins.csv").open("a", encoding="utf-8") as file:
        file.write("Q-J;mediateur;1;1;1\n")
    service = imported(engine, folder)
    client = service.client("commanditaire")

    answer = client.get(HERE, params={"month": "2026-03"}).json()

    assert [(each["dispositif"], bool(each["days"])) for each in answer["items"]] == [
        ("P", True),
        ("Q", False),
    ]
