"""
Ce que le fichier ne dit pas : findings that hold only if a fact that nobody told is so.

One pass, after the rules and apart from them. Two facts may be missing from a rota made
elsewhere: its breaks, and the derogations (Sunday, 1 May, night) that the employer stands on. What
depends on them becomes « à confirmer », with what would make it lawful; the rest stays.
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

NO_BREAKS_TOLD = "à confirmer, la source ne dit pas les pauses"


def unsure(
    findings: Iterable[Finding], duties: Mapping[str, Duty], *, grounds_told: bool
) -> Iterator[Finding]:
    """
    Yield the findings, those that rest on a fact that wasn't told to be confirmed.

    `duties`: by id, those that findings name as evidence.
    """
    for one in findings:
        if one.verdict is not Verdict.VIOLATION:
            yield one
            continue
        proof = [duties[key] for key in one.evidence if key in duties]
        silent = any(d.counts and not d.breaks_known for d in proof)
        if silent and one.rule in OF_BREAKS:
            yield _asked(
                one,
                f"{NO_BREAKS_TOLD} : infraction si aucune ne l’a interrompu, conforme si une "
                "pause assez longue a été prise",
            )
        elif silent and one.rule in OF_WORK:
            yield _asked(
                one,
                f"{NO_BREAKS_TOLD} : infraction si aucune n’a été prise, conforme si elles font "
                f"au moins {shown(one.amount, one.unit)}",
            )
        elif silent and one.rule in OF_PAY:
            yield _asked(one, f"{NO_BREAKS_TOLD} : chacune diminue ce qui est compté ici")
        elif not grounds_told and one.rule in OF_GROUNDS:
            yield _asked(
                one,
                "à confirmer, aucune dérogation n’a été donnée : infraction sans elle, conforme "
                "si un accord, une autorisation ou l’activité le permet",
            )
        else:
            yield one


def _asked(finding: Finding, why: str) -> Finding:
    message = f"{finding.message.rstrip().removesuffix('.')} ({why})."
    return replace(finding, verdict=Verdict.TO_CONFIRM, message=message)
