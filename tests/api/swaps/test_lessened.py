"""A swap that takes from somebody a part of what they may not work isn't refused for the rest."""

from dataclasses import replace

from sqlalchemy import Engine

from api.data.stored.rows import KINDS, change
from api.data.stored.rows import page as rows_page
from api.database.engine import reading, writing
from api.database.tables.asking import SwapRow, SwapState
from api.judging.reaudit import FindingChanges
from api.ledger.history import whole
from api.month.publication.amending import tried_until_stopped
from api.swaps.exchange import JudgedSwap, SwapRequest, month_of, operation
from api.swaps.rows import weighed
from api.swaps.service import accept, approve, ask
from tests.api.asking.petit import ADA, BEFORE, NORA, start
from tests.api.asking.swapping import CHLOE, MONDAY, NONE, THURSDAY, holders

WEDNESDAY = "P-J-2026-03-11"
RULE = "work_outside_contract"


def agreed(engine: Engine) -> SwapRow:
    """Let Ada give Monday away, both agree, and her contract end the day before after all."""
    pairs = {("ada", MONDAY), ("brice", MONDAY), ("ada", WEDNESDAY), ("brice", WEDNESDAY)}
    start(engine, frozenset({*pairs, ("ada", THURSDAY), ("brice", THURSDAY)}))
    row = ask(engine, ADA, "ada", SwapRequest(gives=MONDAY, other="chloe"), BEFORE)
    row = accept(engine, CHLOE, row.id, row.number, seen="", publishing=NONE, now=BEFORE)
    kind = KINDS["contrats"]
    with writing(engine) as session:
        contract = next(r for r in rows_page(session, kind) if r.values["mediator"] == "ada")
        values = {**contract.values, "end": "2026-03-08"}
        change(session, kind, contract.key, contract.number, values)
    return row


def judged(engine: Engine, row: SwapRow) -> JudgedSwap:
    with reading(engine) as session:
        return weighed(whole(session), row, BEFORE)


def test_a_shift_after_the_end_of_a_contract_is_given_before_the_others(
    sqlite_engine: Engine,
) -> None:
    row = agreed(sqlite_engine)
    view = judged(sqlite_engine, row).whole()
    assert (view.findings, view.stopping) == ((), ())

    done = approve(sqlite_engine, NORA, row.id, row.number, seen="", publishing=NONE, now=BEFORE)

    assert done.state == SwapState.APPROVED
    assert {("chloe", MONDAY), ("ada", WEDNESDAY), ("ada", THURSDAY)} < holders(sqlite_engine)
    assert ("ada", MONDAY) not in holders(sqlite_engine)


def test_what_is_left_of_a_finding_stops_no_offer(sqlite_engine: Engine) -> None:
    row = agreed(sqlite_engine)
    with reading(sqlite_engine) as session:
        association = whole(session)
    gesture = operation("ada", row.gives, "chloe", row.takes)

    tried = tried_until_stopped(association, month_of(row.shifts), [gesture], BEFORE)

    assert (tried.stopping, tried.findings.added) == ((), ())


def test_what_is_left_of_a_finding_has_fewer_proofs_and_no_more_excess(
    sqlite_engine: Engine,
) -> None:
    changes = judged(sqlite_engine, agreed(sqlite_engine)).tried.findings
    (rest,) = changes.added
    (old,) = changes.removed
    assert (rest.rule, old.rule, rest.amount, old.amount) == (RULE, RULE, 840, 1260)
    assert changes.worse == ()

    for other in (
        replace(rest, amount=old.amount + 1),
        replace(rest, evidence=old.evidence),
        replace(rest, evidence=(*rest.evidence[:1], "P-J-2026-03-13")),
        replace(rest, subject="brice"),
        replace(rest, limit=1),
    ):
        assert FindingChanges(added=(other,), removed=(old,)).worse == (other,)
    same = replace(rest, amount=old.amount)
    assert FindingChanges(added=(same,), removed=(old,)).worse == ()
