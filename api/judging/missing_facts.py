"""
Mark findings that rest on a missing fact as findings to confirm.

A rota made elsewhere may lack three facts: its breaks, the derogations (Sunday, 1 May, night) that
the employer relies on, and people's contracts. A finding that depends on one of them becomes « à
confirmer », and says what would make the rota lawful. Rules ignore all this: it is done after them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from scheduler.domain.duty import Duty
from scheduler.evidence import Fact
from scheduler.finding import Finding, Verdict
from scheduler.rule import Rule, shown

NO_BREAKS_TOLD = "à confirmer, la source ne dit pas les pauses"


def mark_to_confirm(
    findings: Iterable[Finding],
    duties: Mapping[str, Duty],
    rules: Iterable[Rule],
    *,
    grounds_told: bool = True,
    contract_told: bool = True,
) -> Iterator[Finding]:
    """
    Yield the findings; those that rest on a missing fact have the verdict « to confirm ».

    `duties`: the evidence of findings, by id. `rules`: those that made the findings.
    """
    facts = {rule.id: rule.rests_on for rule in rules}
    for finding in findings:
        why = None
        if finding.verdict is not Verdict.TO_CONFIRM:
            proof = [duties[key] for key in finding.evidence if key in duties]
            silent = any(d.counts and not d.breaks_known for d in proof)
            why = _why(
                finding,
                facts[finding.rule],
                silent=silent,
                grounds_told=grounds_told,
                contract_told=contract_told,
            )
        yield finding if why is None else _to_confirm(finding, why)


def _why(
    finding: Finding,
    rests_on: Collection[Fact],
    *,
    silent: bool,
    grounds_told: bool,
    contract_told: bool,
) -> str | None:
    """Return in French what is to be confirmed of a finding (None: nothing)."""
    violation = finding.verdict is Verdict.VIOLATION
    if silent and violation and Fact.BREAK in rests_on:
        return (
            f"{NO_BREAKS_TOLD} : infraction si aucune ne l’a interrompu, conforme si une pause "
            "assez longue a été prise"
        )
    if silent and violation and Fact.WORK in rests_on:
        return (
            f"{NO_BREAKS_TOLD} : infraction si aucune n’a été prise, conforme si elles font au "
            f"moins {shown(finding.amount, finding.unit)}"
        )
    if silent and Fact.DUE in rests_on:
        return f"{NO_BREAKS_TOLD} : chacune diminue ce qui est compté ici"
    if violation and not grounds_told and Fact.GROUND in rests_on:
        return (
            "à confirmer, aucune dérogation n’a été donnée : infraction sans elle, conforme si un "
            "accord, une autorisation ou l’activité le permet"
        )
    if not contract_told and Fact.CONTRACT in rests_on:
        return (
            "à confirmer, 35 h par semaine sont supposées, le contrat n’étant pas connu : dû à un "
            "temps plein compté à la semaine, autrement à temps partiel ou aménagé"
        )
    return None


def _to_confirm(finding: Finding, why: str) -> Finding:
    message = f"{finding.message.rstrip().removesuffix('.')} ({why})."
    return replace(finding, verdict=Verdict.TO_CONFIRM, message=message)
