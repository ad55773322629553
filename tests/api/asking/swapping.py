from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine

from api.access.caller import Caller
from api.asking.errors import (
    ConflictError,
)
from api.database.engine import reading
from api.database.tables.asking import SwapRow, SwapState
from api.ledger.history import whole
from api.swaps.exchange import SwapRequest
from api.swaps.rows import get, state_of
from api.swaps.service import Publishing, accept, ask
from tests.api.asking.petit import ADA, BEFORE, again, start

CHLOE = Caller(user="d" * 32, person="chloe")
MONDAY, TUESDAY, THURSDAY = (f"P-J-2026-03-{day}" for day in ("09", "10", "12"))
HELD = frozenset(
    {
        *(("ada", MONDAY), ("brice", MONDAY), ("brice", TUESDAY), ("chloe", TUESDAY)),
        *(("ada", THURSDAY), ("chloe", THURSDAY)),
    }
)
FOR_TUESDAY = SwapRequest(gives=MONDAY, other="chloe", takes=TUESDAY, note="Rendez-vous")
NONE = Publishing()


def request(engine: Engine, wanted: SwapRequest = FOR_TUESDAY) -> SwapRow:
    start(engine, HELD)
    return ask(engine, ADA, "ada", wanted, BEFORE)


def taken(engine: Engine, row: SwapRow, seen: str = "") -> SwapRow:
    return accept(engine, CHLOE, row.id, row.number, seen=seen, publishing=NONE, now=BEFORE)


def holders(engine: Engine) -> set[tuple[str, str]]:
    rows = again(engine).history["2026-03"]
    return {(r.worked.mediator, r.worked.duty.id) for r in rows}


def now(engine: Engine, swap: str, at: datetime = BEFORE) -> SwapState:
    with reading(engine) as session:
        return state_of(get(session, swap), whole(session), at)


def refused(deed: Callable[[], object]) -> ConflictError:
    with pytest.raises(ConflictError) as error:
        deed()
    return error.value
