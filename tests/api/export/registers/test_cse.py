from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from api.export.registers.cse import (
    PartTime,
    checklist,
    consultation,
    consultation_pdf,
    opinion_words,
    overtime_row,
)
from api.export.workbook import words_of
from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.people import StaffRole
from tests.api.export.printed import lines
from tests.api.export.registers_sample import CYCLE, EMPLOYER, LEA, gathered, month
from tests.constraints.small import opinion_on

FOUND = gathered()
FACTS = consultation(FOUND)


def plain(texts: Iterable[str]) -> list[str]:
    return [text.replace("\xa0", " ") for text in texts]


def test_the_checklist_has_each_matter_with_people_and_opinion() -> None:
    rows = [(row[0], row[2], row[3]) for _, row in checklist(FACTS)]

    assert rows == [
        ("Heures supplémentaires", "2", "05/01/2026"),
        ("Programme indicatif", "1", "aucun au 07/09/2026"),
        ("Astreintes", "1", "aucun au 10/10/2026"),
        ("Temps partiel", "1", "aucun au 01/10/2026"),
    ]


def test_an_opinion_too_old_says_so() -> None:
    old = opinion_on("overtime_quota", date(2025, 10, 5))
    facts = consultation(gathered(replace(EMPLOYER, opinions=(old,))))

    assert opinion_words(facts.points[0]) == "05/10/2025, il y a un an ou plus"


def test_overtime_of_the_year_stands_against_the_quota() -> None:
    assert plain(map(words_of, overtime_row(FACTS.overtime[0]))) == [
        *("Anna Loreau", "01/01/2026", "5 h 00", "5 h 00", "220 h 00", "215 h 00", "0 h 00"),
    ]


def test_overtime_beyond_the_quota_is_told_in_all() -> None:
    balance = Carried(
        mediator="anna", kind=CarriedKind.OVERTIME, day=date(2026, 9, 30), minutes=220 * 60 - 299
    )
    registers = gathered(carried=(balance,))
    rows = lines(consultation_pdf(registers, consultation(registers)))

    assert (
        "2 salariés, 225 h 01 depuis le 1er janvier ; au-delà du contingent : 1 salarié, 0 h 01 "
        "(L3121-33, L3121-40)."
    ) in rows
    assert "Anna Loreau 01/01/2026 220 h 01 220 h 01 220 h 00 0 h 00 0 h 01" in rows


def test_whoever_has_no_quota_is_told_without() -> None:
    anna = FACTS.overtime[0]
    *before, year = anna.counters.years
    free = replace(anna.counters, years=(*before, replace(year, quota=None)))

    assert plain(map(words_of, overtime_row(replace(anna, counters=free))))[4:] == [
        "sans objet",
        "",
        "0 h 00",
    ]


def test_part_time_is_told_by_role_group_and_hours_and_says_what_is_missing() -> None:
    assert FACTS.part_time == (
        PartTime(role=StaffRole.MEDIATEUR, group="", weekly=1440, people=1, complementary=240),
    )
    rows = lines(consultation_pdf(FOUND, FACTS))
    assert "médiateur non renseigné 24 h 00 1 4 h 00" in rows
    assert any(row.startswith("1 salarié à temps partiel. Le sexe des salariés") for row in rows)


def test_a_part_timer_is_told_by_the_contract_and_not_by_an_amendment() -> None:
    bilal = next(m for m in month().problem.mediators if m.id == "bilal")
    raised = Amendment(
        start=date(2026, 10, 1),
        end=date(2026, 10, 31),
        weekly_minutes=34 * 60,
        ground=AmendmentGround.SEASON,
    )
    people = [
        replace(m, contracts=(replace(m.contracts[0], amendments=(raised,)),)) if m == bilal else m
        for m in month().problem.mediators
    ]

    assert [p.weekly for p in consultation(gathered(mediators=tuple(people))).part_time] == [1440]


def test_part_timers_of_one_kind_are_added_up() -> None:
    bilal = next(m for m in month().problem.mediators if m.id == "bilal")
    grouped = replace(bilal, contracts=(replace(bilal.contracts[0], group="B"),))
    people = (*month().problem.mediators, replace(bilal, id="b2"), replace(grouped, id="b3"))

    facts = consultation(gathered(mediators=people))

    assert [(p.group, p.people, p.complementary) for p in facts.part_time] == [
        ("", 2, 240),
        ("B", 1, 0),
    ]


def test_a_programme_tells_the_least_mean_and_most_of_each_week() -> None:
    people = (*month().problem.mediators, replace(LEA, id="l2", name="Lou"))

    [programme] = consultation(gathered(mediators=people)).programmes

    assert (programme.scheme, programme.people) == (CYCLE, 2)
    assert programme.weeks == (
        (date(2026, 9, 28), 0, 0, 0),
        (date(2026, 10, 5), 0, 15, 30),
        (date(2026, 10, 12), 0, 210, 420),
        (date(2026, 10, 19), 0, 0, 0),
    )


def test_the_pdf_says_what_figures_are_drawn_from_and_what_a_programme_has() -> None:
    rows = lines(consultation_pdf(FOUND, FACTS))

    assert rows[0] == "Information et consultation du CSE octobre 2026"
    assert "Chiffres tirés du planning, et non d’heures relevées sur tout le mois." in rows
    assert (
        "1 salarié ; sans avis enregistré avec lui ; changements annoncés sept jours ouvrés avant."
        in rows
    )
    assert "12/10/2026 7 h 00 7 h 00 7 h 00" in rows


def test_a_programme_with_its_opinion_tells_the_day() -> None:
    employer = replace(EMPLOYER, schemes=(replace(CYCLE, opinion=date(2026, 9, 1)),))
    registers = gathered(employer)

    rows = lines(consultation_pdf(registers, consultation(registers)))

    assert any(row.startswith("1 salarié ; avis du CSE le 01/09/2026 ;") for row in rows)


def test_a_month_that_calls_for_nothing_says_so() -> None:
    people = tuple(m for m in month().problem.mediators if m.id in ("rose", "anna"))
    history = tuple(w for w in month().problem.history if w.mediator == "rose")
    absences = tuple(a for a in month().problem.absences if a.mediator == "rose")
    kept = frozenset(a for a in month().assignments if a.mediator == "rose")
    rota = month()
    problem = replace(rota.problem, mediators=people, history=history, absences=absences)
    registers = replace(
        FOUND, rota=replace(rota, problem=problem, assignments=kept), records=FOUND.records[3:4]
    )

    rows = lines(consultation_pdf(registers, consultation(registers)))

    assert any(row.startswith("Rien n’appelle d’information ni d’avis") for row in rows)
    assert "Aucune heure supplémentaire connue depuis le 1er janvier." in rows
    assert "Aucun temps partiel." in rows
