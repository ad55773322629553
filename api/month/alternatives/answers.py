"""What « pourquoi moi ? » answers, as plain values: for `--json`, for HTTP and for the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.month.alternatives.wording import alternative_words, payer_words
from api.month.explanation import changes_json, conflict_json
from api.planning.fairness.rounding import rounded
from api.planning.moves import turn_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.month.alternatives.payers import Payer
    from api.month.alternatives.service import Alternative
    from api.planning.moves import PersonChanges
    from api.planning.names import Names


def alternative_json(answer: Alternative, names: Names) -> dict[str, Any]:
    """
    Return an answer as plain values.

    `state`: `possible`, `impossible` (by the post, a lock or a conflict) or `non_conclu`. `changes`
    name slots by id (empty: none); `repairs`: those that the version needs anyway; minutes and
    counts of `payers` are before and after.
    """
    return {
        "person": answer.mediator.id,
        "slot": answer.slot.id,
        "holds": answer.holds,
        "state": state_of(answer),
        "sentences": list(alternative_words(answer, names)),
        "fewest": answer.assignments is not None,
        "repairs": (None if answer.repairs is None else changes_in_words(answer.repairs, names)),
        "changes": changes_in_words(answer.changes, names),
        "tiers": [
            {"name": tier.name, "unit": tier.unit, "before": tier.before, "after": tier.after}
            for tier in answer.tiers
        ],
        "payers": [payer_json(payer) for payer in answer.payers],
        "conflict": None if answer.conflict is None else conflict_json(answer.conflict),
    }


def state_of(answer: Alternative) -> str:
    """Return whether it can be: `possible`, `impossible` or `non_conclu`."""
    if answer.assignments is not None:
        return "possible"
    return "impossible" if answer.concluded else "non_conclu"


def changes_in_words(changes: Sequence[PersonChanges], names: Names) -> list[dict[str, Any]]:
    """Return each person's changes as plain values, with the sentence that tells each."""
    turns = [turn_words(turn, names) for person in changes for turn in person.turns]
    return [
        {**change, "words": words}
        for change, words in zip(changes_json(changes), turns, strict=True)
    ]


def payer_json(payer: Payer) -> dict[str, Any]:
    """Return what a person holds more or less of as plain values, before and after."""
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
        "fairness": [
            {
                "kind": account.kind.word,
                "before": rounded(account.before),
                "after": rounded(account.after),
            }
            for account in payer.fairness
        ],
    }
