"""The drawing of a forecast, by hand."""

from datetime import date, timedelta

from api.forecast.needs import WeekNeed
from api.forecast.pages import BOTTOM, DESK, LEFT, PHONE, TOP, plot_of
from api.forecast.service import WeekForecast

HOUR = 60


def week(place: int, need: int, supply: int, spread: int = 0) -> WeekForecast:
    return WeekForecast(
        dispositif="d",
        monday=date(2027, 1, 4) + timedelta(weeks=place),
        need=WeekNeed(minutes=need * HOUR),
        supply=supply * HOUR,
        shortage=max(0, need - supply) * HOUR,
        minimum_shortage=0,
        slack=max(0, supply - need) * HOUR,
        spread=spread * HOUR,
    )


def test_hours_rise_from_zero_and_tense_weeks_are_marked() -> None:
    plot = plot_of([week(0, 30, 30), week(1, 30, 15), week(2, 30, 25, spread=5)], DESK)

    middle = LEFT + (DESK.right - LEFT) / 2
    half = (TOP + BOTTOM) / 2
    width = round((DESK.right - LEFT) / 3, 1)
    assert [(tick.label, tick.at) for tick in plot.rows] == [
        ("0 h", BOTTOM),
        ("10 h", 89.3),
        ("20 h", 52.7),
        ("30 h", TOP),
    ]
    assert [mark.middle for mark in plot.marks] == [middle]
    assert plot.width == width
    assert plot.need == " ".join(f"{x},16.0" for x in (48.0, 269.3, 269.3, 490.7, 490.7, 712.0))
    assert plot.supply.split()[2:4] == [f"269.3,{half}", f"490.7,{half}"]
    assert [tick.label for tick in plot.columns] == ["S01", "S02", "S03"]


def test_a_year_names_some_weeks_only() -> None:
    plot = plot_of([week(n, 10, 10) for n in range(53)], DESK)

    assert [tick.label for tick in plot.columns][:3] == ["S01", "S05", "S09"]
    assert len(plot.columns) == 14


def test_a_phone_has_a_drawing_of_its_width_with_half_as_many_names() -> None:
    plot = plot_of([week(n, 10, 10) for n in range(14)], PHONE)

    assert [tick.label for tick in plot.columns][:3] == ["S01", "S03", "S05"]
    assert len(plot.columns) == 7
    assert plot.need.split()[-1] == f"{float(PHONE.right)},{float(TOP)}"


def test_weeks_without_any_hour_are_drawn() -> None:
    assert {tick.at for tick in plot_of([week(0, 0, 0)], DESK).rows} == {BOTTOM, TOP}
