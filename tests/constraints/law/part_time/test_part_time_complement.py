from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.agreements.terms import Applied
from constraints.law.part_time.part_time_complement import RULE
from constraints.registry import profile_of
from scheduler.domain.employment.amendments import AmendmentGround
from scheduler.domain.employment.contracts import ContractKind
from scheduler.finding import Effect, Severity
from tests.constraints.amended import amendment, part_timer
from tests.constraints.law.make import audited, facts, timeline

JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}


def weeks_of(count: int, *, year: int = 2026, **options: Any) -> list[Any]:
    """One amendment of a day on each first of a month, from January on."""
    return [amendment(date(year, n + 1, 1), date(year, n + 1, 1), **options) for n in range(count)]


def found_in_june(*amendments: Any, agreement: str = "eclat") -> list[Any]:
    who = part_timer(*amendments)
    chosen = (Applied(agreement=agreement),) if agreement else ()
    (rule,) = [r for r in profile_of(chosen).rules_of(who) if r.id == RULE.id]
    return audited(rule, timeline(who=who, **JUNE))


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [("", 1), ("ateliers_chantiers_insertion", 1), ("eclat", 0), ("alisfa", 0)],
)
@pytest.mark.parametrize("ground", [AmendmentGround.SEASON, AmendmentGround.REPLACEMENT])
def test_only_an_extended_branch_agreement_allows_it(
    agreement: str, expected: int, ground: AmendmentGround
) -> None:
    assert len(found_in_june(amendment(ground=ground), agreement=agreement)) == expected


def test_the_finding_says_that_no_agreement_allows_it_with_the_article() -> None:
    (finding,) = found_in_june(amendment(date(2026, 6, 15), date(2026, 7, 5)), agreement="")

    assert facts([finding]) == [("2026-06-15", 1, 0, 1)]
    assert (finding.article, finding.severity) == ("L3123-22", Severity.PUBLIC_ORDER)
    assert (finding.effect, finding.inherited) == (Effect.WARN, False)
    assert finding.message == (
        "Maé : avenant de complément d’heures du 15/06/2026 au 05/07/2026, qu’aucun accord de "
        "branche étendu ne permet ; ses heures sont comptées comme des heures complémentaires."
    )


@pytest.mark.parametrize("agreement", ["eclat", "alisfa"])
@pytest.mark.parametrize(
    ("before", "ground", "expected"),
    [
        (weeks_of(4), AmendmentGround.SEASON, []),
        (weeks_of(5), AmendmentGround.SEASON, [("2026-06-02", 6, 5, 1)]),
        # Those that replace somebody are neither counted nor bounded.
        (weeks_of(5), AmendmentGround.REPLACEMENT, []),
        (weeks_of(5, ground=AmendmentGround.REPLACEMENT), AmendmentGround.SEASON, []),
        # Another year's are not this one's; its own year is that in which it begins.
        (weeks_of(5, year=2025), AmendmentGround.SEASON, []),
    ],
)
def test_a_sixth_amendment_of_the_year_is_one_too_many(
    agreement: str, before: list[Any], ground: AmendmentGround, expected: list[Any]
) -> None:
    last = amendment(date(2026, 6, 2), date(2026, 6, 30), ground=ground)

    assert facts(found_in_june(*before, last, agreement=agreement)) == expected


@pytest.mark.parametrize(
    ("renews", "hours", "expected"),
    [(True, 30, []), (False, 30, [6]), (True, 31, [6])],
)
def test_one_that_goes_on_under_a_renewal_counts_once(
    renews: bool, hours: float, expected: list[int]
) -> None:
    renewed = date(2026, 6, 15)
    first = amendment(date(2026, 6, 2), renewed - timedelta(days=1), hours=30)
    second = amendment(renewed, date(2026, 6, 30), hours=hours)
    who = part_timer(*weeks_of(4), first)
    (own,) = who.contracts
    contracts = (
        replace(own, kind=ContractKind.CDD, end=renewed - timedelta(days=1)),
        replace(own, kind=ContractKind.CDD, start=renewed, renews=renews, amendments=(second,)),
    )
    (rule,) = [r for r in profile_of([Applied(agreement="eclat")]).rules_of(who) if r.id == RULE.id]

    judged = audited(rule, timeline(who=replace(who, contracts=contracts), **JUNE))

    assert [f.measured for f in judged] == expected


def test_the_count_cites_the_agreement_and_says_which_amendment_it_is() -> None:
    (finding,) = found_in_june(*weeks_of(5), amendment(date(2026, 6, 2), date(2026, 6, 30)))

    assert finding.article == "art. 5.9.6.2 (ECLAT, IDCC 1518)\u00a0; L3123-22"
    assert finding.message == (
        "Maé : avenant de complément d’heures du 02/06/2026 au 30/06/2026, 6 fois dans l’année "
        "hors remplacement, au lieu de 5 fois au plus."
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 5, 1), date(2026, 5, 31), []),
        (date(2026, 5, 1), date(2026, 6, 1), ["2026-06-01"]),
        (date(2026, 6, 30), date(2026, 7, 31), ["2026-06-30"]),
        (date(2026, 7, 1), date(2026, 7, 31), []),
    ],
)
def test_an_amendment_is_judged_where_it_is_in_force(
    start: date, end: date, expected: list[str]
) -> None:
    judged = found_in_june(amendment(start, end), agreement="")

    assert [f.on.isoformat() for f in judged] == expected
