from dataclasses import replace
from datetime import date, time

from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import at, days_span
from tests.api.export.registers_sample import (
    EMPLOYER,
    gathered,
    month,
    of,
    worked,
)
from tests.api.export.samples import ANNA

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def test_the_basis_of_figures_says_so_too() -> None:
    employer = replace(EMPLOYER, records_since=FIRST)

    assert gathered().basis.endswith("et non d’heures relevées sur tout le mois.")
    assert gathered(employer).basis.endswith("à rapprocher du relevé des heures faites.")


def test_people_come_by_name_and_those_without_contract_are_left_out() -> None:
    gone = replace(ANNA, id="zoe", name="Zoé", contracts=())
    registers = gathered(mediators=(*month().problem.mediators, gone))

    assert [r.mediator.name for r in registers.records] == [
        "Anna Loreau",
        "Bilal Orvault",
        "Léa Tamisier",
        "Rose Valmy",
        "Tom Quidam",
    ]
    assert (registers.first, registers.last) == (FIRST, LAST)


def test_a_night_begun_before_the_month_keeps_on_the_first_what_falls_in_it() -> None:
    rose = of(gathered(), "rose")

    [(day, [carried])] = [(d, p) for d, p in rose.days if p and p[0].carried]
    assert (day, carried.minutes, carried.label) == (FIRST, 330, "travail")
    assert rose.counters.days[0].minutes.work == 330


def test_the_night_of_the_clock_change_lasts_nine_hours_and_is_cut_at_midnight() -> None:
    rose = of(gathered(), "rose")
    minutes = {d.day.day: d.minutes.work for d in rose.counters.days if d.minutes.work}

    [night] = dict(rose.days)[date(2026, 10, 24)]
    assert night.minutes == 540
    assert minutes == {1: 330, 24: 150, 25: 390}
    assert rose.sundays == (date(2026, 10, 25),)


def test_overtime_and_complementary_hours_run_from_january() -> None:
    registers = gathered()

    assert [(r.mediator.id, r.overtime_year) for r in registers.records] == [
        ("anna", 300),
        ("bilal", 0),
        ("lea", 0),
        ("rose", 0),
        ("tom", 300),
    ]
    assert [r.complementary_year for r in registers.records] == [0, 240, 0, 0, 0]


def test_overtime_of_the_year_counts_earlier_weeks_and_the_balance_told() -> None:
    september = [
        worked(ANNA, f"s{n}", f"2026-09-{n}", "09:00", "17:00") for n in (14, 15, 16, 17, 18)
    ]
    history = (*month().problem.history, *september)
    balance = Carried(mediator="anna", kind=CarriedKind.OVERTIME, day=date(2026, 9, 20), minutes=61)

    assert of(gathered(history=history), "anna").overtime_year == 600
    assert of(gathered(history=history, carried=(balance,)), "anna").overtime_year == 361


def test_overtime_given_back_as_rest_or_urgent_is_worked_all_the_same() -> None:
    resting = replace(EMPLOYER, rest_for_overtime=True)
    urgent = Ground(kind=GroundKind.URGENT, since=FIRST, ground="crue")
    in_rest, in_haste = of(gathered(resting), "anna"), of(gathered(grounds=(urgent,)), "anna")

    assert (in_rest.overtime_year, in_rest.counters.years[-1].overtime) == (300, 0)
    assert (in_haste.overtime_year, in_haste.counters.years[-1].overtime) == (300, 0)
    assert in_rest.counters.rest.equivalent == 375


def test_complementary_hours_of_earlier_months_count() -> None:
    bilal = next(m for m in month().problem.mediators if m.id == "bilal")
    march = [worked(bilal, f"m{n}", f"2026-03-{n:02d}", "09:00", "16:01") for n in (2, 3, 4, 5)]

    registers = gathered(history=(*month().problem.history, *march))

    assert of(registers, "bilal").complementary_year == 240 + 244


def test_compensatory_rest_and_days_off_of_the_month_are_told_apart() -> None:
    away = [
        Absence(mediator="lea", kind=kind, span=days_span(day, day))
        for kind, day in (
            (AbsenceKind.RECOVERY, date(2026, 10, 13)),
            (AbsenceKind.RECOVERY, date(2026, 10, 14)),
            (AbsenceKind.REST, date(2026, 10, 15)),
            (AbsenceKind.REST, date(2026, 9, 30)),
        )
    ]
    lea = of(gathered(absences=tuple(away)), "lea")

    assert (lea.rest_taken, lea.days_off) == (420, 2)


def test_standby_is_cut_to_the_month_and_its_interventions_counted() -> None:
    lea = next(m for m in month().problem.mediators if m.id == "lea")
    kind = month().problem.history[1].duty.kind
    over = worked(lea, "a-30", "2026-09-30", "18:00", "08:00", kind=kind)

    [first, second] = of(gathered(history=(*month().problem.history, over)), "lea").standby

    assert (first.span.start, first.span.minutes, first.called) == (
        at(FIRST, time()),
        480,
        0,
    )
    assert (second.span.minutes, second.called) == (840, 30)


def test_what_is_to_confirm_never_says_why_someone_was_away() -> None:
    day = date(2026, 10, 23)
    ill = Absence(mediator="anna", kind=AbsenceKind.SICK, span=days_span(day, day))
    long = tuple(worked(ANNA, f"x{n}", f"2026-10-{n}", "09:00", "18:00") for n in (19, 20, 21, 22))
    anna = of(gathered(absences=(ill,), history=long), "anna")

    week = next(w for w in anna.counters.weeks if w.monday == date(2026, 10, 19))
    assert [sum(t.minutes for t in tiers) for tiers in (week.due, week.with_absences)] == [
        60,
        480,
    ]
    [reserve] = anna.reserves
    assert reserve.replace("\xa0", " ") == (
        "Semaine du 19/10/2026 : 8 h 00 supplémentaires si certaines absences et jours chômés "
        "comptent, 1 h 00 sinon : la loi ne le dit pas."
    )
