"""Findings acknowledged together: all that the law allows, or nothing if one has changed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from api.data.association import Acknowledgement
from api.hours.months.acknowledging import question_of
from api.judging.acknowledging import AcknowledgementError
from api.month.errors import BadRequestError
from api.month.places.database import DatabasePlace
from api.month.publication.acknowledging import GroupAnswered, acknowledge, acknowledge_group
from scheduler.domain.time import month_span
from scheduler.finding import Effect, Finding, Severity
from tests.api.asking.petit import NORA, again, start

FREE = Finding(
    rule="maison",
    subject="ada",
    on=date(2026, 3, 2),
    span=month_span(2026, 3),
    measured=7,
    limit=6,
    amount=1,
    unit="months",
    message="Ada : 7 mois.",
    article="Règle de la maison",
    severity=Severity.HOUSE,
    effect=Effect.WARN,
)
OTHER = replace(FREE, subject="brice")
PUBLIC = replace(FREE, severity=Severity.PUBLIC_ORDER, effect=Effect.BLOCK, subject="chloe")
RECORDED = replace(PUBLIC, severity=Severity.NEGOTIABLE_DEFAULT)
ALL = [FREE, OTHER, PUBLIC]


def answer(finding: Finding) -> Acknowledgement:
    return Acknowledgement(code=finding.code, ground="Décidé", by="Nora", day=date(2026, 3, 1))


def together(engine: Engine, *findings: Finding) -> GroupAnswered:
    place = DatabasePlace(engine, NORA)
    return acknowledge_group(place, lambda _: ALL, [answer(each) for each in findings])


def codes(engine: Engine) -> set[str]:
    return {each.code for each in again(engine).acknowledgements}


def test_those_that_the_law_refuses_are_left_with_why(sqlite_engine: Engine) -> None:
    start(sqlite_engine)

    group = together(sqlite_engine, *ALL)

    assert [each.finding for each in group.answered] == [FREE, OTHER]
    assert [each.finding for each in group.refused] == [PUBLIC]
    assert "rien ne l’écarte" in group.refused[0].why
    assert codes(sqlite_engine) == {FREE.code, OTHER.code}


def test_a_code_that_is_no_finding_any_more_keeps_all_from_being_written(
    sqlite_engine: Engine,
) -> None:
    start(sqlite_engine)
    worse = replace(OTHER, measured=8)

    with pytest.raises(BadRequestError) as refused:
        together(sqlite_engine, FREE, worse)

    assert [wrong.received for wrong in refused.value.wrong] == [worse.code]
    assert codes(sqlite_engine) == set()


def test_what_somebody_acknowledged_already_keeps_its_first_answer(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    together(sqlite_engine, FREE)

    group = together(sqlite_engine, FREE, OTHER)

    assert [each.before is None for each in group.answered] == [False, True]
    assert len(again(sqlite_engine).acknowledgements) == 2


def test_a_finding_alone_that_the_law_refuses_is_an_error(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    place = DatabasePlace(sqlite_engine, NORA)

    with pytest.raises(AcknowledgementError) as refused:
        acknowledge(place, lambda _: ALL, answer(PUBLIC))

    assert str(refused.value).startswith("Ada : 7 mois.\nNon acquitté : ce constat bloque")
    assert codes(sqlite_engine) == set()


def test_a_question_sorts_findings_by_what_answers_for_them(sqlite_engine: Engine) -> None:
    association = start(sqlite_engine)
    acknowledged = replace(association, acknowledgements=(answer(OTHER),))

    question = question_of([*ALL, replace(RECORDED, measured=9)], acknowledged)

    assert question.open == {FREE.code: ()}
    assert question.grounds == ()
    assert question.fixed == {PUBLIC.code, replace(RECORDED, measured=9).code}
    assert question.answered == 1
