from datetime import date

import pytest

from constraints.law.records.penalties import RULE
from constraints.registry import base
from constraints.sanctions import sanction as sanctions
from constraints.sanctions.sanction import CLASSES, DOUBLED, REPEAT, UNREAD, Penalty, Sanction
from scheduler.finding import Effect, Severity
from scheduler.rule import Rule
from tests.constraints.small import person, problem, rota

DAY = date(2026, 11, 1)
RULES = {rule.id: rule for rule in base().rules}

#: By rule, each article with its class and whether it says one fine for each person.
FINES = {
    "daily_max_10h": [("R3124-3", 4, True)],
    "daily_span_13h": [("R3135-1", 4, True)],
    "weekly_max_48h": [("R3124-11", 4, True), ("R3124-13", 5, True)],
    "avg12_44h": [("R3124-11", 4, True)],
    "legal_35h_overtime": [("R3124-3", 4, True), ("R3124-7", 4, True)],
    "overtime_quota": [("R3124-6", 4, True), ("R3124-7", 4, True)],
    "break_20min": [],
    "daily_rest_11h": [("R3135-1", 4, True)],
    "weekly_rest_35h": [("R3135-2", 5, True)],
    "six_days_per_week": [("R3135-2", 5, True)],
    "sunday_rest": [("R3135-2", 5, True)],
    "night_worker_daily_8h": [("R3124-15", 5, True)],
    "night_worker_avg12_40h": [("R3124-15", 5, True)],
    "night_work_legal_basis": [("R3124-15", 5, True)],
    "minor_daily_8h": [("R3165-1", 4, True)],
    "minor_weekly_35h": [("R3165-1", 4, True)],
    "minor_break_30min": [("R3165-2", 5, True)],
    "minor_daily_rest_12h": [("R3165-7", 5, False)],
    "minor_weekly_rest_2_days": [("R3135-5", 5, True)],
    "minor_night_ban": [("R3124-15", 5, True)],
    "minor_apprentice_sunday_ban": [("R3165-3", 4, False), ("R3135-5", 5, True)],
    "minor_public_holiday_ban": [("R3165-4", 5, False)],
    "part_time_written_distribution": [("R3124-5", 5, True)],
    "part_time_complementary_cap": [("R3124-8", 5, True), ("R3124-10", 4, True)],
    "part_time_below_35h": [("R3124-8", 5, True)],
    "part_time_interruptions": [("R3124-9", 5, True)],
    "may_first": [("R3135-3", 4, True)],
    "paid_leave_taking": [("R3143-1", 5, True)],
    "oncall_notice": [("R3124-4", 4, True)],
    "record_keeping": [("R3173-2", 4, True), ("R3173-3", 3, False)],
    "schedule_posting": [("R3173-1", 4, True), ("R3173-2", 4, True), ("R3135-6", 5, True)],
}
#: The items of L8115-1 under which the administration may fine.
POINTS = {
    "daily_max_10h": "1°",
    "daily_span_13h": "2°",
    "weekly_max_48h": "1°",
    "avg12_44h": "1°",
    "daily_rest_11h": "2°",
    "weekly_rest_35h": "2°",
    "record_keeping": "3°",
}


def penalty_of(rule: str, day: date) -> Penalty | None:
    return sanctions.penalty_of(RULES[rule], day)


def sanctions_of(rule: Rule) -> list[Sanction]:
    return [text for text in rule.sanctions if isinstance(text, Sanction)]


@pytest.mark.parametrize("rule", sorted(FINES))
def test_each_rule_has_its_contraventions_with_class_and_number(rule: str) -> None:
    penalty = penalty_of(rule, DAY)

    assert penalty is not None
    assert [(s.article, s.grade, s.each) for s in penalty.sanctions if s.grade] == FINES[rule]


def test_a_rule_that_no_text_read_punishes_has_no_sanction() -> None:
    assert penalty_of("cse_consultation", DAY) is None
    assert penalty_of("fixed_pairs", DAY) is None


def test_the_articles_that_threaten_are_sources_of_the_table() -> None:
    articles = {s.source for rule in RULES.values() for s in sanctions_of(rule) if s.article}

    assert articles <= set(RULE.sources)


def test_the_administrative_fine_is_told_for_what_its_article_names_alone() -> None:
    points = {rule: s.point for rule in FINES for s in sanctions_of(RULES[rule]) if s.point}

    assert points == POINTS


def test_the_sentence_gathers_articles_of_one_class_and_says_the_choice() -> None:
    day_too_long = penalty_of("daily_max_10h", DAY)
    overtime = penalty_of("legal_35h_overtime", DAY)

    assert day_too_long is not None
    assert overtime is not None
    assert day_too_long.text == (
        "Contravention de la 4e classe par salarié concerné (R3124-3) ; ou, sans poursuites "
        "pénales, avertissement ou amende administrative de 4 000 € au plus par salarié concerné "
        "(L8115-1 1°, L8115-3)."
    )
    assert overtime.text == (
        "Contravention de la 4e classe par salarié concerné (R3124-3, R3124-7)."
    )


def test_what_a_text_punishes_is_told_where_it_is_less_than_the_rule() -> None:
    penalty = penalty_of("oncall_notice", DAY)

    assert penalty is not None
    assert penalty.text == (
        "Contravention de la 4e classe par salarié concerné (R3124-4 : astreinte sans "
        "compensation ou sans relevé mensuel)."
    )


def test_a_civil_effect_stands_beside_or_instead_of_a_fine() -> None:
    part_time, pause = penalty_of("part_time_below_35h", DAY), penalty_of("break_20min", DAY)

    assert part_time is not None
    assert pause is not None
    assert part_time.text == (
        "Contravention de la 5e classe par salarié concerné (R3124-8) ; requalification possible "
        "en contrat à temps complet (jurisprudence)."
    )
    assert pause.text == (
        "Aucune contravention propre trouvée dans les textes lus (non vérifié), des "
        "dommages-intérêts sans avoir à prouver un préjudice (Cass. soc. 4 septembre 2024)."
    )
    assert (pause.articles, pause.caveats) == ((), ())


@pytest.mark.parametrize(
    ("rule", "caveats"),
    [
        ("daily_max_10h", (CLASSES, DOUBLED, UNREAD)),
        ("sunday_rest", (CLASSES, REPEAT)),
        ("part_time_below_35h", (CLASSES,)),
    ],
)
def test_what_is_not_verified_is_said(rule: str, caveats: tuple[str, ...]) -> None:
    penalty = penalty_of(rule, DAY)

    assert penalty is not None
    assert penalty.caveats == caveats


def test_before_its_text_a_sanction_is_not_told() -> None:
    eve, first = penalty_of("daily_max_10h", date(2018, 9, 6)), date(2018, 9, 7)

    assert eve is not None
    assert eve.articles == ("R3124-3",)
    assert penalty_of("daily_max_10h", date(2016, 12, 31)) is None
    later = penalty_of("daily_max_10h", first)
    assert later is not None
    assert later.articles == ("R3124-3", "L8115-1 1°, L8115-3")
    assert later.administrative_max == RULE.administrative.on(first) == 4000


def test_the_table_itself_informs_and_finds_nothing() -> None:
    assert (RULE.severity, RULE.effect) == (Severity.PROCEDURAL, Effect.INFORM)
    assert list(RULE.audit(rota(problem([person("ana")], [])))) == []
