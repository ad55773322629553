from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from constraints.counters.lines.owed import owed_lines
from constraints.counters.sheet import OwedRestLine
from constraints.law.night.night_rest_owed import RULE as NIGHTS
from constraints.registry import base
from scheduler.dated import Source
from scheduler.domain.duty import Duty
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.time import days_span
from tests.constraints.counters.counted import count
from tests.constraints.counters.make import person, shift, timeline

RULES = base().person_rules
URGENT = Ground(kind=GroundKind.URGENT, since=date(2026, 6, 1), ground="Crue de juin")
EVENING = ("2026-06-15 14:00", "2026-06-15 22:00")
AGREEMENT = Source("accord d’entreprise", "art. 8")
TEN = replace(NIGHTS, longest=NIGHTS.longest.derogate(600, date(2024, 1, 1), AGREEMENT))
NIGHTLY = person(night_worker=True)
MORNING = ("2026-06-16 07:00", "2026-06-16 20:00")


def test_a_rest_cut_short_is_owed_until_it_is_returned() -> None:
    later = ("2026-06-17 07:00", "2026-06-17 20:00"), ("2026-06-18 09:00", "2026-06-18 15:00")
    duties = [shift(*times) for times in (EVENING, MORNING, *later)]

    [line] = _counted(*duties[:3]).owed
    assert line == OwedRestLine(
        on=date(2026, 6, 16),
        rest=540,
        minutes=120,
        limit=780,
        due=date(2026, 6, 19),
        ground="Crue de juin",
    )
    returned = _counted(*duties)
    assert [each.returned for each in returned.owed] == [date(2026, 6, 17)]
    assert (_counted(*duties[:3]).owed_minutes, returned.owed_minutes) == (120, 0)


def test_what_is_owed_is_told_with_its_article_its_ground_and_its_date() -> None:
    (remark,) = _counted(shift(*EVENING), shift(*MORNING)).remarks

    assert remark == (
        "Repos équivalent de 2 h 00 dû pour le repos de 9 h 00 avant la reprise du 16/06/2026 "
        "(D3131-2, Crue de juin) : un repos de 13 h 00 à commencer au plus tard le 19/06/2026 "
        "(délai à confirmer : le décret n’en fixe pas)."
    )


def test_a_rest_returned_late_is_owed_no_more_and_said_to_be_late() -> None:
    late = (
        ("2026-06-17 07:00", "2026-06-17 20:00"),
        ("2026-06-18 07:00", "2026-06-18 20:00"),
        ("2026-06-19 07:00", "2026-06-20 00:00"),
        ("2026-06-20 11:00", "2026-06-20 20:00"),
        ("2026-06-21 12:00", "2026-06-21 15:00"),
    )

    sheet = _counted(*(shift(*times) for times in (EVENING, MORNING, *late)))

    [line] = sheet.owed
    assert (line.due, line.returned) == (date(2026, 6, 19), date(2026, 6, 20))
    assert sheet.owed_minutes == 0
    (remark,) = (remark for remark in sheet.remarks if "D3131-2" in remark)
    assert remark == (
        "Repos équivalent de 2 h 00 dû pour le repos de 9 h 00 avant la reprise du 16/06/2026 "
        "(D3131-2, Crue de juin) : rendu le 20/06/2026, après le 19/06/2026 (délai à confirmer : "
        "le décret n’en fixe pas)."
    )


def test_one_rest_that_returns_two_is_to_confirm() -> None:
    shifts = (
        EVENING,
        ("2026-06-16 07:00", "2026-06-16 22:00"),
        ("2026-06-17 07:00", "2026-06-17 12:00"),
        ("2026-06-18 07:00", "2026-06-18 12:00"),
    )

    (remark,) = _counted(*(shift(*times) for times in shifts)).remarks

    assert remark == (
        "Le repos commencé le 17/06/2026 rend 2 repos réduits ; un seul suffit-il ? À confirmer "
        "(D3131-2)."
    )


