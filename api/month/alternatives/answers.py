"""What « pourquoi moi ? » answers, as plain values: for `--json`, for HTTP and for the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.month.alternatives.wording import alternative_words, payer_words
from api.month.explanation import changes_json, conflict_json
from api.planning.moves import turn_words

if TYPE_CHECKING:
    from api.month.alternatives.service import Alternative, Payer
    from api.planning.names import Names


def alternative_json(answer: Alternative, names: Names) -> dict[str, Any]:
    """
    Return an answer as plain values.

    `state`: `possible`, `impossible` (by the post, a lock or a conflict) or `non_conclu`. `changes`
    name slots by id (empty: none); minutes and counts of `payers` are before and after.
    """
    return {
        "person": answer.mediator.id,
        "slot": answer.slot.id,
        "holds": answer.holds,
        "state": state_of(answer),
        "sentences": list(alternative_words(answer, names)),
        "fewest": answer.fewest,
        "changes": [
            {**change, "words": words}
            for change, words in zip(
                changes_json(answer.changes), _words(answer, names), strict=True
            )
        ],
        "tiers": [
            {"name": tier.name, "unit": tier.unit, "before": tier.before, "after": tier.after}
            for tier in answer.tiers
        ],
        "payers": [_payer(payer) for payer in answer.payers],
        "conflict": None if answer.conflict is None else conflict_json(answer.conflict),
    }


def state_of(answer: Alternative) -> str:
    """Return whether it can be: `possible`, `impossible` or `non_conclu`."""
    if answer.assignments is not None:
        return "possible"
    return "impossible" if answer.concluded else "non_conclu"


def _words(answer: Alternative, names: Names) -> list[str]:
    return [turn_words(turn, names) for person in answer.changes for turn in person.turns]


def _payer(payer: Payer) -> dict[str, Any]:
    before, after = payer.before, payer.after
    return {
        "person": payer.mediator.id,
        "name": payer.mediator.name,
        "words": payer_words(payer),
        "planned": [before.planned, after.planned],
        "nights": [before.nights, after.nights],
        "saturdays": [before.saturdays, after.saturdays],
        "sundays": [before.sundays, after.sundays],
        "holidays": [before.holidays, after.holidays],
    }
