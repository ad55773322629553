from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from constraints.law.on_call.oncall_rest import RULE as ON_CALL
from constraints.law.rests.daily_rest_11h import RULE as DAILY
from constraints.law.rests.daily_rest_owed import RULE
from scheduler.dated import Source
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.time import midnight_minute
from scheduler.domain.timeline import Timeline
from scheduler.finding import Claim
from scheduler.rule import PersonRule
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, call, duty, past, rota, timeline, turning

AGREEMENT = Source("accord d’entreprise du 12/12/2023", "art. 4")
SINCE = date(2024, 1, 1)
NINE = replace(RULE, rest=RULE.rest.derogate(540, SINCE, AGREEMENT))
NINE_WITHIN_A_DAY = replace(NINE, delay=NINE.delay.derogate(1, SINCE, AGREEMENT))
URGENT = Ground(
    kind=GroundKind.URGENT,
    since=date(2026, 6, 15),
    until=date(2026, 6, 15),
    ground="Incendie du 15/06/2026",
    article="D3131-1",
)
DAYS_OF_JULY = ((1, "20:00"), (2, "20:00"), (3, "00:00"))
NEAR_ELEVEN = (540, 541, 600, 659, 660, 661, 719)
MONDAY, TUESDAY = "2026-06-15 14:00 22:00", "2026-06-16 07:00 20:00"


def chain(*texts: str, **options: Any) -> Timeline:
    """A timeline with, unless told otherwise, an agreement on nine hours of rest."""
    return timeline(*(duty(text) for text in texts), **options)


def test_without_a_derogation_nothing_is_owed() -> None:
    assert audited(RULE, chain(MONDAY, TUESDAY, "2026-06-17 07:00 20:00")) == []


def test_eleven_hours_are_whole_even_under_the_agreement() -> None:
    whole = chain("2026-06-15 14:00 20:00", TUESDAY, *_tight(17, 18, to=19))

    assert audited(NINE, whole) == []


def test_a_rest_cut_short_is_returned_within_three_days() -> None:
    late = chain(MONDAY, TUESDAY, *_tight(17, 18, to=19))

    [finding] = audited(NINE, late)

    assert finding.message == (
        "Lou : repos quotidien réduit à 9 h 00 avant la reprise du 16/06/2026 (art. 4 (accord "
        "d’entreprise du 12/12/2023)), 2 h 00 de repos équivalent dus : un repos de 13 h 00 devait "
        "commencer au plus tard le 19/06/2026, le meilleur est de 11 h 00 (le décret ne fixe pas "
        "de délai : à confirmer)."
    )
    assert (finding.measured, finding.limit, finding.amount) == (660, 780, 120)
    assert finding.verdict.value == "to_confirm"
    assert "D3131-2" in finding.article
    assert finding.on == date(2026, 6, 16)


@pytest.mark.parametrize(("start", "count"), [("08:59", 1), ("09:00", 0)])
def test_the_returning_rest_is_of_eleven_hours_and_what_is_owed(start: str, count: int) -> None:
    judged = chain(MONDAY, TUESDAY, f"2026-06-17 {start} 20:00", *_tight(18, 19, 20))

    assert len(audited(NINE, judged)) == count


@pytest.mark.parametrize(("end", "count"), [("23:59", 0), ("00:00", 1)])
def test_it_begins_on_the_last_day_at_the_latest(end: str, count: int) -> None:
    judged = chain(MONDAY, TUESDAY, *_tight(17, 18), f"2026-06-19 07:00 {end}")

    assert len(audited(NINE, judged)) == count


def test_the_agreement_s_own_delay_makes_a_violation_of_it() -> None:
    judged = chain(MONDAY, TUESDAY, *_tight(to=17), "2026-06-18 13:00 20:00")

    [finding] = audited(NINE_WITHIN_A_DAY, judged)

    assert finding.verdict.value == "violation"
    assert finding.message.endswith(
        "devait commencer au plus tard le 17/06/2026, le meilleur est de 11 h 00."
    )


def test_urgent_works_let_the_rest_be_cut_and_owe_it() -> None:
    shifts = ("2026-06-15 14:00 23:30", "2026-06-16 07:00 20:00")
    judged = chain(*shifts, *_tight(17, 18, to=19), grounds=(URGENT,))

    [finding] = audited(RULE, judged)

    assert audited(DAILY, judged) == []
    assert len(audited(DAILY, chain(*shifts))) == 1
    assert (finding.measured, finding.limit) == (660, 660 + 210)
    assert "(Incendie du 15/06/2026), 3 h 30 de repos équivalent dus" in finding.message
    assert finding.article == "D3131-2"


def test_urgent_works_of_another_day_cut_nothing() -> None:
    judged = chain(MONDAY, TUESDAY, grounds=(replace(URGENT, since=date(2026, 6, 17), until=None),))

    assert len(audited(DAILY, judged)) == 1
    assert audited(RULE, judged) == []


def test_an_intervention_for_urgent_works_owes_the_rest_that_it_cut() -> None:
    judged = timeline(
        duty("2026-06-15 10:00 20:00"),
        call("2026-06-15 23:00 23:30"),
        *(duty(text) for text in ("2026-06-16 08:00 20:00", *_tight(17, 18, to=19))),
        grounds=(URGENT,),
    )

    [finding] = audited(RULE, judged)

    assert audited(DAILY, judged) == audited(ON_CALL, judged) == []
    assert finding.limit == 660 + (660 - 510)


