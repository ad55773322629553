"""One case judged: whether what is found is what it says, or what of it can't be held."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from scheduler.errors import RoulementError
from tests.constraints.law.cases import UnknownRuleError, difference, in_force, timeline
from tests.constraints.law.forms import VERDICTS, read


class Outcome(StrEnum):
    """What came of a case."""

    SAME = "conforme"
    OTHER = "écart"
    NOT_HELD = "non représenté"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """
    A case with what came of it.

    `difference`: what was found and isn't what the case says (empty: nothing, or never judged).
    `missing`: what no timeline of ours holds. A case of which something is missing counts as
    neither right nor wrong: what is missing may be what its verdict hangs on.
    """

    id: str
    rule: str
    expected: str
    difference: str = ""
    missing: tuple[str, ...] = ()
    readable: bool = True

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        if self.missing:
            return Outcome.NOT_HELD
        return Outcome.OTHER if self.difference else Outcome.SAME

    def __str__(self) -> str:
        if not self.missing:
            return f"ÉCART : {self.difference}" if self.difference else self.expected
        without = "pas jugé"
        if self.readable:
            without = f"sans cela : {self.difference or self.expected}"
        return f"NON REPRÉSENTÉ : {' ; '.join(self.missing)} ({without})"


def judge(written: Any) -> Judged:
    """Judge a case of any form."""
    if not isinstance(written, dict):
        return Judged(id="", rule="", expected="", missing=("ligne illisible",), readable=False)
    missing: tuple[str, ...] = ()
    try:
        case, missing = read(written)
        rule, _ = in_force(case), timeline(case)
    except UnknownRuleError:
        return _not_judged(written, *missing, f"rule « {written.get('rule', '')} »")
    except (RoulementError, LookupError, ValueError, TypeError, AttributeError) as error:
        why = f"illisible « {type(error).__name__} : {error} »".replace("\n", " ")
        return _not_judged(written, *missing, why)
    if "expected_value" in case and not hasattr(rule, "computed"):
        return _not_judged(written, *missing, "expected_value, que cette règle ne calcule pas")
    if case["expected"] not in VERDICTS:
        return _not_judged(written, *missing)
    return replace(_not_judged(written, *missing), difference=compare(rule, case), readable=True)


def compare(rule: Any, case: dict[str, Any]) -> str:
    """Return what differs; an audit that fails is a difference too: the next case waits."""
    try:
        return difference(rule, case)
    except Exception as error:  # noqa: BLE001 - whatever our own audit raises is said, and counted
        return f"l’audit échoue : {type(error).__name__} {error}"


def _not_judged(case: dict[str, Any], *missing: str) -> Judged:
    return Judged(
        id=str(case.get("id", "")),
        rule=str(case.get("rule", "")),
        expected=str(case.get("expected", "ok")),
        missing=missing,
        readable=False,
    )
