"""Hours by kind and rate, a row per person and month: what adds up, and where weeks go."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from api.export.payroll.columns import Rates, columns_of
from api.export.payroll.table import (
    Payroll,
    Row,
    cells_of,
    payroll_book,
    payroll_csv,
    rows_of,
)
from constraints.agreements.terms import Applied
from constraints.counters.count import counters
from constraints.counters.sheet import Minutes
from constraints.registry import base, profile_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.forfait import Forfait
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.time import Span, day_span, days_span, midnight
from scheduler.domain.timeline import Timeline
from tests.api.judging.samples import ADA, JUNE, duty, mediator

MADE = date(2026, 9, 1)
DAY = timedelta(days=1)
JULY = date(2026, 7, 1)
PART = mediator("zoe", "Zoé Part", weekly=28)


def timeline(
    *duties: Duty,
    who: Mediator = ADA,
    absences: tuple[Absence, ...] = (),
    first: date = JUNE,
    last: date = date(2026, 7, 31),
    holidays: frozenset[date] = frozenset(),
) -> Timeline:
    return Timeline(
        mediator=who,
        horizon=days_span(first, last),
        duties=tuple(sorted(duties, key=lambda d: d.span.first)),
        absences=absences,
        known=Span(midnight(first - 60 * DAY), midnight(last + DAY)),
        holidays=holidays,
    )


def rows(timeline: Timeline) -> list[Row]:
    return list(rows_of(counters(timeline, base().person_rules), timeline))


def week(monday: date, hours: str = "09:00-18:00", days: int = 5) -> list[Duty]:
    """Eight hours a day, by default: five of them are forty."""
    return [duty(monday + n * DAY, hours) for n in range(days)]


def test_overtime_is_told_by_rate() -> None:
    june, july = rows(timeline(*week(JUNE, "09:00-19:00")))

    # Nine hours a day, forty-five a week: eight hours at 25 %, two at 50 %.
    assert june.overtime == {250: 480, 500: 120}
    assert (june.minutes.work, june.normal) == (2700, 2100)
    assert july.overtime == {}


@pytest.mark.parametrize(
    ("hours", "overtime"),
    [
        pytest.param("09:00-13:00", {}, id="within thirty-five hours"),
        pytest.param("09:00-13:01", {250: 1}, id="a minute beyond"),
    ],
)
def test_hours_of_delegation_are_paid_apart_and_make_overtime(
    hours: str, overtime: dict[int, int]
) -> None:
    credit = replace(duty(JUNE + 4 * DAY, hours), kind=DutyKind.DELEGATION, decided=False)
    meeting = replace(duty(JUNE + 7 * DAY, "09:00-11:00"), kind=DutyKind.COUNCIL)
    june, _ = rows(timeline(*week(JUNE, days=4), credit, meeting))

    spent = credit.work
    assert (june.minutes.field, june.minutes.delegation, june.minutes.council) == (1920, spent, 60)
    assert (june.minutes.paid, june.overtime) == (1920 + spent + 60, overtime)
    assert cells(june)["dont_delegation_minutes"] == f"{spent}"
    assert cells(june)["dont_reunions_minutes"] == "60"


def cells(row: Row) -> dict[str, str]:
    """Return a row's cells by header, as the CSV file has them."""
    payroll = Payroll()
    payroll.add([row])
    text = payroll_csv(payroll, row.month).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text), delimiter=";"))


def with_leave(day_minutes: int | None) -> Timeline:
    """Seven hours and three quarters from Monday to Thursday, paid leave on Friday, at 39 hours."""
    leave = Absence(
        mediator="ada", span=days_span(JUNE + 4 * DAY, JUNE + 4 * DAY), day_minutes=day_minutes
    )
    who = mediator("ada", "Ada Lemoine", weekly=39)
    return timeline(*week(JUNE, "09:00-17:45", days=4), who=who, absences=(leave,))


@pytest.mark.parametrize(
    ("entered", "due", "worth"),
    [
        (480, 240, "8 h 00 de congés payés (saisies), 4 h 00 à 25 %"),
        (None, 228, "7 h 48 de congés payés (part du contrat), 3 h 48 à 25 %"),
    ],
)
def test_overtime_due_by_paid_leave_has_its_own_column_with_its_ground(
    entered: int | None, due: int, worth: str
) -> None:
    june, july = rows(with_leave(entered))

    assert (june.overtime, june.by_leave) == ({}, {250: due})
    assert june.normal + due == june.minutes.paid == 1860
    assert june.ground == (
        f"semaine du 01/06/2026 : 31 h 00 de travail et {worth} "
        "(Cass. soc. 10 septembre 2025, n° 23-14.455)"
    )
    assert (july.by_leave, july.ground) == ({}, "")