def test_minors_have_no_such_derogation() -> None:
    judged = chain(
        MONDAY, TUESDAY, *_tight(17, 18, to=19), grounds=(URGENT,), who=turning(date(2010, 1, 1))
    )

    assert audited(NINE, judged) == audited(RULE, judged) == []


def test_the_debt_of_a_published_month_binds_the_next_one() -> None:
    before = (past("2026-06-29 14:00 22:00"), past("2026-06-30 07:00 20:00"))
    tight = [duty(f"2026-07-0{day} 07:00 {end}") for day, end in DAYS_OF_JULY]
    july: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 12)}
    filled = rota(*before, *tight, **july)
    eased = rota(*before, *tight[:1], duty("2026-07-02 09:00 20:00"), *tight[2:], **july)

    [finding] = audited(NINE, filled.timeline(filled.problem.mediators[0]))
    assert (finding.on, finding.inherited) == (date(2026, 6, 30), False)
    assert (accepts(NINE, filled), clean(NINE, filled)) == (False, False)
    assert accepts(NINE, filled, gated=True) is False
    assert (accepts(NINE, eased), clean(NINE, eased)) == (True, True)


def test_what_the_past_alone_cannot_return_is_inherited_and_stops_nothing() -> None:
    before = (past("2026-06-26 14:00 22:00"), *(past(text) for text in _tight(27, 28, 29, 30)))
    july = rota(
        *before,
        past("2026-07-01 07:00 20:00", kind=DutyKind.TRAINING),
        duty("2026-07-02 09:00 12:00"),
        first=date(2026, 7, 1),
        last=date(2026, 7, 12),
    )

    [finding] = audited(NINE, july.timeline(july.problem.mediators[0]))
    assert finding.inherited
    assert accepts(NINE, july)


def test_the_claim_says_by_when_the_rest_must_begin() -> None:
    made = rota(duty(MONDAY), first=date(2026, 6, 15), last=date(2026, 6, 21))
    claim = Claim(
        RULE.id, "m", midnight_minute(date(2026, 6, 16)), midnight_minute(date(2026, 6, 20))
    )

    assert RULE.demanded_of(claim, made.problem) == (
        "un repos plus long, à commencer au plus tard le 19/06/2026"
    )


@pytest.mark.parametrize("rule", [NINE, NINE_WITHIN_A_DAY], ids=["three days", "one day"])
def test_debts_are_those_of_a_count_minute_by_minute(rule: PersonRule) -> None:
    for seed in range(150):
        judged = _drawn(Random(seed))

        assert [(f.on, f.limit) for f in audited(rule, judged)] == list(_recounted(rule, judged))


@pytest.mark.parametrize("rule", [NINE, NINE_WITHIN_A_DAY], ids=["three days", "one day"])
def test_encoding_and_audit_agree_under_an_agreement(rule: PersonRule) -> None:
    verdicts = set()
    for seed in range(60):
        drawn = _drawn(Random(seed))
        first = drawn.duties[0].span.day
        made = rota(
            *(replace(d, decided=d.span.day > first + timedelta(days=2)) for d in drawn.duties),
            first=first + timedelta(days=3),
            last=drawn.horizon.days[-1] + timedelta(days=2),
        )
        verdicts.add(clean(rule, made))
        assert accepts(rule, made) == accepts(rule, made, gated=True) == clean(rule, made), seed

    assert verdicts == {True, False}


def _tight(*days: int, to: int | None = None) -> tuple[str, ...]:
    """Days of June from 7 h to 20 h, eleven hours of rest apart; the last one to midnight."""
    last = () if to is None else (f"2026-06-{to:02d} 07:00 00:00",)
    return (*(f"2026-06-{day:02d} 07:00 20:00" for day in days), *last)


def _drawn(rng: Random) -> Timeline:
    """A week and a half of days whose rests lie around nine, eleven and thirteen hours."""
    clock, duties = 7 * 60, []
    tight = rng.random() < 0.6
    for _ in range(rng.randint(4, 10)):
        end = clock + rng.choice((240, 600, 720))
        begin, last = (date(2026, 6, 15), clock), (date(2026, 6, 15), end)
        duties.append(duty(_text(*begin, last[1])))
        clock = end + rng.choice(NEAR_ELEVEN if tight else (*NEAR_ELEVEN, 720, 779, 780, 1500))
    return timeline(*duties)


def _text(day: date, begin: int, end: int) -> str:
    on = day + timedelta(days=begin // 1440)
    return f"{on} {begin % 1440 // 60:02d}:{begin % 60:02d} {end % 1440 // 60:02d}:{end % 60:02d}"


def _recounted(rule: Any, judged: Timeline) -> Any:
    """Count debts on a grid of minutes, by the words of the decree alone."""
    start = judged.duties[0].span.first - judged.duties[0].span.start.hour * 60
    start -= judged.duties[0].span.start.minute
    length = judged.horizon.last - start + 3 * 1440
    busy = bytearray(length)
    for d in judged.duties:
        busy[d.span.first - start : d.span.last - start] = b"\x01" * d.span.minutes
    days = rule.delay.on(judged.duties[0].span.day)
    for before, after in zip(judged.duties, judged.duties[1:], strict=False):
        if before.span.day == after.span.day:
            continue
        begin, end = before.span.last - start, after.span.first - start
        owed = 660 - busy[begin:end].count(0)
        if owed <= 0:
            continue
        last = (after.span.first - start) // 1440 + 1 + days
        free, whole = 0, False
        for minute in range(after.span.first - start, length):
            free = 0 if busy[minute] else free + 1
            if free >= 660 + owed and minute - free + 1 < last * 1440:
                whole = True
                break
        if not whole:
            yield after.span.day, 660 + owed
