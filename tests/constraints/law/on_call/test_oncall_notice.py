from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.on_call.oncall_notice import RULE
from scheduler.dated import Source
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.employer import Notice, NoticeKind
from tests.constraints.law.make import audited, call, past, timeline

ACCORD = Source("accord d’entreprise", "art. 9")
JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}


def notice_of(notified: date, effective: date = date(2026, 6, 20), **options: Any) -> Notice:
    return Notice(
        mediator="m", kind=NoticeKind.STANDBY, notified=notified, effective=effective, **options
    )


def seen(*notices: Notice, rule: Any = RULE, **options: Any) -> list[tuple[int, int, int, str]]:
    judged = timeline(notices=notices, **(JUNE | options))
    return [(f.measured, f.limit, f.amount, f.verdict.value) for f in audited(rule, judged)]


def standby(text: str) -> Any:
    return past(text, kind=DutyKind.STANDBY)


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        (date(2026, 6, 4), []),
        (date(2026, 6, 5), [(15, 15, 0, "to_confirm")]),
        (date(2026, 6, 6), [(14, 15, 1, "violation")]),
        (date(2026, 6, 20), [(0, 15, 15, "violation")]),
    ],
)
def test_fifteen_days_are_to_confirm_and_fourteen_too_few(
    notified: date, expected: list[tuple[int, int, int, str]]
) -> None:
    assert seen(notice_of(notified)) == expected


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        (date(2026, 6, 4), []),
        (date(2026, 6, 18), [(2, 15, 13, "note")]),
        (date(2026, 6, 19), [(0, 1, 1, "violation")]),
    ],
)
def test_exceptional_circumstances_leave_one_clear_day(
    notified: date, expected: list[tuple[int, int, int, str]]
) -> None:
    assert seen(notice_of(notified, exceptional=True)) == expected


def test_days_are_civil_over_a_change_of_clocks() -> None:
    assert seen(
        notice_of(date(2026, 10, 11), date(2026, 10, 26)),
        first=date(2026, 10, 1),
        last=date(2026, 10, 31),
    ) == [(15, 15, 0, "to_confirm")]


@pytest.mark.parametrize(
    ("notice", "count"),
    [
        (
            notice_of(date(2026, 6, 5)),
            "annonce le 05/06/2026, soit 15 jours avant pour 15 jours au moins, 14 jours francs",
        ),
        (
            notice_of(date(2026, 6, 10)),
            "annonce le 10/06/2026, soit 10 jours avant au lieu de 15 jours au moins",
        ),
        (
            notice_of(date(2026, 6, 19), exceptional=True),
            "annonce le 19/06/2026, soit 0 jour entre les deux au lieu de 1 jour au moins",
        ),
    ],
)
def test_the_sentences_say_how_days_are_counted(notice: Notice, count: str) -> None:
    (finding,) = audited(RULE, timeline(notices=(notice,), **JUNE))
    reason = {
        "to_confirm": " : à confirmer, la loi ne dit pas comment compter.",
        "violation": ", même en cas de circonstances exceptionnelles.",
    }

    end = reason[finding.verdict.value] if notice.notified.day != 10 else "."
    assert finding.message == f"Lou : astreinte du 20/06/2026, {count}{end}"


def test_the_persons_agreement_does_not_replace_the_programme() -> None:
    assert seen(notice_of(date(2026, 6, 10), agreed=True)) == [(10, 15, 5, "violation")]


def test_an_agreement_sets_another_delay_from_its_day_on() -> None:
    seven = replace(RULE, notice=RULE.notice.derogate(7, date(2026, 6, 15), ACCORD))

    assert seen(notice_of(date(2026, 6, 6), date(2026, 6, 14)), rule=seven) == [
        (8, 15, 7, "violation")
    ]
    assert seen(notice_of(date(2026, 6, 7), date(2026, 6, 15)), rule=seven) == []
    assert seen(notice_of(date(2026, 6, 9), date(2026, 6, 15)), rule=seven) == [
        (6, 7, 1, "violation")
    ]


def test_other_notices_and_other_months_are_not_judged() -> None:
    late = notice_of(date(2026, 6, 19))

    assert seen(replace(late, kind=NoticeKind.SCHEDULE)) == []
    assert seen(late, last=date(2026, 6, 19)) == []


def test_the_standbys_of_the_month_are_noted_with_what_they_give() -> None:
    duties = (
        standby("2026-05-31 18:00 08:00"),
        call("2026-06-15 23:00 23:30"),
        standby("2026-06-15 18:00 08:00"),
        past("2026-06-16 09:00 17:00"),
    )
    half = RULE.rest_per_day.derogate(150, date(2026, 6, 1), ACCORD)

    # 8 h of 1 June (those of 31 May are another month's) and 14 h.
    (finding,) = audited(RULE, timeline(*duties, **JUNE))
    assert (finding.on, finding.measured, finding.amount, finding.verdict.value) == (
        date(2026, 6, 1),
        22 * 60,
        0,
        "note",
    )
    assert finding.message == (
        "Lou : 22 h 00 d’astreinte à partir du 01/06/2026, une contrepartie en argent ou en repos "
        "est due."
    )
    assert finding.article == "L3121-9"
    (agreed,) = audited(replace(RULE, rest_per_day=half), timeline(*duties, **JUNE))
    assert agreed.amount == 22 * 150 // 24
    assert agreed.message.endswith("est due : 2 h 17 de repos selon l’accord.")


def test_a_standby_on_the_night_of_a_clock_change_counts_its_elapsed_hours() -> None:
    night = standby("2026-10-24 18:00 08:00")
    judged = timeline(night, first=date(2026, 10, 1), last=date(2026, 10, 31))

    assert [f.measured for f in audited(RULE, judged)] == [15 * 60]


def test_the_code_sets_no_rest_for_a_day_on_call() -> None:
    (finding,) = audited(
        RULE, timeline(*(standby(f"2026-06-{d} 08:00 08:00") for d in (15, 16)), **JUNE)
    )

    assert (finding.measured, finding.limit, finding.amount) == (48 * 60, 0, 0)
