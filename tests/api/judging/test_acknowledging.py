from dataclasses import replace
from datetime import date

import pytest

from api.data.association import Acknowledgement, Association
from api.judging.acknowledging import (
    Answers,
    RecordedSource,
    acknowledge,
    answers_for,
    recorded,
)
from constraints.agreements.terms import Term
from scheduler.dated import Level, Source
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import days_span, month_span
from scheduler.finding import Effect, Finding, Severity, Verdict, with_distinct_codes

DAY = date(2026, 3, 16)
AGREED = RecordedSource(
    text="Accord du 20/04/2025 (inventé)", article="art. 7", since=date(2026, 1, 1)
)


def finding(
    severity: Severity,
    effect: Effect = Effect.BLOCK,
    verdict: Verdict = Verdict.VIOLATION,
    *,
    measured: int = 61,
    inherited: bool = False,
) -> Finding:
    return Finding(
        rule="some_rule",
        subject="ada",
        on=DAY,
        span=days_span(DAY, DAY),
        measured=measured,
        limit=60,
        amount=1,
        unit="minutes",
        message="Ada : 1 h 01 au lieu de 1 h 00.",
        article="L0000-1",
        severity=severity,
        effect=effect,
        verdict=verdict,
        inherited=inherited,
    )


def ack(finding: Finding, ground: str = AGREED.text, month: date | None = None) -> Acknowledgement:
    return Acknowledgement(
        code=finding.code, ground=ground, by="Nora Villeneuve", day=date(2026, 3, 20), month=month
    )


@pytest.mark.parametrize("severity", [Severity.PUBLIC_ORDER, Severity.INTERPRETATION])
def test_what_blocks_by_public_order_is_never_acknowledged(severity: Severity) -> None:
    breach = finding(severity)
    answers = acknowledge([breach], [ack(breach)], [AGREED])

    assert answers.acked == ()
    (refused,) = answers.refused
    assert refused.finding is breach
    assert refused.why == (
        "ce constat bloque et rien ne l’écarte, ni accord ni acquittement (L0000-1) : "
        "c’est le planning qui change"
    )
    assert answers.stopping([breach]) == (breach,)


NEGOTIABLE = [
    Severity.NEGOTIABLE_DEFAULT,
    Severity.CONFIGURATION,
    Severity.PAY_OR_COUNTER,
    Severity.PROCEDURAL,
]


@pytest.mark.parametrize("severity", NEGOTIABLE)
def test_what_blocks_but_for_an_agreement_is_acknowledged_on_a_recorded_one(
    severity: Severity,
) -> None:
    breach = finding(severity)
    answers = acknowledge([breach], [ack(breach)], [AGREED])

    assert [a.finding for a in answers.acked] == [breach]
    assert answers.acked[0].acknowledgement.ground == AGREED.text
    assert answers.stopping([breach]) == ()


@pytest.mark.parametrize("severity", NEGOTIABLE)
def test_what_blocks_but_for_an_agreement_is_not_acknowledged_on_a_mere_word(
    severity: Severity,
) -> None:
    breach = finding(severity)
    (refused,) = acknowledge([breach], [ack(breach, "vu avec l'équipe")], [AGREED]).refused

    assert refused.why == (
        "ce constat bloque (L0000-1) : seul un accord d’accords.csv ou une dérogation de "
        "derogations.csv en vigueur le 16/03/2026 en répond, reçu « vu avec l'équipe », "
        "enregistrés : « Accord du 20/04/2025 (inventé) »"
    )


@pytest.mark.parametrize(
    "ground",
    [
        "Accord du 20/04/2025 (inventé), art. 7",
        "accord  du 20/04/2025 (Inventé)",
        "Accord du 20/04/2025 (inventé) art. 7",
    ],
)
def test_a_recorded_agreement_is_named_with_or_without_its_article(ground: str) -> None:
    breach = finding(Severity.NEGOTIABLE_DEFAULT)
    assert len(acknowledge([breach], [ack(breach, ground)], [AGREED]).acked) == 1


@pytest.mark.parametrize(
    ("known", "lawful"),
    [
        (replace(AGREED, since=DAY), True),
        (replace(AGREED, since=date(2026, 3, 17)), False),
        (replace(AGREED, until=DAY), True),
        (replace(AGREED, until=date(2026, 3, 15)), False),
        (replace(AGREED, agency="paris"), True),
        (replace(AGREED, agency="nantes"), False),
    ],
)
def test_the_agreement_is_in_force_on_the_day_and_in_the_persons_agency(
    known: RecordedSource, lawful: bool
) -> None:
    breach = finding(Severity.NEGOTIABLE_DEFAULT)
    answers = acknowledge([breach], [ack(breach)], [known], agencies={"ada": "paris"})
    assert (len(answers.acked) == 1) is lawful


