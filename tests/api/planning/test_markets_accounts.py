"""What is counted of a market: hours and visits, done and planned, to the minute."""

from datetime import UTC, date, datetime

from api.data.market import Market, MarketPeriod
from api.planning.markets import accounts_of, held_in
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.time import Span
from tests.api.export.samples import span

HOURS = Market(
    id="h",
    payer="Ville de Port",
    dispositifs=("P",),
    first=date(2026, 10, 1),
    last=date(2026, 11, 15),
    per=MarketPeriod.WHOLE,
    minutes=6000,
)
VISITS = Market(
    id="v",
    payer="Ville de Port",
    dispositifs=("P", "Q"),
    first=date(2026, 10, 1),
    last=date(2026, 11, 15),
    per=MarketPeriod.WHOLE,
    visits=10,
)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def duty(
    day: date, start: str = "09:00", end: str = "12:00", slot: str = "", dispositif: str = "P"
) -> Duty:
    return made(span(day, start, end), slot or f"{dispositif}-{day}", dispositif)


def made(when: Span, slot: str, dispositif: str = "P", kind: DutyKind = DutyKind.WORK) -> Duty:
    return Duty(id=slot, span=when, dispositif=dispositif, kind=kind)


def test_hours_are_of_everybody_on_a_post_and_a_visit_is_the_slot_whoever_holds_it() -> None:
    pair = [duty(date(2026, 10, 2)), duty(date(2026, 10, 2))]

    assert held_in(HOURS, pair) == 360
    assert held_in(VISITS, pair) == 1
    assert held_in(VISITS, [*pair, duty(date(2026, 10, 2), dispositif="Q")]) == 2


def test_other_dispositifs_and_days_outside_the_market_count_for_nothing() -> None:
    outside = [
        duty(date(2026, 9, 30), "21:00", "05:00"),
        duty(date(2026, 11, 16)),
        duty(date(2026, 10, 2), dispositif="Q"),
    ]

    assert held_in(HOURS, outside) == 0
    assert held_in(
        HOURS, [duty(date(2026, 10, 1)), duty(date(2026, 11, 15), "21:00", "05:00")]
    ) == (180 + 480)


def test_an_hour_given_back_by_the_clocks_counts_and_an_unpaid_break_does_not() -> None:
    night = span(date(2026, 10, 24), "21:30", "06:00")
    breaks = (Break(minutes=30), Break(minutes=20, kind=BreakKind.PAID))

    # 8 h 30 by the clock, 9 h 30 elapsed, less half an hour.
    assert held_in(HOURS, [Duty(id="n", span=night, dispositif="P", breaks=breaks)]) == 540


def test_on_call_and_training_are_no_posts_held() -> None:
    day = span(date(2026, 10, 2), "09:00", "12:00")
    others = [made(day, "x", kind=kind) for kind in DutyKind if kind is not DutyKind.WORK]

    assert held_in(HOURS, others) == held_in(VISITS, others) == 0


def test_what_has_ended_is_done_what_goes_on_is_planned_and_the_rest_is_left() -> None:
    noon = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)  # 12:00 in Paris
    duties = [
        duty(date(2026, 10, 30)),
        duty(date(2026, 11, 2), "09:00", "12:00", slot="ended"),
        duty(date(2026, 11, 2), "09:00", "12:01", slot="goes-on"),
        duty(date(2026, 11, 3)),
    ]

    hours, visits = accounts_of((HOURS, VISITS), duties, noon)

    assert hours.done == {OCTOBER: 180, NOVEMBER: 180}
    assert hours.planned == {OCTOBER: 0, NOVEMBER: 181 + 180}
    assert (hours.total_done, hours.total_planned) == (360, 361)
    assert hours.left == 6000 - 721
    assert (visits.total_done, visits.total_planned) == (2, 2)
    assert visits.left == 6


def test_what_is_held_beyond_the_volume_leaves_less_than_nothing() -> None:
    (visits,) = accounts_of(
        (VISITS,),
        [duty(date(2026, 10, n)) for n in range(1, 13)],
        datetime(2026, 10, 1, tzinfo=UTC),
    )

    assert visits.left == -2
