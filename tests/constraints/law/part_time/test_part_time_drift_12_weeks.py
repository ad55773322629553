from datetime import date, timedelta

import pytest

from constraints.law.part_time.part_time_drift_12_weeks import RULE
from tests.constraints.law.drift import CONTRACT, ENOUGH, contract, judged, seen, weeks
from tests.constraints.law.make import audited, days, duty, timeline
from tests.constraints.law.people import person


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (ENOUGH, [("2026-06-28", ENOUGH, 120, "violation")]),
        (ENOUGH - 1, [("2026-06-28", ENOUGH, 120, "note")]),
    ],
)
def test_a_minute_less_in_one_week_of_twelve_and_the_average_is_not_reached(
    last: int, expected: list[tuple[str, int, int, str]]
) -> None:
    # The eleven last weeks are then noted: one more like them would raise the contract.
    assert seen(weeks(last, *[ENOUGH] * 11)) == expected


def test_it_is_dated_on_the_sunday_of_the_first_window_of_the_horizon_and_told_once() -> None:
    worked = weeks(*[ENOUGH] * 15)

    assert seen(worked) == [("2026-06-07", ENOUGH, 120, "violation")]
    assert seen(weeks(*[ENOUGH] * 13)) == [("2026-06-21", ENOUGH, 120, "violation")]


def test_a_week_that_is_not_described_is_unknown() -> None:
    hole = weeks(*[ENOUGH] * 12)
    del hole[date(2026, 5, 4)]

    assert seen(hole) == []
    assert seen(hole | {date(2026, 5, 4): 0}) == []


def test_twelve_weeks_beyond_among_fifteen_are_enough_wherever_they_lie() -> None:
    # Three weeks at the contract's hours, the second, sixth and tenth of fifteen.
    apart = [CONTRACT if n in {1, 5, 9} else ENOUGH for n in range(15)]

    assert seen(weeks(*apart)) == [("2026-06-28", ENOUGH, 120, "violation")]
    assert (
        seen(
            weeks(
                *[1439 if n == 14 else minutes_of_week for n, minutes_of_week in enumerate(apart)]
            )
        )
        == []
    )


def test_a_sixteenth_week_is_too_far_back() -> None:
    # Twelve of the first fifteen, hence eleven of the last fifteen of these sixteen.
    apart = weeks(*[CONTRACT if n in {5, 9, 13, 15} else ENOUGH for n in range(16)])

    assert seen(apart, first=date(2026, 6, 22)) == []
    assert seen(apart) == [("2026-06-21", ENOUGH, 120, "violation")]


def test_twelve_weeks_chosen_for_their_average_alone_are_to_confirm() -> None:
    # 28 h and 22 h in turns: the best twelve of fifteen average 26 h 00, twelve in a row 25 h.
    turns = [28 * 60 if n % 2 == 0 else 22 * 60 for n in range(15)]

    (finding,) = audited(RULE, judged(weeks(*turns)))
    assert (finding.measured, finding.amount, finding.verdict.value) == (ENOUGH, 120, "to_confirm")
    assert finding.message == (
        "Maé (temps partiel) : 26 h 00 par semaine en moyenne sur douze semaines sur quinze au "
        "28/06/2026, pour un contrat de 24 h 00 : à confirmer, la loi ne dit pas lesquelles des "
        "quinze retenir pour relever le contrat."
    )
    turns[0] -= 1
    assert seen(weeks(*turns)) == []


def test_weeks_away_are_among_the_fifteen_and_may_be_left_out() -> None:
    away = [0 if n in {3, 4, 5} else ENOUGH for n in range(15)]

    assert seen(weeks(*away)) == [("2026-06-28", ENOUGH, 120, "violation")]
    assert seen(weeks(*[0 if n in {3, 4, 5, 6} else ENOUGH for n in range(15)])) == []


def test_fewer_than_fifteen_known_weeks_can_hold_twelve() -> None:
    assert seen(weeks(*[ENOUGH] * 6, 0, *[ENOUGH] * 6)) == [
        ("2026-06-28", ENOUGH, 120, "violation")
    ]


