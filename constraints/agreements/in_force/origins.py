"""Tell which source set each value in force, and what it replaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from constraints.agreements.clause import Clause
from constraints.agreements.terms import Strength
from scheduler.dated import Level, Since, Source
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constraints.agreements.agreement import Agreement
    from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class Origin:
    """
    Where the value in force of one parameter of one rule comes from.

    `value` is in `unit`, `shown` as people read it. `strength` is that of the branch agreement that
    sets it (None: it comes from elsewhere). `aside`: the values that it replaces, the one directly
    below first.
    """

    rule: str
    title: str
    parameter: str
    unit: str
    value: int
    shown: str
    source: Source
    level: Level
    since: date
    until: date | None
    strength: Strength | None
    aside: tuple[Since, ...]


def origins(
    profile: Profile, agreements: Iterable[Agreement], day: date, agency: str = ""
) -> tuple[Origin, ...]:
    """
    Return the origin of each value in force on a day, for people of an agency, rule by rule.

    A value that isn't in force yet, and a clause of an agreement not applied that day, are left
    out. A value that the employer sets for one agency replaces the one set for all agencies.
    """
    strengths = {a.text: a.strength for a in agreements}
    general = {(r.id, name): d for r in profile.person_rules for name, d in r.parameters().items()}
    own = dict(profile.agencies).get(agency, profile.person_rules)
    values = []
    for rule in (*own, *profile.team_rules):
        if isinstance(rule, Clause) and not rule.in_force(day):
            continue
        for name, dated in rule.parameters().items():
            entries = dated.entries(day)
            if not entries:
                continue
            wider = general.get((rule.id, name), dated).entries(day)
            best = entries[0]
            values.append(
                Origin(
                    rule=rule.id,
                    title=rule.title,
                    parameter=name,
                    unit=dated.unit,
                    value=best.value,
                    shown=shown(best.value, dated.unit),
                    source=best.source,
                    level=best.level,
                    since=best.day,
                    until=best.until,
                    strength=strengths.get(best.source.text)
                    if best.level is Level.BRANCH
                    else None,
                    aside=tuple(dict.fromkeys(e for e in (*entries, *wider) if e != best)),
                )
            )
    return tuple(values)