@pytest.mark.parametrize(
    "finding",
    [
        finding(Severity.PUBLIC_ORDER, Effect.WARN),
        finding(Severity.PUBLIC_ORDER, Effect.BLOCK, Verdict.TO_CONFIRM),
        finding(Severity.INTERPRETATION, Effect.BLOCK, Verdict.NOTE),
        finding(Severity.PAY_OR_COUNTER, Effect.COMPUTE),
        finding(Severity.PROCEDURAL, Effect.INFORM),
        finding(Severity.HOUSE),
    ],
)
def test_the_rest_is_acknowledged_on_any_named_ground(finding: Finding) -> None:
    answers = acknowledge([finding], [ack(finding, "vu avec l'équipe")])

    assert [a.finding for a in answers.acked] == [finding]
    assert answers.stopping([finding]) == ()
    assert len(acknowledge([finding], [ack(finding, "  ")]).refused) == 1


def test_an_acknowledgement_does_not_cover_something_worse() -> None:
    before = finding(Severity.HOUSE)
    after = finding(Severity.HOUSE, measured=62)
    answers = acknowledge([after], [ack(before)])

    assert answers == Answers(moot=(ack(before),))
    assert answers.stopping([after]) == (after,)


def test_what_is_inherited_never_stops_a_publication() -> None:
    breach = finding(Severity.PUBLIC_ORDER, inherited=True)
    assert acknowledge([breach], []).stopping([breach]) == ()


def test_an_acknowledgement_whose_finding_is_no_more_is_moot_in_its_own_month() -> None:
    gone = finding(Severity.HOUSE)
    dated = ack(gone, month=date(2026, 3, 1))
    untold = ack(gone)

    assert acknowledge([], [dated], span=month_span(2026, 3)).moot == (dated,)
    assert acknowledge([], [dated], span=month_span(2026, 4)).moot == ()
    assert acknowledge([], [untold], span=month_span(2026, 4)).moot == (untold,)
    assert acknowledge([], [dated]).moot == (dated,)


def test_what_the_files_record_is_what_agreements_and_derogations_name() -> None:
    term = Term(
        rule="overtime_quota",
        parameter="quota",
        value=180 * 60,
        source=Source("Accord (inventé)", "art. 7"),
        since=DAY,
        level=Level.COMPANY,
        agency="paris",
    )
    ground = Ground(
        kind=GroundKind.SUNDAY,
        since=DAY,
        until=DAY,
        agency="nantes",
        ground="Arrêté (inventé)",
        article="L3132-20",
    )
    assert tuple(recorded(Association(terms=(term,), grounds=(ground,)))) == (
        RecordedSource(text="Accord (inventé)", article="art. 7", since=DAY, agency="paris"),
        RecordedSource(
            text="Arrêté (inventé)", article="L3132-20", since=DAY, until=DAY, agency="nantes"
        ),
    )


def test_an_associations_acknowledgements_are_worth_what_its_files_record() -> None:
    breach = finding(Severity.NEGOTIABLE_DEFAULT)
    ground = Ground(kind=GroundKind.NIGHT, since=DAY, agency="paris", ground="Accord (inventé)")
    data = Association(
        mediators=(Mediator(id="ada", name="Ada", agency="paris"),),
        grounds=(ground,),
        acknowledgements=(ack(breach, "Accord (inventé)"),),
    )
    moved = replace(data, mediators=(Mediator(id="ada", name="Ada", agency="nantes"),))

    assert [a.finding for a in answers_for(data, [breach]).acked] == [breach]
    assert [r.finding for r in answers_for(moved, [breach]).refused] == [breach]


def test_an_answer_covers_one_of_two_findings_of_the_same_facts() -> None:
    breach = finding(Severity.HOUSE)
    other = replace(breach, message="Ada : autre chose, aux mêmes heures.")
    alone = acknowledge([breach], [ack(breach)])
    first, second = both = with_distinct_codes([breach, other])

    assert alone.stopping([breach]) == ()
    assert acknowledge(both, [ack(first)]).stopping(both) == (second,)
    assert acknowledge(both, [ack(second)]).stopping(both) == (first,)
    assert acknowledge(both, [ack(breach)]).moot == (ack(breach),)
    assert acknowledge(both, [ack(breach)]).stopping(both) == (first, second)