def test_without_a_derogation_nothing_is_owed() -> None:
    assert _counted(shift(*EVENING), shift(*MORNING), grounds=()).owed == ()


def test_a_month_begins_with_the_debts_that_the_last_one_left() -> None:
    seen: set[bool] = set()
    for seed in range(200):
        june, july = _months(Random(seed))
        left = [each for each in june if each.returned is None]
        carried = [each for each in july if each.on < date(2026, 7, 1)]

        assert [replace(each, returned=None) for each in carried] == left
        seen.update(bool(each.returned) for each in carried)

    assert seen == {True, False}


def test_a_night_that_an_agreement_lets_be_longer_is_owed_until_it_is_returned() -> None:
    night = ("2026-06-15 20:00", "2026-06-16 06:00")
    tight = ("2026-06-16 17:00", "2026-06-17 06:00")
    short, long = ("2026-06-17 18:59", "2026-06-18 06:00"), ("2026-06-17 19:00", "2026-06-18 06:00")

    def lines(*times: tuple[str, str]) -> tuple[OwedRestLine, ...]:
        duties = [shift(*each) for each in times]
        return owed_lines(timeline(*duties, who=NIGHTLY, last=date(2026, 6, 17)), [TEN])[:1]

    waiting = OwedRestLine(
        on=date(2026, 6, 15),
        rest=0,
        minutes=120,
        limit=780,
        due=date(2026, 6, 19),
        ground=str(AGREEMENT),
        worked=600,
    )
    assert lines(night, tight, short) == (waiting,)
    assert lines(night, tight, long) == (replace(waiting, returned=date(2026, 6, 17)),)
    assert (waiting.article, replace(waiting, worked=0).article) == ("R3122-3", "D3131-2")


def test_a_long_night_is_told_with_its_article_and_the_agreement() -> None:
    nights = (
        shift("2026-06-15 20:00", "2026-06-16 06:00"),
        shift("2026-06-16 17:00", "2026-06-17 01:00"),
    )
    rules = tuple(TEN if rule.id == TEN.id else rule for rule in RULES)

    sheet = count(*nights, who=NIGHTLY, rules=rules, last=date(2026, 6, 16))

    (remark,) = (remark for remark in sheet.remarks if "R3122-3" in remark)
    assert remark == (
        "Repos équivalent de 2 h 00 dû pour la nuit de 10 h 00 commencée le 15/06/2026 (R3122-3, "
        "art. 8 (accord d’entreprise)) : un repos de 13 h 00 à commencer au plus tard le "
        "19/06/2026 (délai à confirmer : le code n’en fixe pas)."
    )


def _counted(*duties: Duty, **options: Any) -> Any:
    return count(*duties, **{"grounds": (URGENT,), **options})


def _months(rng: Random) -> tuple[tuple[OwedRestLine, ...], tuple[OwedRestLine, ...]]:
    """The debts of June as it is published, and those of three days of July, June being history."""
    duties, clock = [], 0
    for number in range(rng.randint(4, 9)):
        end = clock + rng.choice((300, 600, 780))
        day = date(2026, 6, 26)
        duties.append(shift(_at(day, clock), _at(day, end), id=f"{number}"))
        clock = end + rng.choice((540, 600, 660, 700, 1000, 2000))
    june = [duty for duty in duties if duty.span.day < date(2026, 7, 1)]
    spans = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 3))
    known = days_span(date(2026, 6, 1), date(2026, 7, 31))
    first, second = (
        owed_lines(timeline(*each, first=a, last=b, grounds=(URGENT,), known=known), RULES)
        for each, (a, b) in zip((june, duties), spans, strict=True)
    )
    return first, second


def _at(day: date, minutes: int) -> str:
    on = day + timedelta(days=minutes // 1440)
    return f"{on} {minutes % 1440 // 60:02d}:{minutes % 60:02d}"
