"""A month of a rota against the volume of its markets, on both sides of 20 %."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from api.data.association import Association, Published
from api.data.folder.load import load
from api.data.market import Market, MarketPeriod
from api.planning.markets import Shares, months_of, notes_on
from api.planning.problem import assemble
from calendars.holidays import holidays_of
from scheduler.domain.duty import Duty
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota
from tests.api.export.samples import span
from tests.fixtures.instances import FOLDER

MARCH = date(2026, 3, 1)
MARKET = Market(
    id="m",
    name="Place",
    payer="Ville de Port",
    dispositifs=("P",),
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    per=MarketPeriod.MONTH,
)


@pytest.fixture(scope="module")
def small() -> Association:
    return load(FOLDER / "petit")


def with_market(association: Association, market: Market) -> Association:
    return replace(association, markets=(market,))


def row(slot: str, dispositif: str) -> Published:
    """Write what somebody holds, as it was published, from nine to noon of its day."""
    when = span(date.fromisoformat(slot[-10:]), "09:00", "12:00")
    duty = Duty(id=slot, span=when, dispositif=dispositif)
    return Published(uid=slot, worked=Worked(mediator="ada", duty=duty))


def planned(association: Association, days: int) -> Rota:
    """Ada holds the first days' post of March: seven hours each, without the unpaid break."""
    problem = assemble(association, MARCH, date(2026, 3, 31))
    slots = [slot.id for slot in problem.slots if slot.id.startswith("P-J")]
    chosen = frozenset(Assignment("ada", slot) for slot in slots[:days])
    return Rota(problem=problem, assignments=chosen)


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        # Ten days, 70 h: 20 % more than 58 h 20, 20 % less than 87 h 30.
        (3500, "soit 20 % de plus."),
        (3501, ""),
        (4200, ""),
        (5249, ""),
        (5250, "soit 20 % de moins."),
    ],
)
def test_a_month_20_percent_over_or_under_says_so_and_one_nearer_does_not(
    small: Association, volume: int, said: str
) -> None:
    known = with_market(small, replace(MARKET, minutes=volume))

    notes = notes_on(known, planned(known, 10), (MARCH,), None)

    assert [note.rpartition(", ")[2].replace("\u00a0", " ") for note in notes] == (
        [said] if said else []
    )


def test_the_note_says_which_market_what_is_planned_and_what_is_due(small: Association) -> None:
    known = with_market(small, replace(MARKET, visits=52, last=date(2026, 3, 15)))

    (note,) = notes_on(known, planned(known, 2), (MARCH,), frozenset({"P"}))

    assert note.replace("\u00a0", " ") == (
        "Marché Place (Ville de Port) : 2 passages au planning de mars 2026, pour 25 passages au "
        "marché qui finit le 15/03/2026, soit 92 % de moins."
    )


def test_days_after_the_end_of_the_market_count_for_nothing(small: Association) -> None:
    known = with_market(small, replace(MARKET, visits=31, last=date(2026, 3, 15)))

    (month,) = months_of(known, planned(known, 22), (MARCH,), None)

    # Ten working days until the 15th, of fifteen visits due.
    assert month.worked == 10
    assert month.due == 15


def test_what_is_published_of_dispositifs_that_the_rota_leaves_counts(small: Association) -> None:
    rota = planned(small, 3)
    both = replace(MARKET, visits=10, dispositifs=("P", "Q"))
    published = (row("Q-J-2026-03-02", "Q"), row("P-J-2026-03-02", "P"))
    known = replace(with_market(small, both), history={"2026-03": published})

    (month,) = months_of(known, rota, (MARCH,), frozenset({"P"}))

    assert month.worked == 4
    assert list(months_of(known, rota, (MARCH,), frozenset({"R"}))) == []


def test_a_month_waits_until_all_that_the_market_pays_for_is_planned(small: Association) -> None:
    rota = planned(small, 3)
    day = next(each for each in small.templates if each.id == "P-J")
    both = with_market(small, replace(MARKET, visits=10, dispositifs=("P", "Q")))
    other = replace(both, templates=(*small.templates, replace(day, id="Q-J", dispositif="Q")))
    own = frozenset({"P"})

    assert list(months_of(other, rota, (MARCH,), own)) == []
    published = replace(other, history={"2026-03": (row("Q-J-2026-03-02", "Q"),)})
    assert [month.worked for month in months_of(published, rota, (MARCH,), own)] == [4]
    # Nothing of Q is wanted in March: nothing is to wait for.
    assert [month.worked for month in months_of(both, rota, (MARCH,), own)] == [3]


def test_a_year_s_volume_is_spread_over_the_days_on_which_templates_run(
    small: Association,
) -> None:
    yearly = replace(MARKET, minutes=26100, per=MarketPeriod.YEAR)
    weekdays = sum(
        date.fromordinal(n).weekday() < 5
        for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    )
    # Public holidays on which nobody works: 1 January, Easter Monday, 1 and 8 May… on weekdays.
    closed = sum(day.weekday() < 5 for day in holidays_of([2026]) if day.year == 2026)

    assert (weekdays, closed) == (261, 9)
    assert Shares(yearly, small).due(MARCH) == Fraction(26100 * 22, 252)


def test_a_month_without_any_day_of_the_templates_is_due_nothing_and_says_nothing(
    small: Association,
) -> None:
    only_march = replace(
        small,
        templates=tuple(replace(t, since=MARCH, until=date(2026, 3, 31)) for t in small.templates),
    )
    known = with_market(only_march, replace(MARKET, minutes=6000, per=MarketPeriod.WHOLE))

    assert Shares(known.markets[0], known).due(date(2026, 8, 1)) == 0
    assert Shares(known.markets[0], known).due(MARCH) == 6000


def test_where_no_template_runs_in_the_year_its_days_share_the_volume(small: Association) -> None:
    bare = replace(small, templates=())
    yearly = replace(MARKET, minutes=36500, per=MarketPeriod.YEAR)

    assert Shares(yearly, bare).due(MARCH) == 3100
