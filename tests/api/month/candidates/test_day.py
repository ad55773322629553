from datetime import date

import pytest

from api.data.folder.load import load
from api.month.candidates.service import possible_slots
from api.month.errors import BadRequestError
from api.month.findings import findings_of
from api.month.frames import framed
from scheduler.domain.problem import Assignment
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, EVENING, MARCH, MONDAY

FRAME = framed(load(PETIT), MARCH, None)
SECOND = date(2026, 3, 2)
WEDNESDAY = date(2026, 3, 4)


def test_a_slot_with_room_is_offered_with_what_it_lacks() -> None:
    offered = possible_slots(FRAME, frozenset({BRICE}), "ada", SECOND)

    assert [(offer.slot.id, offer.missing, offer.stopping) for offer in offered] == [
        (MONDAY, 2, ())
    ]


def test_a_slot_that_the_person_holds_is_not_offered() -> None:
    assert possible_slots(FRAME, frozenset({ADA}), "ada", SECOND) == ()


def test_a_slot_without_room_is_not_offered() -> None:
    full = frozenset(Assignment(person, MONDAY) for person in ("brice", "chloe", "elsa"))

    assert possible_slots(FRAME, full, "ada", SECOND) == ()


def test_a_post_is_offered_to_its_role_alone() -> None:
    offered = {
        person: {offer.slot.id for offer in possible_slots(FRAME, frozenset(), person, WEDNESDAY)}
        for person in ("ada", "farid")
    }

    assert EVENING not in offered["ada"]
    assert offered["farid"] == {EVENING}


def test_what_forbids_a_slot_is_what_an_audit_of_all_finds() -> None:
    # Elsa is on leave all that week.
    offered = possible_slots(FRAME, frozenset({ADA}), "elsa", SECOND)
    before = {finding.code for finding in findings_of(FRAME, frozenset({ADA}))}
    after = findings_of(FRAME, frozenset({ADA, Assignment("elsa", MONDAY)}))

    assert len(offered) == 1
    assert {finding.code for finding in offered[0].stopping} == {
        finding.code for finding in after if finding.blocks and finding.code not in before
    }
    assert offered[0].stopping != ()


@pytest.mark.parametrize(
    ("person", "day", "fields"),
    [
        ("inconnu", SECOND, ["person"]),
        ("ada", date(2026, 4, 1), ["day"]),
        ("inconnu", date(2026, 2, 28), ["person", "day"]),
    ],
)
def test_an_unknown_person_and_a_day_of_another_month_are_refused(
    person: str, day: date, fields: list[str]
) -> None:
    with pytest.raises(BadRequestError) as refused:
        possible_slots(FRAME, frozenset(), person, day)

    assert [wrong.field for wrong in refused.value.wrong] == fields
