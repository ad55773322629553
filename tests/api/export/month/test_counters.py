import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from api.data.association import Published
from api.data.folder.load import load
from api.export.formats import Format
from api.export.month.bundle import documents, month_of
from api.export.month.counters import counters_table
from api.planning.counters import rhythm_words
from api.planning.problem import assemble
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.rota import Rota
from tests.api.data.folder.folders import with_files
from tests.api.export.month.test_bundle import month
from tests.api.export.samples import span

CHRISTMAS = date(2026, 12, 25)


def published(
    day: date, start: str, end: str, *, who: str = "anna", kind: DutyKind = DutyKind.WORK
) -> Published:
    duty = Duty(
        id=f"{day}-{start}",
        span=span(day, start, end),
        kind=kind,
        breaks=(Break(minutes=30),) if kind is DutyKind.WORK else (),
    )
    return Published(uid=f"{who}-{duty.id}", worked=Worked(mediator=who, duty=duty))


def counted(months: Mapping[str, tuple[Published, ...]], who: str, label: str) -> Mapping[str, int]:
    (row,) = counters_table(months, lambda _: {CHRISTMAS}).loc[[(who, label)]].to_dict("records")
    return {str(name): int(number) for name, number in row.items() if number}


def test_a_month_counts_services_work_nights_and_days_of_rest() -> None:
    rows = (
        published(date(2026, 12, 5), "08:00", "12:30"),  # a Saturday, twice: one day
        published(date(2026, 12, 5), "14:00", "16:30"),
        published(date(2026, 12, 6), "21:00", "06:00"),  # a Sunday's night
        published(CHRISTMAS, "09:00", "12:00"),
        published(date(2026, 12, 26), "08:00", "20:00", kind=DutyKind.STANDBY),
        published(date(2026, 12, 7), "08:00", "12:00", who="rose"),
    )

    assert counted({"2026-12": rows}, "anna", "2026-12") == {
        "services": 5,
        "travail_minutes": 240 + 120 + 510 + 150,
        "nuits": 1,
        "samedis": 1,
        "dimanches": 1,
        "feries": 1,
        "astreintes": 1,
        "services_12_mois": 5,
        "travail_minutes_12_mois": 1_020,
        "nuits_12_mois": 1,
        "samedis_12_mois": 1,
        "dimanches_12_mois": 1,
        "feries_12_mois": 1,
        "astreintes_12_mois": 1,
        "mois_connus": 1,
    }


def test_twelve_months_end_with_this_one_and_say_how_many_are_known() -> None:
    days = [
        *(date(2025, 12, 7), date(2026, 1, 4), date(2026, 11, 1), date(2026, 12, 6)),
    ]  # Sundays of four months
    months = {f"{day:%Y-%m}": (published(day, "08:00", "12:00"),) for day in days}

    sums = {
        label: (row["dimanches_12_mois"], row["mois_connus"])
        for label in months
        for row in (counted(months, "anna", label),)
    }

    assert sums == {"2025-12": (1, 1), "2026-01": (2, 2), "2026-11": (3, 3), "2026-12": (3, 3)}


def test_a_known_month_without_services_is_known_and_has_no_row() -> None:
    months = {
        "2026-11": (published(date(2026, 11, 3), "08:00", "12:00", who="rose"),),
        "2026-12": (published(date(2026, 12, 1), "08:00", "12:00"),),
    }

    assert list(counters_table(months, lambda _: ()).index) == [
        ("anna", "2026-12"),
        ("rose", "2026-11"),
    ]
    assert counted(months, "anna", "2026-12")["mois_connus"] == 2


def test_nobody_s_month_is_an_empty_table() -> None:
    assert len(counters_table({"2026-12": ()}, lambda _: ())) == 0


def test_the_document_is_the_rota_s_month_after_those_that_are_published() -> None:
    made = month()
    september = published(date(2026, 9, 1), "08:00", "12:00", who="rose")
    november = published(date(2026, 11, 2), "08:00", "12:00", who="rose")
    history = {"2026-09": (september,), "2026-10": (), "2026-11": (november,)}

    ((name, content),) = documents(replace(made, history=history), [Format.COUNTERS])

    table = pd.read_csv(io.BytesIO(content), sep=";", keep_default_na=False)
    assert name == "compteurs-2026-10.csv"
    assert [tuple(row) for row in table[["nom", "mois", "nuits", "nuits_12_mois"]].values] == [
        ("Anna Loreau", "2026-10", 1, 1),
        ("Rose Valmy", "2026-09", 0, 0),
        ("Rose Valmy", "2026-10", 2, 2),
    ]
    # Of other months it isn't told: their rota isn't there.
    shapes = [rhythm_words(made.rota, person) for person in made.rota.problem.mediators]
    assert sorted({*shapes, ""}) == sorted({*table["rythme"]})


@pytest.mark.parametrize(("agency", "holidays"), [("nantes", 1), ("ailleurs", 0)])
def test_a_holiday_of_the_agencys_place_counts_for_its_people_alone(
    agency: str, holidays: int
) -> None:
    saint_stephen = date(2025, 12, 26)
    made = replace(
        month(),
        history={"2025-12": (published(saint_stephen, "09:00", "12:00", who="rose"),)},
        local_holidays={agency: frozenset({saint_stephen})},
    )

    ((_, content),) = documents(made, [Format.COUNTERS])

    table = pd.read_csv(io.BytesIO(content), sep=";")
    rows = table[(table["personne"] == "rose") & (table["mois"] == "2025-12")]
    assert list(rows["feries"]) == [holidays]


def test_a_month_knows_the_holidays_of_its_agencies_places(tmp_path: Path) -> None:
    rows = "id;nom;zone_scolaire;departement|ville;Ville;B;67"
    association = load(with_files(tmp_path, agences=rows))
    problem = assemble(association, date(2025, 12, 1), date(2025, 12, 31))
    made = month_of(
        association, Rota(problem=problem, assignments=frozenset()), (), date(2025, 12, 1)
    )

    assert made.local_holidays == {"ville": frozenset({date(2025, 4, 18), date(2025, 12, 26)})}
