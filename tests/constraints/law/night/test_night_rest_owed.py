from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from random import Random
from typing import Any

import pytest

from constraints.law.night.night_rest_owed import RULE, totals_of
from constraints.law.night.night_worker_daily_8h import RULE as EIGHT
from scheduler.dated import Source
from scheduler.domain.duty import DutyKind
from scheduler.domain.rota import Rota
from scheduler.domain.timeline import Timeline
from scheduler.model import Item
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import ADULT, audited, duty, past, rota, timeline
from tests.constraints.mutants import Mutant, shifted

AGREEMENT = Source("accord d’entreprise du 12/12/2023", "art. 8")
SINCE = date(2024, 1, 1)
TEN = replace(RULE, longest=RULE.longest.derogate(600, SINCE, AGREEMENT))
NIGHTLY = replace(ADULT, night_worker=True)

MONDAY = "2026-06-15 20:00 06:00"
"""A night of ten hours: two beyond eight, hence a rest of thirteen after it."""


def chain(*texts: str, **options: Any) -> Timeline:
    return timeline(*(duty(text) for text in texts), **{"who": NIGHTLY, **options})


def tight(*days: int, to: str = "") -> tuple[str, ...]:
    """Days of June from 17 h to 6 h, eleven hours of rest apart; the last one to an hour."""
    nights = [f"2026-06-{day:02d} 17:00 06:00" for day in days]
    return (*nights[:-1], nights[-1][:-5] + to) if to else tuple(nights)


def owed_on_monday(judged: Timeline) -> list[tuple[date, int, int]]:
    return [(f.on, f.measured, f.limit) for f in audited(TEN, judged) if f.on == date(2026, 6, 15)]


def test_a_night_longer_than_eight_hours_owes_a_rest_as_much_longer() -> None:
    judged = chain(MONDAY, *tight(16, 17, 18, to="06:00"), "2026-06-19 17:00 00:00")

    finding = audited(TEN, judged)[0]

    assert finding.message == (
        "Lou (travailleur de nuit) : 10 h 00 de travail pour la journée commencée le 15/06/2026 "
        "(art. 8 (accord d’entreprise du 12/12/2023)), 2 h 00 de repos équivalent dus : un repos "
        "de 13 h 00 devait commencer au plus tard le 19/06/2026, le meilleur est de 11 h 00 (le "
        "code ne fixe pas de délai : à confirmer)."
    )
    assert (finding.measured, finding.limit, finding.amount) == (660, 780, 120)
    assert finding.verdict.value == "to_confirm"
    assert "R3122-3" in finding.article
    assert finding.on == date(2026, 6, 15)


@pytest.mark.parametrize(("start", "count"), [("18:59", 1), ("19:00", 0)])
def test_the_rest_is_of_eleven_hours_and_what_is_owed(start: str, count: int) -> None:
    judged = chain(
        MONDAY, f"2026-06-16 {start} 06:00", *tight(17, 18, to="06:00"), "2026-06-19 17:00 00:00"
    )

    assert len(owed_on_monday(judged)) == count


@pytest.mark.parametrize(("end", "start", "owed"), [("04:00", "15:00", 0), ("04:01", "15:01", 1)])
def test_eight_hours_owe_nothing_and_a_minute_more_owes_a_minute(
    end: str, start: str, owed: int
) -> None:
    nights = f"2026-06-15 20:00 {end}", f"2026-06-16 {start} 06:00"
    judged = chain(*nights, *tight(17, 18), "2026-06-19 17:00 00:00")

    assert [limit for _, _, limit in owed_on_monday(judged)] == ([661] if owed else [])


@pytest.mark.parametrize(("end", "count"), [("23:59", 0), ("00:00", 1)])
def test_it_begins_on_the_third_day_after_the_night_at_the_latest(end: str, count: int) -> None:
    # The night ends on the 16th: its rest begins on the 19th, or it is late.
    judged = chain(MONDAY, *tight(16, 17, 18), f"2026-06-19 17:00 {end}")

    assert len(owed_on_monday(judged)) == count


def test_without_a_derogation_the_day_itself_is_unlawful_and_owes_nothing() -> None:
    judged = chain(MONDAY, *tight(16, 17, 18, 19))

    assert audited(RULE, judged) == []
    assert date(2026, 6, 15) in {finding.on for finding in audited(EIGHT, judged)}


