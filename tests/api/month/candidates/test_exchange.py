from datetime import date

import pytest

from api.data.folder.load import load
from api.month.candidates.service import possible_exchanges
from api.month.errors import BadRequestError
from api.month.findings import findings_of
from api.month.frames import framed
from scheduler.domain.problem import Assignment
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, FARID, MARCH, MONDAY, TUESDAY

FRAME = framed(load(PETIT), MARCH, None)
SECOND, THIRD, FOURTH = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
BRICE_TUESDAY = Assignment("brice", TUESDAY)


def test_a_colleagues_shift_of_the_day_is_offered_with_the_hours_of_both() -> None:
    (offer,) = possible_exchanges(FRAME, frozenset({ADA, BRICE_TUESDAY}), ADA, THIRD)

    assert (offer.mediator.id, offer.slot.id, offer.stopping) == ("brice", TUESDAY, ())
    assert (offer.mine.planned, offer.theirs.planned) == (420, 420)


def test_shifts_of_one_slot_and_shifts_of_people_who_hold_both_are_not_exchanged() -> None:
    same = frozenset({ADA, BRICE})
    both = frozenset({ADA, BRICE, BRICE_TUESDAY})

    assert possible_exchanges(FRAME, same, ADA, SECOND) == ()
    assert possible_exchanges(FRAME, both, ADA, THIRD) == ()


def test_a_post_that_does_not_suit_both_is_not_offered() -> None:
    assert possible_exchanges(FRAME, frozenset({ADA, FARID}), ADA, FOURTH) == ()


def test_what_stops_an_exchange_is_what_an_audit_of_all_finds() -> None:
    # Elsa is on leave on both days: she has a shift that she can't keep, nor exchange.
    mine = Assignment("elsa", MONDAY)
    before = frozenset({mine, BRICE_TUESDAY})
    after = frozenset({Assignment("brice", MONDAY), Assignment("elsa", TUESDAY)})
    known = {finding.code for finding in findings_of(FRAME, before)}

    (offer,) = possible_exchanges(FRAME, before, mine, THIRD)

    after_it = findings_of(FRAME, after, whole=True)
    assert {finding.code for finding in offer.changed.added} == {
        finding.code for finding in after_it if finding.code not in known
    }
    assert "elsa" in {finding.subject for finding in offer.stopping}


def test_exchanges_that_a_rule_stops_come_last() -> None:
    elsa = Assignment("elsa", TUESDAY)
    monday = Assignment("ada", MONDAY)
    offers = possible_exchanges(FRAME, frozenset({monday, elsa, BRICE_TUESDAY}), monday, THIRD)

    assert [(offer.mediator.id, bool(offer.stopping)) for offer in offers] == [
        ("brice", False),
        ("elsa", True),
    ]


@pytest.mark.parametrize(
    ("mine", "day", "fields"),
    [
        (BRICE, THIRD, ["person"]),
        (ADA, date(2026, 4, 1), ["day"]),
        (BRICE, date(2026, 2, 28), ["person", "day"]),
    ],
)
def test_who_does_not_hold_the_slot_and_a_day_of_another_month_are_refused(
    mine: Assignment, day: date, fields: list[str]
) -> None:
    with pytest.raises(BadRequestError) as caught:
        possible_exchanges(FRAME, frozenset({ADA}), mine, day)

    assert [wrong.field for wrong in caught.value.wrong] == fields
