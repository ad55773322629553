"""The contract kills seeded bugs: in each, encoding or audit is wrong in one small way."""

import os
from collections.abc import Iterator
from functools import cache

import pytest

import constraints.house
import constraints.law
from constraints.registry import offers
from scheduler.domain.duty import DutyKind
from scheduler.domain.rota import Rota
from scheduler.rule import PersonRule
from tests.constraints.agreement import accepts, clean
from tests.constraints.drawn import drawn_rota
from tests.constraints.mutants import (
    UNDER_AGREEMENT,
    Mutant,
    adult_too_soon,
    blind_audit,
    by_the_clock,
    counted_whole,
    encoding,
    forbids_nothing,
    is_past,
    last_forgotten,
    over_midnight,
    shifted,
    winter_forever,
    without,
)

pytestmark = pytest.mark.long

TRIES = int(os.environ.get("MUTANT_EXAMPLES", "200"))
RULES = {
    r.id: r
    for r in (*offers(constraints.law), *offers(constraints.house))
    if isinstance(r, PersonRule)
}

NOTED = {rule.id for rule in RULES.values() if forbids_nothing(rule)}
#: What hours cost or give back is the counters' business: it forbids nothing.
RATES = {"percent", "permille"}
#: Two days in a row are written in the encoding: no agreement may change them.
UNREAD = {("minor_weekly_rest_2_days", "days")}
#: Asks nothing of a rota without amendments, which no drawn contract has (see `meeting/`).
AMENDED = {("part_time_complementary_cap", "most")}
TOTALS = ("daily_max_10h", "weekly_max_48h", "avg12_44h", "minor_daily_8h", "minor_weekly_35h")
RESTS = ("daily_rest_11h", "weekly_rest_35h", "minor_daily_rest_12h")
DAYS = ("six_days_per_week", "consecutive_days", "forfait_days_cap")
PART_TIME = ("part_time_below_35h", "part_time_complementary_cap")


def off_by_one() -> Iterator[tuple[str, Mutant]]:
    """Encodings, and audits, whose parameter is one too high or one too low."""
    for rule in RULES.values():
        known = rule.parameters().items()
        limits = [n for n, v in known if v.unit not in RATES and (rule.id, n) not in AMENDED]
        for name in () if rule.id in NOTED | UNDER_AGREEMENT else limits:
            for by in (1, -1):
                if (wrong := shifted(rule, name, by)) is not None:
                    if (rule.id, name) not in UNREAD:
                        yield f"{rule.id}: encode {name} {by:+}", Mutant(rule, encode=wrong.encode)
                    yield f"{rule.id}: audit {name} {by:+}", Mutant(rule, audit=wrong.audit)


def forgetful() -> Iterator[tuple[str, Mutant]]:
    """Encodings and audits that don't see some of a person's duties."""
    blind = {
        "history": (is_past, (*TOTALS, *RESTS, *DAYS)),
        "training": (lambda d: d.kind is DutyKind.TRAINING, (*TOTALS, *RESTS, *DAYS, *PART_TIME)),
        "travel": (lambda d: d.kind is DutyKind.TRAVEL, (*TOTALS, *PART_TIME)),
        "interventions": (lambda d: d.kind is DutyKind.INTERVENTION, (*RESTS[:2], "oncall_rest")),
        "nights": (over_midnight, (*TOTALS[:3], *RESTS, *DAYS[:1])),
    }
    for kind, (forgotten, ids) in blind.items():
        for rule in (RULES[i] for i in ids):
            yield f"{rule.id}: encode forgets {kind}", encoding(rule, without(forgotten))
            yield f"{rule.id}: audit forgets {kind}", blind_audit(rule, forgotten)
    for rule in RULES.values():
        if rule.id not in NOTED | UNDER_AGREEMENT:
            yield f"{rule.id}: encode forgets the last slot", last_forgotten(rule)


def structural() -> Iterator[tuple[str, Mutant]]:
    """Encodings that count right, but the wrong thing."""
    for rule_id in ("weekly_max_48h", *PART_TIME):
        rule = RULES[rule_id]
        yield f"{rule_id}: a night counts whole twice", encoding(rule, work=counted_whole)
    for rule_id in (*TOTALS, "daily_span_13h", "night_worker_daily_8h"):
        yield f"{rule_id}: durations by the clock", encoding(RULES[rule_id], by_the_clock)
    for rule_id in RESTS:
        yield f"{rule_id}: rests by the clock", encoding(RULES[rule_id], winter_forever)
    for rule_id in YOUNG:
        yield f"{rule_id}: adult too soon", encoding(RULES[rule_id], who=adult_too_soon)


#: Rules of minors, and of adults, that turn on the very day of the birthday (on a Sunday, who
#: turns 18 in the week already did).
YOUNG = (
    "break_20min",
    "daily_max_10h",
    "daily_rest_11h",
    "daily_span_13h",
    "minor_break_30min",
    "minor_daily_8h",
    "minor_daily_rest_12h",
    "minor_night_ban",
    "minor_weekly_35h",
    "minor_weekly_rest_2_days",
)
BUGS = [*off_by_one(), *forgetful(), *structural()]


@cache
def drawn(rule_id: str, seed: int) -> tuple[Rota, bool]:
    """Return a rota of the rule's pool, with what the rule's audit says of it."""
    rota = drawn_rota(RULES[rule_id], seed)
    return rota, clean(RULES[rule_id], rota)


def killed_at(mutant: Mutant, tries: int = TRIES) -> int | None:
    """Return how many rotas tell the bug from the rule (None: none does)."""
    for seed in range(tries):
        rota, lawful = drawn(mutant.rule.id, seed)
        verdict = clean(mutant, rota) if "audit" in mutant.wrong else accepts(mutant, rota)  # type: ignore[arg-type]
        if verdict != lawful:
            return seed + 1
    return None


@pytest.mark.parametrize("mutant", [m for _, m in BUGS], ids=[name for name, _ in BUGS])
def test_the_contract_kills(mutant: Mutant) -> None:
    assert killed_at(mutant) is not None
