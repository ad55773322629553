"""The ways to plan a month again as plain values: for `--json`, for HTTP and for the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.month.alternatives.answers import changes_in_words, payer_json
from api.month.repairs.wording import MEANING, TITLES, repair_words

if TYPE_CHECKING:
    from api.month.repairs.repair import Repair
    from api.planning.names import Names


def repair_json(repair: Repair, names: Names) -> dict[str, Any]:
    """
    Return one way as plain values.

    `state`: `possible`, `impossible` or `non_conclu`. Counts of `changes`, `people`, `late` and
    `soon` are as people are told; `missing` is to the minimums, then to the targets.
    """
    return {
        "way": repair.way.value,
        "title": TITLES[repair.way],
        "meaning": MEANING[repair.way],
        "state": state_of(repair),
        "sentences": list(repair_words(repair, names)),
        "fewest": repair.fewest,
        "count": len(repair.turns),
        "people": len(repair.changes),
        "late": repair.late,
        "soon": repair.soon,
        "missing": (
            None
            if repair.posts is None
            else {"minimum": repair.posts.under, "target": repair.posts.open}
        ),
        "uncovered": [
            {
                "slot": post.slot.id,
                "before": post.before,
                "after": post.after,
                "target": post.target,
            }
            for post in repair.uncovered
        ],
        "changes": changes_in_words(repair.changes, names),
        "payers": [payer_json(payer) for payer in repair.payers],
    }


def state_of(repair: Repair) -> str:
    """Return whether it can be: `possible`, `impossible` or `non_conclu`."""
    if repair.assignments is not None:
        return "possible"
    return "impossible" if repair.impossible else "non_conclu"
