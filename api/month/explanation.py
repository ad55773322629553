"""Explain a month: why posts are open, which wishes are refused, what changes for whom."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from api.export.month.bundle import Month
from api.planning.moves import PersonChanges, changes_by_person
from api.planning.names import Names
from api.staffing.causes import OpenPost
from api.staffing.groups import Reasons
from api.staffing.wishes import RefusedWish, refusal_words, refused_wishes, wish_words
from api.staffing.wording import cause_words, lift_words, nearest_words
from scheduler.publication import published_rota


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What a planner asks of a finished month; `changes`: None if nothing was published."""

    reasons: Reasons
    refused: tuple[RefusedWish, ...]
    changes: tuple[PersonChanges, ...] | None


def explain_month(month: Month, posted: Container[str]) -> Explanation:
    """
    Explain a month; the time that it takes grows with holes, refused wishes and changes.

    `posted`: ids of who has a post in it; who is in it for what they worked alone wishes nothing
    that its planner may grant.
    """
    refused = refused_wishes(month.rota, month.profile, month.findings)
    return Explanation(
        reasons=month.reasons,
        refused=tuple(refusal for refusal in refused if refusal.wish.mediator in posted),
        changes=None if published_rota(month.rota.problem) is None else changes_of(month),
    )


def changes_of(month: Month) -> tuple[PersonChanges, ...]:
    """Return what publishing a month would change, by person."""
    before = (row.worked for row in month.history.get(month.label, ()))
    after = (row.worked for row in month.rows)
    return changes_by_person(before, after, month.rota.problem.mediator_of)


def changes_json(changes: Iterable[PersonChanges]) -> list[dict[str, Any]]:
    """Return each person's changes as plain values, with ids of slots (empty: no slot)."""
    return [
        {
            "person": person.mediator.id,
            "name": person.mediator.name,
            "before": "" if turn.before is None else turn.before.id,
            "after": "" if turn.after is None else turn.after.id,
        }
        for person in changes
        for turn in person.turns
    ]


def explanation_json(month: Month, explained: Explanation) -> dict[str, Any]:
    """Return the explanation as plain values, to add to those of the month."""
    reasons, names = explained.reasons, month.names
    return {
        "reasons": [
            {"slot": post.hole.slot.id, **why_open(post, reasons, names)} for post in reasons.posts
        ],
        "refused_wishes": [
            {
                "person": refusal.mediator.id,
                "name": refusal.mediator.name,
                "wish": wish_words(refusal.wish),
                "cause": refusal.ground.value,
                "slot": "" if refusal.slot is None else refusal.slot.id,
                "why": refusal_words(refusal, names),
            }
            for refusal in explained.refused
        ],
        "changes": changes_json(explained.changes or ()),
    }


def why_open(post: OpenPost, reasons: Reasons, names: Names) -> dict[str, Any]:
    """Return why a post is open as plain values."""
    return {
        "cause": post.cause.value,
        "rule": post.rule,
        "kept": post.kept,
        "people": post.people,
        "why": cause_words(post, reasons),
        "nearest": nearest_words(post, names),
        "lift": lift_words(post, reasons, names),
    }
