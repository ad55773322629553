"""What a finding cites, where an agreement sets the value in force."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

import pytest

from scheduler.dated import Dated, Level, Source, legal
from scheduler.domain.time import day_span
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding, Severity
from scheduler.model import PersonModel
from scheduler.rule import PersonRule

DAY = date(2026, 6, 15)
LAW, OTHER = Source("Code du travail", "L1"), Source("Code du travail", "L2")
BRANCH = Source("ECLAT, IDCC 1518", "art. 5.3")


@dataclass(frozen=True, kw_only=True)
class Shared(PersonRule):
    """A parameter that several rules have."""

    begins: Dated = legal("clock", 1260, LAW, floor=1200)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:  # noqa: ARG002
        raise AssertionError

    def encode(self, model: PersonModel) -> None:  # noqa: ARG002
        raise AssertionError


@dataclass(frozen=True, kw_only=True)
class Limit(Shared):
    """A limit of its own."""

    id: ClassVar[str] = "limit"
    title: ClassVar[str] = "Limite"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (LAW, OTHER)
    sentence: ClassVar[str] = "{who} {measured} {limit}"

    limit: Dated = legal("minutes", 600, LAW, ceiling=720)


def agreed(value: int, **options: Any) -> Limit:
    rule = Limit()
    dated = rule.limit.derogate(value, DAY, BRANCH, level=Level.BRANCH, **options)
    return replace(rule, limit=dated)


def cited(
    rule: Limit, measured: int, limit: int, on: date = DAY, **options: Any
) -> tuple[str, str]:
    finding = rule.finding(
        subject="m", who="M", on=on, span=day_span(on), measured=measured, limit=limit, **options
    )
    return finding.article, finding.severity.value


def test_without_an_agreement_the_code_is_cited() -> None:
    assert cited(Limit(), 601, 600) == ("L1", "public_order")


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        (541, ("art. 5.3 (ECLAT, IDCC 1518)", "negotiable_default")),
        (600, ("art. 5.3 (ECLAT, IDCC 1518)", "negotiable_default")),
        (601, ("art. 5.3 (ECLAT, IDCC 1518)\u00a0; L1", "public_order")),
    ],
)
def test_a_stricter_agreement_alone_is_cited_within_the_code_s_value(
    measured: int, expected: tuple[str, str]
) -> None:
    assert cited(agreed(540), measured, 540) == expected


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        (719, ("art. 5.3 (ECLAT, IDCC 1518)", "negotiable_default")),
        (599, ("art. 5.3 (ECLAT, IDCC 1518)\u00a0; L1", "public_order")),
    ],
)
def test_so_it_is_of_a_minimum(measured: int, expected: tuple[str, str]) -> None:
    assert cited(agreed(720), measured, 720) == expected


def test_a_looser_agreement_is_cited_with_the_code() -> None:
    assert cited(agreed(700), 701, 700) == (
        "art. 5.3 (ECLAT, IDCC 1518)\u00a0; L1",
        "public_order",
    )


def test_a_limit_that_is_not_the_value_itself_cites_both() -> None:
    assert cited(agreed(540), 6481, 12 * 540) == (
        "art. 5.3 (ECLAT, IDCC 1518)\u00a0; L1",
        "public_order",
    )


def test_an_agreement_that_ended_is_not_cited() -> None:
    assert cited(agreed(540, until=DAY), 601, 600, on=date(2026, 6, 16)) == ("L1", "public_order")


def test_what_only_defines_is_not_cited() -> None:
    shared = Limit().begins.derogate(1320, DAY, BRANCH, level=Level.BRANCH)

    assert cited(replace(Limit(), begins=shared), 601, 600) == ("L1", "public_order")


def test_a_source_given_is_the_one_cited() -> None:
    assert cited(agreed(540), 541, 540, source=OTHER) == ("L2", "public_order")


def test_what_is_paid_keeps_its_severity() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Paid(Limit):
        """A counter."""

        severity: ClassVar[Severity] = Severity.PAY_OR_COUNTER

        limit: Dated = agreed(540).limit

    assert cited(Paid(), 541, 540) == ("art. 5.3 (ECLAT, IDCC 1518)", "pay_or_counter")
