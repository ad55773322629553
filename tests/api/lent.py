"""Ada of one agency and Zoé of another, each of whom may be posted in both."""

from datetime import datetime

from sqlalchemy import Engine

from api.data.stored.rows import KINDS, Add, apply, change, page
from api.database.engine import writing
from api.ledger.history import whole
from tests.api.ledger.cases import append_pairs
from tests.api.two_agencies import BORDER, CHIEF

PLACE, BEACH = "P-J-2026-03-09", "M-J-2026-03-10"
"""A shift of Ada's in her agency, with Brice, and one of Zoé's in hers."""


def lent(engine: Engine, now: datetime) -> None:
    """Publish March with a shift of each, in a database that has the first agency."""
    with writing(engine) as session:
        pause = {"template": "M-J", "minutes": 30, "at": "12:00", "kind": "non_payee"}
        apply(session, [Add(KINDS[name], values) for name, values in (*BORDER, ("pauses", pause))])
        kind = KINDS["personnes"]
        for row in page(session, kind):
            if row.values["id"] in {"ada", "zoe"}:
                both = {**row.values, "dispositifs": ["P", "M"]}
                change(session, kind, row.key, row.number, both)
    with writing(engine) as session:
        pairs = {("ada", PLACE), ("brice", PLACE), ("zoe", BEACH)}
        append_pairs(session, whole(session), pairs, now, by=CHIEF)
