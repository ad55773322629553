"""What a table of findings counts: those that somebody answers for wait for nobody."""

from dataclasses import replace

from api.page.conformity.findings import Arrangement, Line, Place, table_of
from scheduler.finding import Effect, Verdict
from tests.api.export.samples import finding

DOUBT = replace(finding(), effect=Effect.WARN, verdict=Verdict.TO_CONFIRM)
BLOCKING = replace(finding(), effect=Effect.BLOCK, verdict=Verdict.VIOLATION)
LINE = Line(
    finding=DOUBT,
    who="Ada Lemoine",
    rule="Règle",
    url="",
    acknowledged="",
    sentence="Ada Lemoine : à confirmer.",
    answers="",
    acked=False,
    waits=True,
)
ANSWERED = replace(LINE, acked=True, waits=False)


def test_what_somebody_answers_for_neither_blocks_nor_waits() -> None:
    blocked, agreed = replace(LINE, finding=BLOCKING), replace(ANSWERED, finding=BLOCKING)
    place = Place(path="/rh", proof="/rh/preuve", query={}, group="/rh/acquittements")

    table = table_of(
        [LINE, ANSWERED, blocked, agreed, agreed], lambda _: None, place, Arrangement()
    )

    assert (table.count, table.blocking, table.to_confirm, table.acked) == (5, 1, 1, 3)
    [cause] = table.causes
    assert (cause.blocking, cause.to_confirm, cause.waiting) == (1, 1, 2)
