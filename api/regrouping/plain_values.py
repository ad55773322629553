"""Write the ways to regroup teams as plain values, for `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python

from api.judging.shapes import finding_out
from api.month.frames import Frame
from api.planning.names import Names
from api.regrouping.proposing import Notified, Proposed
from api.regrouping.search import Way
from api.regrouping.service import Option, Regroup
from api.regrouping.wording import (
    asked_words,
    exception_words,
    option_words,
    outcome_words,
    refused_words,
    title_words,
)
from calendars.templates.template import TemplateException


def plain_values(proposed: Proposed, since: datetime, names: Names) -> Any:
    """
    Return the ways to regroup, the best first; `nearest` only where none is lawful.

    `people`: asked for at the targets; `there`: those already there; `room`: how many more they
    take. `concluded`: nothing better is left out. `exceptions`: what publishing an option needs
    first. `letters`: who is notified, and the mail that publishing sends them (null: their calendar
    alone). `findings`: those that an option adds and that don't block, or that forbid a way.
    """
    frame, regroup, emergency = proposed.frame, proposed.regroup, proposed.regroup.emergency
    return to_jsonable_python(
        {
            "day": emergency.day,
            "since": since,
            "targets": [slot.id for slot in emergency.targets],
            "people": emergency.people,
            "there": regroup.there,
            "room": regroup.room,
            "concluded": regroup.concluded,
            "sentences": [asked_words(regroup, names), *outcome_words(regroup)],
            "exceptions": [_exception(exception) for exception in emergency.exceptions],
            "options": [
                _option(frame, regroup, option, letters, names)
                for option, letters in zip(regroup.options, proposed.letters, strict=True)
            ],
            "nearest": [
                {
                    **_way(frame, refused.way, names),
                    "words": refused_words(refused, names),
                    "findings": [finding_out(finding) for finding in refused.findings],
                }
                for refused in regroup.nearest
            ],
        }
    )


def _way(frame: Frame, way: Way, names: Names) -> dict[str, Any]:
    """Return who moves, and the ranks of a way in their order, after the people still missing."""
    people = frame.problem.mediator_of
    return {
        "title": title_words(way, frame.problem, names),
        "moves": [
            {
                "person": move.mediator,
                "name": people[move.mediator].name,
                "source": move.source,
                "target": move.target,
            }
            for move in way.moves
        ],
        "split": way.split,
        "referents": way.referents,
        "moved": len(way.moves),
        "minimum": way.minimum,
        "target": way.target,
        "minutes": way.minutes,
    }


def _option(
    frame: Frame, regroup: Regroup, option: Option, people: Sequence[Notified], names: Names
) -> dict[str, Any]:
    broken = {slot.id for slot in option.broken}
    return {
        **_way(frame, option.way, names),
        "missing": option.missing,
        "sentences": option_words(option, regroup.emergency, names),
        "uncovered": [
            {
                "slot": post.slot.id,
                "before": post.before,
                "after": post.after,
                "target": post.target,
                "broken": post.slot.id in broken,
            }
            for post in option.uncovered
        ],
        "findings": [finding_out(finding) for finding in option.findings],
        "letters": [
            {
                "person": notified.mediator.id,
                "name": notified.mediator.name,
                "subject": notified.letter and notified.letter.subject,
                "body": notified.letter and notified.letter.body,
            }
            for notified in people
        ],
    }


def _exception(exception: TemplateException) -> dict[str, Any]:
    need = None if exception.needs is None else exception.needs[0]
    return {
        "template": exception.template,
        "day": exception.day,
        "action": exception.action,
        "minimum": need and need.minimum,
        "target": need and need.target,
        "maximum": need and need.maximum,
        "why": exception.why,
        "words": exception_words(exception),
    }
