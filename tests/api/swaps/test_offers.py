"""What the list of swaps offers is what a trial allows, and a refusal says why."""

import pytest
from sqlalchemy import Engine

from api.asking.errors import AskingError
from api.data.association import Association
from api.swaps.exchange import SwapRequest
from api.swaps.offers import BUSY, anybody_free, offers
from api.swaps.service import try_out
from tests.api.asking.petit import BEFORE, WEEK, start
from tests.api.asking.swapping import HELD


def listed(association: Association, who: str, slot: str) -> set[tuple[str, str]]:
    """Return whom and what the list offers for a shift."""
    me = association.mediator_of[who]
    (shift,) = (
        row
        for row in association.history["2026-03"]
        if (row.worked.mediator, row.worked.duty.id) == (who, slot)
    )
    return {
        (offer.person.id, "" if offer.row is None else offer.row.worked.duty.id)
        for offer in offers(association, me, shift, BEFORE)
        if not offer.why
    }


def free(association: Association, who: str, slot: str) -> bool:
    """Whether a shift is said to be one that a colleague is free for, as the offers' reasons do."""
    me, rows = association.mediator_of[who], association.history["2026-03"]
    (shift,) = (r for r in rows if (r.worked.mediator, r.worked.duty.id) == (who, slot))
    said = anybody_free(association, me, shift, BEFORE)
    assert said == any(offer.why != BUSY for offer in offers(association, me, shift, BEFORE))
    return said


def allowed(engine: Engine, who: str, wanted: SwapRequest) -> bool:
    """Whether the trial of a swap refuses nothing."""
    try:
        return not try_out(engine, who, wanted, BEFORE).whole().why
    except AskingError:
        return False


LONELY = frozenset(
    {("ada", "P-J-2026-03-02"), ("brice", "P-J-2026-03-02"), ("elsa", "P-J-2026-03-03")}
)
"""Whom Ada could replace on Tuesday is alone there: a team rule, and Dorian is in training."""


@pytest.mark.parametrize("held_shifts", [WEEK, HELD, LONELY], ids=["semaine", "deux", "seule"])
def test_every_swap_that_a_trial_allows_is_listed_and_no_other(
    sqlite_engine: Engine, held_shifts: frozenset[tuple[str, str]]
) -> None:
    association = start(sqlite_engine, held_shifts)
    compared = 0
    for who, slot in sorted(held_shifts):
        me = association.mediator_of[who]
        peers = [m.id for m in association.mediators if m.role is me.role and m.id != who]
        pairs = [(peer, "") for peer in peers]
        pairs += [(peer, taken) for peer, taken in held_shifts if peer in peers and taken != slot]
        expected = {
            (peer, taken)
            for peer, taken in pairs
            if allowed(sqlite_engine, who, SwapRequest(gives=slot, other=peer, takes=taken))
        }
        assert listed(association, who, slot) == expected, (who, slot)
        assert free(association, who, slot) or not expected
        compared += len(pairs)
    assert compared > len(held_shifts)
