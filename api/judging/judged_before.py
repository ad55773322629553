"""
Judge the people of a month, and judge again only those of whom something changed.

A publication changes the shifts of some people. What was found on the others is still right, since
the rules on a person judge that person's timeline alone (`audit_person`).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from api.database.memory import Memory
from api.judging.case import Facts
from api.judging.judging import PersonFindings, judge
from scheduler.domain.timeline import Timeline
from scheduler.rule import Profile

KEPT = 8
"""Months whose people a process remembers having judged."""


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """What was found on each person of a month, by id, and from which timeline."""

    profile: Profile
    timelines: Mapping[str, Timeline]
    people: Mapping[str, PersonFindings]


_people = Memory[_Judged](KEPT)


def judged_people(facts: Facts, profile: Profile, month: Hashable) -> list[PersonFindings]:
    """
    Return the findings of each person, in order, as `judge` does.

    `month` names what is judged, so that its people are compared with those judged under the same
    name before: whoever has the same timeline, by the same rules, isn't judged again.
    """
    timelines = {person.id: facts.timeline(person) for person in facts.problem.mediators}
    before = _people.find(month)
    unchanged: Mapping[str, PersonFindings] = {}
    if before is not None and before.profile == profile:
        unchanged = {
            person: findings
            for person, findings in before.people.items()
            if before.timelines[person] == timelines.get(person)
        }
    others = [person for person in facts.problem.mediators if person.id not in unchanged]
    judged = {answer.mediator.id: answer for answer in judge(facts, profile, others)}
    people = {person: unchanged.get(person) or judged[person] for person in timelines}
    _people.keep(month, _Judged(profile=profile, timelines=timelines, people=people))
    return list(people.values())