def test_it_is_owed_from_the_agreement_on() -> None:
    late = replace(RULE, longest=RULE.longest.derogate(600, date(2026, 6, 16), AGREEMENT))
    judged = chain(MONDAY, *tight(16, 17, 18, 19, 20))

    assert date(2026, 6, 15) not in {f.on for f in audited(late, judged)}
    assert date(2026, 6, 15) in {f.on for f in audited(TEN, judged)}


def test_who_is_no_night_worker_and_days_without_night_owe_nothing() -> None:
    by_day = replace(NIGHTLY, night_worker=False)
    late_days = [f"2026-06-{day} 08:00 20:30" for day in range(15, 22)]

    assert audited(TEN, chain(MONDAY, *tight(16, 17, 18, 19), who=by_day)) == []
    assert audited(TEN, chain(*late_days)) == []


def test_posts_of_one_working_day_add_up_and_the_rest_comes_after_the_last() -> None:
    posts = "2026-06-15 06:00 10:00", "2026-06-15 23:00 04:00"

    # Thirteen hours between the two posts return nothing: the working day isn't over.
    judged = chain(*posts, "2026-06-16 15:00 06:00", *tight(17, 18), "2026-06-19 17:00 00:00")
    assert owed_on_monday(judged) == [(date(2026, 6, 15), 660, 720)]
    assert owed_on_monday(chain(*posts, "2026-06-16 16:00 06:00", *tight(17, 18, 19))) == []


def test_an_intervention_cuts_the_rest() -> None:
    nights = [duty(text) for text in (MONDAY, "2026-06-16 19:00 06:00", *tight(17, 18, 19))]
    called = replace(duty("2026-06-16 12:00 12:30"), kind=DutyKind.INTERVENTION, decided=False)

    assert owed_on_monday(timeline(*nights, who=NIGHTLY)) == []
    assert owed_on_monday(timeline(*nights, called, who=NIGHTLY))[0][2] == 780


JUNE: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 24), "who": NIGHTLY}


@pytest.mark.parametrize(("end", "lawful"), [("23:59", True), ("00:00", False)])
def test_the_plan_demands_the_rest_by_its_day(end: str, lawful: bool) -> None:
    # The same as above: the rest begins on the third day, or on the fourth.
    nights = MONDAY, "2026-06-16 17:00 01:00", "2026-06-17 12:00 20:00", "2026-06-18 07:00 15:00"
    made = rota(*map(duty, (*nights, f"2026-06-19 02:00 {end}")), **JUNE)

    assert (accepts(TEN, made), clean(TEN, made)) == (lawful, lawful)


@pytest.mark.parametrize(("post", "lawful"), [(None, True), ("2026-06-15 15:00 17:00", False)])
def test_what_the_past_leaves_no_rest_for_is_not_made_longer(
    post: str | None, lawful: bool
) -> None:
    nights = (MONDAY, *tight(16, 17, 18), "2026-06-19 17:00 06:00")
    fixed = [replace(duty(text), decided=False) for text in nights]
    made = rota(*fixed, *([] if post is None else [duty(post)]), **JUNE)

    assert (accepts(TEN, made), clean(TEN, made)) == (lawful, lawful)


HABIT = tuple(past(f"2026-{day} 21:00 05:00") for day in ("05-25", "05-26", "06-01", "06-02"))
"""Two weeks of two nights: a third one makes a night worker of whoever wasn't declared."""


def drawn_rota(seed: int, *, declared: bool) -> Rota:
    """Nights of which the first days are of the month before."""
    duties = _drawn(Random(seed)).duties
    first = duties[0].span.day + timedelta(days=Random(seed).randint(0, 3))
    more = (
        () if declared else (*HABIT, past("2026-06-08 21:00 05:00"), duty("2026-06-09 21:00 05:00"))
    )
    first = first if declared else date(2026, 6, 9)
    return rota(
        *more,
        *(replace(d, decided=d.span.day >= first) for d in duties),
        first=first,
        last=date(2026, 6, 30),
        who=NIGHTLY if declared else ADULT,
    )


def test_only_posts_that_follow_each_other_add_up() -> None:
    texts = "06:00 10:00", "09:00 12:00", "10:00 13:30", "13:30 14:00", "20:00 04:00"
    posts = [duty(f"2026-06-15 {text}") for text in texts]
    chains = [
        some
        for n in range(1, len(posts) + 1)
        for some in combinations(posts, n)
        if all(early.span.last <= late.span.first for early, late in pairwise(some))
    ]

    items = [Item(post, None) for post in reversed(posts)]

    totals = totals_of(items, lambda _: False)

    assert totals == {
        post.span.last: {sum(p.work for p in some) for some in chains if some[-1] == post}
        for post in posts
    }
    # All of them together would be 1,140 minutes.
    assert max(set().union(*totals.values())) < 1140
    alone = totals_of(items, lambda _: True)
    assert alone == {post.span.last: {post.work} for post in posts}


