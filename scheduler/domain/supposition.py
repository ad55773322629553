"""Suppose a problem otherwise, and keep what the change leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem

BY_PERSON = {
    "absences_of": {"absences"},
    "fixed_of": {"history", "trainings"},
}
"""Tables with a row for each person, and the fields, besides people, that they are made of."""

DERIVED = {
    "carried_of": {"carried"},
    "fixed": {"history", "trainings"},
    "limits_of": {"limits"},
    "longest": {"history", "slots", "trainings"},
    "minutes_between": {"travel"},
    "notices_of": {"notices"},
    "outside_of": {"outside"},
    "presence": {"absences", "trainings"},
    "settled": {"history", "slots"},
    "settled_by": {"history", "slots"},
}
"""Other tables, and the fields that they are made of."""


def supposing(problem: Problem, **changes: Any) -> Problem:
    """
    Return a problem with other values of some fields.

    Tables that are made of the other fields alone are not made again: to sort what a whole
    association has worked takes longer than to judge somebody.
    """
    other = replace(problem, **changes)
    same_people = problem.mediator_of.keys() == other.mediator_of.keys()
    for table, fields in (DERIVED | BY_PERSON if same_people else DERIVED).items():
        if table in vars(problem) and not fields & changes.keys():
            vars(other)[table] = vars(problem)[table]
    return other
