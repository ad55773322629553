"""Which scenes sit on the limits of which rule; the others are drawn busy, on no limit."""

from collections.abc import Callable
from datetime import date

from scheduler.domain.employment.employer import LEGAL_WEEK
from tests.constraints.drawn import days, employers, forfaits, nights, weeks
from tests.constraints.drawn.people import LONGEST_DAY
from tests.constraints.drawn.pieces import Canvas, Scene


def _rest(canvas: Canvas, _: date) -> int:
    return canvas.value("rest")


def _minor_rest(canvas: Canvas, day: date) -> int:
    age = canvas.who.age_on(day) or 18
    return canvas.value("rest_under_16" if age < 16 else "rest")


def _under_the_week(canvas: Canvas) -> int:
    return canvas.value("reached") - 1


def _legal_week(_: Canvas) -> int:
    return LEGAL_WEEK


SCENES: dict[str, tuple[Callable[[Canvas], Scene], ...]] = {
    "apprentice_training_overlap": (days.gaps(1, 120),),
    "avg12_44h": (weeks.twelve_weeks("average"),),
    "break_20min": (days.session("trigger", "pause"),),
    "consecutive_days": (days.days_in_row,),
    "daily_max_10h": (days.day_total("limit"),),
    "daily_rest_11h": (days.rest(_rest),),
    "daily_rest_owed": (days.owed, days.owed, days.owed_long_days),
    "daily_span_13h": (days.day_span("limit"),),
    "delegation_overlap": (days.mandates,),
    "forfait_days_cap": (forfaits.near_the_number,),
    "minor_apprentice_sunday_ban": (days.days_in_row,),
    "minor_break_30min": (days.session("longest", "pause"),),
    "minor_daily_8h": (days.day_total("longest"), days.day_total("in_holidays")),
    "minor_daily_rest_12h": (days.rest(_minor_rest),),
    "minor_holiday_rest": (days.half_of_the_holidays,),
    "minor_night_ban": (days.clock_edge("begins", "begins_under_16", "ends"),),
    "minor_public_holiday_ban": (days.days_in_row,),
    "minor_weekly_35h": (weeks.minor_week,),
    "minor_weekly_rest_2_days": (days.days_in_row,),
    "multi_employer_total": (employers.shared_week, employers.shared_weeks),
    "night_worker_avg12_40h": (nights.declared_average, nights.habit, nights.over_the_year),
    "night_worker_daily_8h": (
        nights.long_night,
        days.day_total("longest", whole=True),
        nights.habit,
        nights.habit,
        nights.over_the_year,
    ),
    "oncall_rest": (days.rest(_rest),),
    "one_place": (days.gaps(1),),
    "part_time_below_35h": (weeks.week_total(value=_under_the_week),),
    "part_time_complementary_cap": (weeks.complementary,),
    "part_time_interruptions": (days.gaps(120, 120), days.gaps(120, most=2)),
    "personal_hours": (days.day_total(value=LONGEST_DAY), weeks.week_total(value=_legal_week)),
    "personal_night": (days.clock_edge("begins", "ends"),),
    "shortest_rest": (days.days_in_row,),
    "shortest_run": (days.days_in_row,),
    "six_days_per_week": (days.days_in_row,),
    "slot_count": (days.days_in_row,),
    "succession": (days.days_in_row,),
    "sunday_rest": (days.days_in_row,),
    "travel_between_sites": (days.gaps(20, 31),),
    "weekly_max_48h": (weeks.week_total("limit"),),
    "weekends_worked": (days.days_in_row,),
    "weekly_rest_35h": (weeks.weekly_rest,),
}