@pytest.mark.parametrize("declared", [True, False])
def test_encoding_and_audit_agree_under_an_agreement(declared: bool) -> None:
    verdicts = set()
    for seed in range(60):
        made = drawn_rota(seed, declared=declared)
        verdicts.add(clean(TEN, made))
        assert accepts(TEN, made) == accepts(TEN, made, gated=True) == clean(TEN, made), seed

    assert verdicts == {True, False}


@pytest.mark.parametrize(
    ("name", "by"), [("rest", 1), ("rest", -1), ("delay", 1), ("delay", -1), ("longest", 1)]
)
def test_an_encoding_or_an_audit_that_is_a_little_off_disagrees(name: str, by: int) -> None:
    other = shifted(TEN, name, by)
    assert other is not None

    rotas = [drawn_rota(seed, declared=True) for seed in range(200)]
    assert any(accepts(other, made) != clean(TEN, made) for made in rotas)
    assert any(accepts(TEN, made) != clean(other, made) for made in rotas)


def test_an_encoding_without_demands_lets_pass_what_the_audit_refuses() -> None:
    silent = Mutant(TEN, encode=lambda _: None)

    rotas = [drawn_rota(seed, declared=True) for seed in range(60)]
    assert any(
        accepts(silent, made) != clean(TEN, made)  # type: ignore[arg-type]
        for made in rotas
    )


def test_a_night_of_the_month_before_is_seen_if_this_month_decides_its_rest() -> None:
    night = past("2026-06-29 20:00 06:00")
    tight_july = [duty(text) for text in ("2026-06-30 17:00 06:00", "2026-07-01 17:00 06:00")]
    later = [duty(f"2026-07-0{day} 17:00 06:00") for day in (2, 3)]
    july: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 12), "who": NIGHTLY}

    judged = timeline(night, replace(tight_july[0], decided=False), tight_july[1], *later, **july)
    assert date(2026, 6, 29) in {f.on for f in audited(TEN, judged)}


def test_debts_are_those_of_a_count_minute_by_minute() -> None:
    seen = set()
    for seed in range(200):
        judged = _drawn(Random(seed))
        findings = [(f.on, f.limit) for f in audited(TEN, judged)]
        seen.add(bool(findings))
        assert findings == list(_recounted(judged)), seed
    assert seen == {True, False}


def _drawn(rng: Random) -> Timeline:
    """A week and a half of nights around eight and ten hours, with rests around what is owed."""
    clock, duties = 18 * 60, []
    for _ in range(rng.randint(4, 10)):
        worked = rng.choice((300, 480, 481, 540, 600, 720))
        begin = date(2026, 6, 15) + timedelta(days=clock // 1440)
        end = clock + worked
        duties.append(
            duty(
                f"{begin} {clock % 1440 // 60:02d}:{clock % 60:02d} "
                f"{end % 1440 // 60:02d}:{end % 60:02d}"
            )
        )
        clock = end + rng.choice((659, 660, 661, 700, 719, 720, 779, 780, 781, 900))
    return timeline(*duties, who=NIGHTLY)


def _recounted(judged: Timeline) -> Iterator[tuple[date, int]]:
    """Count debts on a grid of minutes, by the words of the article alone."""
    start = judged.duties[0].span.first - judged.duties[0].span.start.hour * 60
    start -= judged.duties[0].span.start.minute
    length = judged.horizon.last - start + 3 * 1440
    busy = bytearray(length)
    for d in judged.duties:
        busy[d.span.first - start : d.span.last - start] = b"\x01" * d.span.minutes
    for day in sorted({d.span.day for d in judged.duties}):
        mine = [d for d in judged.duties if d.span.day == day]
        minutes = [m for d in mine for m in range(d.span.first - start, d.span.last - start)]
        # From 21 h to 6 h, on a grid that begins at midnight.
        at_night = any(m % 1440 >= 21 * 60 or m % 1440 < 6 * 60 for m in minutes)
        owed = len(minutes) - 480
        if owed <= 0 or not at_night:
            continue
        ends = max(minutes) + 1
        last = (ends - 1) // 1440 + 1 + 3
        free, whole = 0, False
        for minute in range(ends, length):
            free = 0 if busy[minute] else free + 1
            if free >= 660 + owed and minute - free + 1 < last * 1440:
                whole = True
                break
        if not whole:
            yield day, 660 + owed
