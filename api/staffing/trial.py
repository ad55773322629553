"""Try a person on a slot, and return what the audit then finds."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from api.french.words import ROLES, brief_date
from api.judging.reaudit import FindingChanges, JudgePerson, finding_changes, reaudit
from api.planning.names import Names
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding
from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What is tried with a person: what changes, and which findings forbid it (none: it may be)."""

    mediator: Mediator
    changed: FindingChanges
    stopping: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Trial(Attempt):
    """A rota with one person added to a slot."""

    rota: Rota


def tried(
    base: Rota,
    profile: Profile,
    findings: list[Finding],
    mediator: Mediator,
    slot: Slot,
    *,
    judged: JudgePerson | None = None,
    part: Rota | None = None,
) -> Trial:
    """
    Add a person to a slot of a rota; `findings` are all the findings on that rota.

    `judged`: see `reaudit`. `part`: the rota around the slot (see `rota_around`), which is the same
    for the person tried on it (None: it is made here).
    """
    assignment = Assignment(mediator.id, slot.id)
    rota = base.changed({assignment})
    there = None if part is None else part.changed({assignment})
    judgement = reaudit(rota, profile, findings, [assignment], judged=judged, part=there)
    change = finding_changes(findings, judgement)
    spare = has_room(slot, len(base.team_of[slot.id]) + 1)
    return Trial(
        mediator=mediator,
        rota=rota,
        changed=change,
        stopping=stopping(change.added, settled_by_others(profile) if spare else ()),
    )


def settled_by_others(profile: Profile) -> frozenset[str]:
    """Return the ids of rules whose findings may disappear when more people join the slot."""
    return frozenset(rule.id for rule in profile.team_rules if rule.settled_by_others)


def stopping(added: Iterable[Finding], settled: Collection[str] = ()) -> tuple[Finding, ...]:
    """
    Return those findings that forbid an assignment, among the ones that it adds.

    `settled`: ids of rules to ignore, since people who still join the slot may settle their
    findings.
    """
    return tuple(f for f in added if f.blocks and not f.inherited and f.rule not in settled)


def has_room(slot: Slot, people: int) -> bool:
    """Whether a slot can use more people than these."""
    return people < sum(need.maximum for need in slot.needs)


def reasons(mediator: Mediator, slot: Slot, names: Names) -> Iterator[tuple[str, str]]:
    """Yield why a person's post forbids a slot, each reason as a code and a French sentence."""
    need = slot.need_for(mediator)
    if need is None:
        yield "role", f"le créneau ne demande pas de {ROLES[mediator.role]}"
    if slot.dispositif not in mediator.dispositifs:
        yield "dispositif", f"pas en poste sur « {names.dispositif(slot.dispositif)} »"
    if mediator.sites and slot.site and slot.site not in mediator.sites:
        yield "site", f"pas en poste sur le site « {names.site(slot.site)} »"
    for day in slot.span.days:
        if mediator.contract_on(day) is None:
            yield "contrat", f"sans contrat le {brief_date(day)}"
            break
    missing = sorted(need.titles - mediator.titles) if need is not None else []
    if missing:
        yield "titre", f"titre manquant : {', '.join(missing)}"