def test_the_csv_and_the_workbook_show_what_leave_makes_due() -> None:
    made = Payroll()
    made.add(rows(with_leave(480)))

    [row] = read(made, JUNE)
    sheet = load_workbook(io.BytesIO(payroll_book(made, MADE)))["Juin 2026"]
    head = [cell.value for cell in sheet[1]]
    cells = {name: cell.value for name, cell in zip(head, sheet[2], strict=True)}

    assert (row["heures_sup_25_minutes"], row["heures_sup_conges_25_minutes"]) == ("0", "240")
    assert cells["heures_sup_conges_25"] == timedelta(minutes=240)
    assert row["heures_sup_conges_motif"] == cells["heures_sup_conges_motif"]
    assert "Cass. soc. 10 septembre 2025" in row["heures_sup_conges_motif"]


def test_a_straddling_week_is_paid_with_the_month_of_its_sunday() -> None:
    # 29 June to 3 July: the week ends in July, two of its days are June's.
    june, july = rows(timeline(*week(date(2026, 6, 29))))

    assert (june.minutes.work, june.overtime) == (960, {})
    assert (july.minutes.work, july.overtime) == (1440, {250: 300})
    assert june.normal + july.normal + 300 == june.minutes.paid + july.minutes.paid


def test_a_night_over_the_end_of_a_month_is_cut_at_midnight() -> None:
    june, july = rows(timeline(duty(date(2026, 6, 30), "21:30-06:00", pause=0)))

    assert (june.minutes.work, july.minutes.work) == (150, 360)
    assert (june.minutes.night, july.minutes.night) == (150, 360)


def test_complementary_hours_of_a_part_timer_are_told_by_rate() -> None:
    june, _ = rows(timeline(*week(JUNE, "09:00-16:30"), who=PART))

    # Thirty-two hours and a half for twenty-eight: a tenth at 10 %, the rest at 25 %.
    assert june.complementary == {100: 168, 250: 102}
    assert june.normal == june.minutes.paid - 270


def amended(weekly: int = 34) -> Mediator:
    """Zoé, of 28 h, raised to 34 h in June."""
    raised = Amendment(
        start=JUNE,
        end=date(2026, 6, 30),
        weekly_minutes=weekly * 60,
        ground=AmendmentGround.INCREASE,
    )
    return replace(PART, contracts=(replace(PART.contracts[0], amendments=(raised,)),))


def test_hours_of_an_amendment_and_those_beyond_have_their_columns() -> None:
    worked = timeline(*week(JUNE, "09:00-17:58"), who=amended())
    rules = profile_of((Applied(agreement="eclat"),)).rules_of(worked.mediator)
    made = Payroll()
    made.add(rows_of(counters(worked, rules), worked))

    [row] = read(made, JUNE)

    # 7 h 58 with an hour's break, five times: 39 h 50 for 34 h, of which 28 h are the contract's.
    assert row["travail_minutes"] == "2390"
    assert row["heures_contrat_minutes"] == "1680"
    assert row["heures_avenant_17_minutes"] == "360"
    assert (row["heures_comp_10_minutes"], row["heures_comp_25_minutes"]) == ("0", "350")
    assert row["heures_normales_minutes"] == "1680"


def test_without_an_agreement_they_are_complementary_and_the_row_says_so() -> None:
    june, _ = rows(timeline(*week(JUNE, "09:00-17:48"), who=amended()))

    assert (june.complement, june.complementary) == ({}, {100: 168, 250: 492})
    assert any("qu’aucun accord de branche étendu ne permet" in text for text in june.remarks)


def test_absences_count_by_day_without_their_reason() -> None:
    away = (
        Absence(mediator="ada", span=days_span(JUNE, JUNE + 6 * DAY), kind=AbsenceKind.SICK),
        Absence(
            mediator="ada",
            span=Span(day_span(JUNE + 8 * DAY).start, midnight(JUNE + 8 * DAY).replace(hour=12)),
        ),
    )
    june, _ = rows(timeline(absences=away, holidays=frozenset({JUNE})))

    assert (june.away_days, june.away_working_days, june.away_minutes) == (7, 4, 720)


def test_working_days_away_are_those_of_the_contract_in_force() -> None:
    tuesdays = Contract(kind=ContractKind.CDI, start=date(2020, 9, 1), weekly_minutes=1440)
    until = replace(tuesdays, end=JUNE + 6 * DAY, days=frozenset({0, 1}))
    then = replace(tuesdays, start=JUNE + 7 * DAY, end=JUNE + 15 * DAY, days=frozenset({1, 2, 3}))
    who = replace(ADA, contracts=(until, then))
    away = Absence(mediator="ada", span=days_span(JUNE, JUNE + 20 * DAY))

    [june] = rows(timeline(who=who, absences=(away,)))

    # Two days of the first week, three of the second, Tuesday of the third; then no contract.
    assert (june.away_days, june.away_working_days) == (21, 6)


def test_half_a_day_away_counts_the_hours_that_were_entered_for_it() -> None:
    noon, evening = (midnight(JUNE).replace(hour=hour) for hour in (13, 18))
    half = Absence(mediator="ada", span=Span(noon, evening), day_minutes=210)

    june, _ = rows(timeline(absences=(half,)))

    assert (june.away_days, june.away_minutes) == (0, 210)


