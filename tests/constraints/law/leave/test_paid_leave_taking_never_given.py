"""A main leave of which no day was given between May and October (L3141-23, 1°)."""

from datetime import date
from typing import Any

import pytest

from constraints.law.leave.paid_leave_taking import RULE
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import days_span
from tests.constraints.law.leaves import YEAR, hired, leave, notice_of, seen
from tests.constraints.law.make import audited, timeline

APRIL: dict[str, Any] = {
    "first": date(2027, 4, 1),
    "last": date(2027, 4, 30),
    "known": days_span(date(2026, 5, 1), date(2027, 5, 2)),
}
SUMMER_12 = leave(date(2026, 8, 3), date(2026, 8, 15))


@pytest.mark.parametrize(
    ("told_until", "verdict"),
    [(date(2027, 4, 29), "to_confirm"), (date(2027, 4, 30), "violation")],
)
def test_a_main_leave_never_given_is_certain_once_the_leave_year_is_described_to_its_end(
    told_until: date, verdict: str
) -> None:
    known = days_span(date(2026, 5, 1), told_until)
    november = leave(date(2026, 11, 2), date(2026, 11, 14))

    for absences in ([november], []):
        assert seen(*absences, known=known) == [("2026-10-31", 0, 12, 12, verdict)]
    assert seen(SUMMER_12, known=known) == []


def test_the_sentences_of_a_main_leave_never_given_say_why_one_is_to_confirm() -> None:
    november = leave(date(2026, 11, 2), date(2026, 11, 14))
    known = days_span(date(2026, 5, 1), date(2027, 4, 30))
    (open_year,) = audited(RULE, timeline(absences=(november,), **YEAR))
    (whole_year,) = audited(RULE, timeline(absences=(november,), known=known, **YEAR))

    nothing = (
        "Lou : aucun congé pris du 01/05/2026 au 31/10/2026, au lieu de 12 jours ouvrables "
        "d’affilée au moins"
    )
    assert whole_year.message == f"{nothing}."
    assert (whole_year.article, whole_year.blocks) == ("L3141-23", False)
    assert open_year.message == (
        f"{nothing} : à confirmer, l’année de congés n’est pas décrite jusqu’à sa fin, le "
        "30/04/2027."
    )


def test_the_end_of_the_leave_year_says_again_what_was_to_confirm_and_nothing_else() -> None:
    november = leave(date(2026, 11, 2), date(2026, 11, 14))
    unknown = APRIL | {"known": days_span(date(2026, 5, 2), date(2027, 5, 2))}

    assert seen(november, **APRIL) == [("2027-04-30", 0, 12, 12, "violation")]
    assert seen(november, **(APRIL | {"last": date(2027, 4, 29)})) == []
    assert seen(november, **unknown) == []
    # A day in July was a violation on 31 October: that is the past's.
    assert seen(leave(date(2026, 7, 13), date(2026, 7, 13)), **APRIL) == []
    own = notice_of(date(2026, 7, 13), date(2026, 1, 5), agreed=True)
    assert seen(november, notices=(own,), **APRIL) == []


@pytest.mark.parametrize(("last", "verdict"), [(14, "note"), (12, "violation")])
def test_an_agreement_recorded_with_the_leave_it_moves_is_the_person_s_own(
    last: int, verdict: str
) -> None:
    # Twelve jours ouvrables in a row are public order (L3141-19), whenever they are taken.
    known = days_span(date(2026, 5, 1), date(2027, 4, 30))
    november = leave(date(2026, 11, 2), date(2026, 11, last))
    july = leave(date(2026, 7, 13), date(2026, 7, 13))
    own = notice_of(date(2026, 11, 2), date(2026, 9, 1), agreed=True)

    never = seen(november, known=known, notices=(own,))
    parted = seen(november, july, known=known, notices=(own,))

    assert never == [("2026-10-31", 0, 12, 12, verdict)]
    assert parted == [("2026-10-31", 1, 12, 11, verdict)]


def test_whose_contract_ends_before_the_leave_year_does_is_judged_by_then() -> None:
    who = hired(date(2020, 1, 1), date(2026, 12, 31))
    known = days_span(date(2026, 5, 1), date(2026, 12, 31))

    assert seen(who=who, known=known) == [("2026-10-31", 0, 12, 12, "violation")]
    short = days_span(date(2026, 5, 1), date(2026, 12, 30))
    assert seen(who=who, known=short) == [("2026-10-31", 0, 12, 12, "to_confirm")]


@pytest.mark.parametrize(("last", "verdict"), [(18, "violation"), (19, "to_confirm")])
def test_a_main_leave_that_other_absences_left_no_room_for_is_to_confirm(
    last: int, verdict: str
) -> None:
    # From 19 October on twelve jours ouvrables are left, from the 20th eleven.
    ill = leave(date(2026, 5, 1), date(2026, 10, last), AbsenceKind.SICK)
    known = days_span(date(2026, 5, 1), date(2027, 4, 30))

    assert seen(ill, known=known) == [("2026-10-31", 0, 12, 12, verdict)]


def test_what_prevented_a_leave_is_not_told() -> None:
    ill = leave(date(2026, 5, 1), date(2026, 10, 31), AbsenceKind.SICK)

    (finding,) = audited(RULE, timeline(absences=(ill,), **YEAR))

    assert finding.message.endswith(
        " : à confirmer, d’autres absences ont pu empêcher de les prendre."
    )
