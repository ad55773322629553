"""The contract kills seeded bugs of the agreements' rules too."""

import os
from collections.abc import Iterator
from functools import cache

import pytest

from constraints.agreements.clause import Clause
from scheduler.domain.duty import DutyKind
from scheduler.domain.rota import Rota
from tests.constraints.agreement import accepts, clean
from tests.constraints.agreements.scenes import drawn
from tests.constraints.agreements.test_contract import RULES
from tests.constraints.mutants import (
    Mutant,
    blind_audit,
    encoding,
    is_past,
    last_forgotten,
    over_midnight,
    shifted,
    without,
)

TRIES = int(os.environ.get("MUTANT_EXAMPLES", "200"))
#: What is only to confirm is encoded by nothing, and seen by no comparison of violations.
TO_CONFIRM = {"usual"}
#: ALISFA's ten hours bind, but on days marked as exceptional.
BINDING = {"ccn_alisfa_amplitude"}
#: Rules that forbid no rota: of contracts, and of what is due for hours worked.
NOTED = {"ccn_alisfa_part_time_min", "ccn_alisfa_sunday_rest", "ccn_eclat_complement_13_weeks"}


def bugs() -> Iterator[tuple[str, Mutant]]:
    """Parameters one off, duties forgotten."""
    for rule in (r for r in RULES if r.id not in NOTED):
        name = type(rule).__name__
        unsure = set() if rule.id in BINDING else TO_CONFIRM
        for field in sorted(set(rule.limits()) - unsure):
            for by in (1, -1):
                wrong = shifted(rule, field, by)
                assert wrong is not None
                yield f"{name}: encode {field} {by:+}", Mutant(rule, encode=wrong.encode)
                yield f"{name}: audit {field} {by:+}", Mutant(rule, audit=wrong.audit)
        yield f"{name}: encode forgets the last slot", last_forgotten(rule)
        for kind, forgotten in {"history": is_past, "training": is_training}.items():
            yield f"{name}: encode forgets {kind}", encoding(rule, without(forgotten))
            yield f"{name}: audit forgets {kind}", blind_audit(rule, forgotten)
        if rule.id not in ("ccn_aci_amplitude", "ccn_alisfa_amplitude"):
            yield f"{name}: encode forgets nights", encoding(rule, without(over_midnight))
            yield f"{name}: audit forgets nights", blind_audit(rule, over_midnight)


def is_training(duty: object) -> bool:
    return getattr(duty, "kind", None) is DutyKind.TRAINING


BUGS = [*bugs()]


@cache
def lawful(rule: Clause, seed: int) -> tuple[Rota, bool]:
    rota = drawn(rule, seed)
    return rota, clean(rule, rota)


@pytest.mark.parametrize("mutant", [m for _, m in BUGS], ids=[name for name, _ in BUGS])
def test_the_contract_kills(mutant: Mutant) -> None:
    killed = any(
        (clean(mutant, rota) if "audit" in mutant.wrong else accepts(mutant, rota)) != expected  # type: ignore[arg-type]
        for rota, expected in (lawful(mutant.rule, seed) for seed in range(TRIES))
    )

    assert killed