def test_two_absences_at_once_count_once() -> None:
    twice = tuple(
        Absence(mediator="ada", span=days_span(JUNE, JUNE + 2 * DAY), kind=kind)
        for kind in (AbsenceKind.SICK, AbsenceKind.LEAVE)
    )

    assert rows(timeline(absences=twice))[0].away_days == 3


def test_a_part_of_a_month_says_which_days_it_counts() -> None:
    [june] = rows(timeline(*week(JUNE), first=JUNE, last=JUNE + 9 * DAY))

    assert (june.first, june.last) == (JUNE, JUNE + 9 * DAY)


def test_standby_and_training_have_their_own_columns() -> None:
    june, _ = rows(
        timeline(
            duty(JUNE, "09:00-17:00", kind=DutyKind.TRAINING),
            duty(JUNE + DAY, "18:00-22:00", pause=0, kind=DutyKind.STANDBY),
        )
    )

    assert (june.minutes.training, june.minutes.standby, june.minutes.work) == (420, 240, 420)


@pytest.fixture
def payroll() -> Payroll:
    made = Payroll()
    made.add(rows(timeline(*week(JUNE, "09:00-19:00"))))
    made.add(rows(timeline(*week(JUNE, "09:00-16:30"), who=PART)))
    return made


def read(payroll: Payroll, month: date) -> list[dict[str, str]]:
    text = payroll_csv(payroll, month).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_csv_has_whole_minutes_and_the_same_columns_each_month(payroll: Payroll) -> None:
    june, july = read(payroll, JUNE), read(payroll, JULY)

    assert [r["nom"] for r in june] == ["Ada Lemoine", "Zoé Part"]
    assert list(june[0]) == list(july[0])
    assert {k: june[0][k] for k in ("heures_sup_25_minutes", "heures_sup_50_minutes")} == {
        "heures_sup_25_minutes": "480",
        "heures_sup_50_minutes": "120",
    }
    assert june[1]["heures_comp_10_minutes"] == "168"
    assert june[0]["heures_contrat_minutes"] == "2100"
    assert (june[0]["du"], june[0]["au"]) == ("01/06/2026", "30/06/2026")


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    made = Payroll()
    made.add(rows(timeline(*week(JUNE), who=mediator("x", "=1+1"))))

    assert read(made, JUNE)[0]["nom"] == "'=1+1"


def test_rates_of_an_agreement_have_their_column() -> None:
    columns = [c.head for c in columns_of(Rates(overtime=(100, 250, 500), complementary=(125,)))]

    assert [c for c in columns if c.startswith("heures_")] == [
        *("heures_contrat", "heures_payees", "heures_normales"),
        *("heures_sup_10", "heures_sup_25", "heures_sup_50"),
        *("heures_sup_conges_10", "heures_sup_conges_25", "heures_sup_conges_50"),
        *("heures_sup_conges_motif", "heures_comp_12_5"),
    ]


def test_the_workbook_says_first_what_each_column_means(payroll: Payroll) -> None:
    book = load_workbook(io.BytesIO(payroll_book(payroll, MADE)))

    assert book.sheetnames == ["Colonnes", "Juin 2026", "Juillet 2026"]
    titles = [row[0] for row in book["Colonnes"].iter_rows(min_row=2, values_only=True)]
    assert titles == [cell.value for cell in book["Juin 2026"][1]]
    assert all(row[1] for row in book["Colonnes"].iter_rows(min_row=2, values_only=True))


def test_durations_of_the_workbook_add_up(payroll: Payroll) -> None:
    sheet = load_workbook(io.BytesIO(payroll_book(payroll, MADE)))["Juin 2026"]
    head = [cell.value for cell in sheet[1]]
    place = head.index("travail")

    total = sum(
        (row[place] for row in sheet.iter_rows(min_row=2, values_only=True)), start=timedelta()
    )
    assert total == timedelta(minutes=2700 + 1950)


def test_a_forfait_in_days_has_days_and_no_hours() -> None:
    contract = Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        basis=HoursBasis.DAYS,
        forfait=Forfait(days=214),
    )
    who = replace(ADA, contracts=(contract,))
    june, july = rows(timeline(*week(JUNE, "09:00-21:00"), who=who))
    heads = [column.head for column in columns_of(Rates())]

    def cells(row: Row) -> dict[str, object]:
        return dict(zip(heads, cells_of(row, Rates()), strict=True))

    names = ("contrat", "heures_contrat", "forfait_jours_mois", "forfait_jours_periode")
    assert [cells(june)[name] for name in (*names, "forfait_jours_restants")] == [
        *("CDI, forfait de 214 jours", None, 5, 5, 209)
    ]
    assert [cells(july)[name] for name in names[2:]] == [0, 5]
    assert june.minutes == july.minutes == Minutes()
    assert (june.normal, june.overtime, june.complementary) == (0, {}, {})


def test_a_contract_in_hours_has_no_days() -> None:
    june, _ = rows(timeline(*week(JUNE)))

    assert june.forfait is None