def test_the_sentence_says_by_how_much_the_contract_is_raised() -> None:
    (finding,) = audited(RULE, judged(weeks(*[27 * 60] * 12)))

    assert finding.message == (
        "Maé (temps partiel) : 27 h 00 par semaine en moyenne sur douze semaines de suite au "
        "28/06/2026, pour un contrat de 24 h 00 : le contrat doit être relevé de 3 h 00, avec sept "
        "jours de préavis et sauf opposition."
    )
    assert finding.blocks is False


def test_eleven_weeks_are_noted_before_it_happens() -> None:
    assert seen(weeks(*[ENOUGH] * 11)) == [("2026-06-28", ENOUGH, 120, "note")]
    assert seen(weeks(ENOUGH - 1, *[ENOUGH] * 10)) == []
    assert seen(weeks(*[ENOUGH] * 10)) == []


def test_duties_count_and_prove_it_over_the_new_year() -> None:
    shifts = days(
        *(
            (date(2026, 10, 12) + timedelta(weeks=week, days=day)).isoformat()
            for week in range(12)
            for day in range(4)
        ),
        start="09:00",
        end="15:30",
    )
    made = timeline(*shifts, who=person(hours=24), first=date(2027, 1, 1), last=date(2027, 1, 31))

    # From 12 October, clocks going back on the 25th, to the week over the new year.
    (finding,) = audited(RULE, made)
    assert (finding.on, finding.measured, finding.evidence) == (
        date(2027, 1, 3),
        26 * 60,
        tuple(d.id for d in shifts),
    )


def test_the_hour_that_comes_twice_is_an_hour_worked() -> None:
    # A Sunday night of October: 7 h on the clock, 8 h worked.
    last = date(2026, 10, 19)
    nights = days("2026-10-25", start="00:00", end="07:00")
    made = timeline(
        *nights,
        who=person(hours=24),
        first=date(2026, 10, 1),
        last=date(2026, 10, 31),
        weeks=weeks(*[ENOUGH] * 11, ENOUGH - 8 * 60, last=last),
    )

    assert [(f.measured, f.verdict.value) for f in audited(RULE, made)] == [(ENOUGH, "violation")]


def test_a_contract_that_was_raised_is_compared_with_its_own_hours() -> None:
    raised = person(
        contracts=(
            contract(date(2020, 1, 1), 24, date(2026, 5, 17)),
            contract(date(2026, 5, 18), 26),
        )
    )

    assert seen(weeks(*[ENOUGH] * 15), who=raised) == []
    # In the middle of a week, its days are shared: (3 x 24 + 4 x 26) / 7 hours.
    midweek = person(
        contracts=(
            contract(date(2020, 1, 1), 24, date(2026, 6, 24)),
            contract(date(2026, 6, 25), 26),
        )
    )
    row = [ENOUGH] * 11
    half = (3 * 24 + 4 * 26) * 60 // 7
    assert [row[3] for row in seen(weeks(*row, half + 120), who=midweek)] == ["violation"]
    assert seen(weeks(*row, half + 119), who=midweek) == []


def test_weeks_before_or_after_a_part_time_contract_do_not_count() -> None:
    hired = person(contracts=(contract(date(2026, 4, 7), 24),))
    fuller = person(
        contracts=(
            contract(date(2020, 1, 1), 24, date(2026, 6, 24)),
            contract(date(2026, 6, 25), 35),
        )
    )

    # Hired on a Tuesday: that week is not wholly under the contract.
    assert [row[3] for row in seen(weeks(*[ENOUGH] * 12), who=hired)] == ["note"]
    assert seen(weeks(*[ENOUGH] * 12), who=fuller) == []
    assert seen(weeks(*[ENOUGH] * 12), who=person(hours=35)) == []


def test_a_night_over_sunday_midnight_is_one_proof_for_its_two_weeks() -> None:
    night = duty("2026-06-21 22:00 04:00")
    horizon = {"first": date(2026, 6, 1), "last": date(2026, 6, 28)}
    judged = timeline(night, who=person(hours=24), weeks=weeks(*[ENOUGH] * 12), **horizon)

    (finding,) = audited(RULE, judged)
    assert finding.evidence == (night.id,)
