"""Judge a rota by every rule of a profile: first each person, then the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.finding import with_distinct_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.rota import Rota
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.rule import PersonRule, Profile, TeamRule


def audit(rota: Rota, profile: Profile, *, only: Iterable[str] | None = None) -> list[Finding]:
    """
    Return the findings over the rota's horizon, by person then team.

    `only`: audit only these people (and the team), after an edit that changed no one else. Cost:
    linear in people and in duties of each.
    """
    people = rota.problem.mediators
    if only is not None:
        chosen = set(only)
        people = tuple(m for m in people if m.id in chosen)
    findings = [
        finding for person in people for finding in audit_person(rota.timeline(person), profile)
    ]
    for rule in profile.team_rules:
        findings.extend(audit_team(rota, rule))
    return findings


def audit_team(rota: Rota, rule: TeamRule) -> list[Finding]:
    """Return one team rule's findings on a rota."""
    return with_distinct_codes(rule.audit(rota))


def audit_person(timeline: Timeline, profile: Profile) -> list[Finding]:
    """Return the findings on one person's timeline."""
    return with_distinct_codes(
        finding for rule in profile.rules_of(timeline.mediator) for finding in judge(rule, timeline)
    )


def judge(rule: PersonRule, timeline: Timeline) -> Iterator[Finding]:
    """Yield one rule's findings on what it looks at of a person's time."""
    seen = timeline.hourly if rule.of_hours else timeline
    return rule.audit(seen.recent if rule.short_memory else seen)
