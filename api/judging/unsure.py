"""
Ce que le fichier ne dit pas : findings that hold only if a fact that nobody told is so.

One pass, after the rules and apart from them. Three facts may be missing from a rota made
elsewhere: its breaks, the derogations (Sunday, 1 May, night) that the employer stands on, and
people's contracts. What depends on them becomes « à confirmer », with what would make it lawful;
the rest stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.finding import Finding, Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.domain.duty import Duty

#: Rules that ask for a break: one that isn't told may have been taken.
OF_BREAKS = frozenset(
    {
        "break_20min",
        "ccn_aci_break_30min",
        "ccn_eclat_break_45min",
        "ccn_eclat_night_break",
        "minor_break_30min",
    }
)

#: Rules that bound minutes of work from above: each break that isn't told takes some off.
OF_WORK = frozenset(
    {
        "apprentice_training_time",
        "avg12_44h",
        "ccn_eclat_avg6_44h",
        "daily_max_10h",
        "minor_daily_8h",
        "minor_weekly_35h",
        "multi_employer_total",
        "night_worker_avg12_40h",
        "night_worker_daily_8h",
        "part_time_below_35h",
        "part_time_complementary_cap",
        "part_time_drift_12_weeks",
        "weekly_max_48h",
    }
)

#: Rules that count what is owed: each break that isn't told takes some off.
OF_PAY = frozenset(
    {"legal_35h_overtime", "modulation_overtime", "night_worker_status", "overtime_quota"}
)

#: Rules that a derogation lifts.
OF_GROUNDS = frozenset({"may_first", "night_work_legal_basis", "sunday_rest"})

#: Rules that a contract of other hours, or counted over more than a week, would change.
OF_CONTRACT = frozenset({"legal_35h_overtime", "modulation_overtime", "overtime_quota"})

NO_BREAKS_TOLD = "à confirmer, la source ne dit pas les pauses"


def unsure(
    findings: Iterable[Finding],
    duties: Mapping[str, Duty],
    *,
    grounds_told: bool = True,
    contract_told: bool = True,
) -> Iterator[Finding]:
    """
    Yield the findings, those that rest on a fact that wasn't told to be confirmed.

    `duties`: by id, those that findings name as evidence.
    """
    for one in findings:
        why = None
        if one.verdict is not Verdict.TO_CONFIRM:
            proof = [duties[key] for key in one.evidence if key in duties]
            silent = any(d.counts and not d.breaks_known for d in proof)
            why = _why(one, silent=silent, grounds_told=grounds_told, contract_told=contract_told)
        yield one if why is None else _asked(one, why)


def _why(one: Finding, *, silent: bool, grounds_told: bool, contract_told: bool) -> str | None:
    """Say what is to be confirmed of a finding (None: nothing)."""
    violation = one.verdict is Verdict.VIOLATION
    if silent and violation and one.rule in OF_BREAKS:
        return (
            f"{NO_BREAKS_TOLD} : infraction si aucune ne l’a interrompu, conforme si une pause "
            "assez longue a été prise"
        )
    if silent and violation and one.rule in OF_WORK:
        return (
            f"{NO_BREAKS_TOLD} : infraction si aucune n’a été prise, conforme si elles font au "
            f"moins {shown(one.amount, one.unit)}"
        )
    if silent and one.rule in OF_PAY:
        return f"{NO_BREAKS_TOLD} : chacune diminue ce qui est compté ici"
    if violation and not grounds_told and one.rule in OF_GROUNDS:
        return (
            "à confirmer, aucune dérogation n’a été donnée : infraction sans elle, conforme si un "
            "accord, une autorisation ou l’activité le permet"
        )
    if not contract_told and one.rule in OF_CONTRACT:
        return (
            "à confirmer, 35 h par semaine sont supposées, le contrat n’étant pas connu : dû à un "
            "temps plein compté à la semaine, autrement à temps partiel ou aménagé"
        )
    return None


def _asked(finding: Finding, why: str) -> Finding:
    message = f"{finding.message.rstrip().removesuffix('.')} ({why})."
    return replace(finding, verdict=Verdict.TO_CONFIRM, message=message)
