from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.leave.paid_leave_date_change import RULE
from scheduler.dated import Source
from scheduler.domain.employment.employer import Notice, NoticeKind
from tests.constraints.law.make import audited, timeline

ACCORD = Source("accord d’entreprise", "art. 12")
JULY: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 31)}
PLANNED = date(2026, 7, 13)


def moved(notified: date, planned: date = PLANNED, **options: Any) -> Notice:
    return Notice(
        mediator="m",
        kind=NoticeKind.LEAVE,
        notified=notified,
        effective=options.pop("effective", date(2026, 9, 7)),
        before=planned,
        **options,
    )


def seen(
    *notices: Notice, rule: Any = RULE, **options: Any
) -> list[tuple[str, int, int, int, str]]:
    judged = timeline(notices=notices, **(JULY | options))
    return [
        (f.on.isoformat(), f.measured, f.limit, f.amount, f.verdict.value)
        for f in audited(rule, judged)
    ]


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        (date(2026, 6, 12), []),
        (date(2026, 6, 13), [("2026-07-13", 30, 30, 0, "to_confirm")]),
        (date(2026, 6, 14), [("2026-07-13", 29, 30, 1, "violation")]),
        (date(2026, 7, 20), [("2026-07-13", 0, 30, 30, "violation")]),
    ],
)
def test_a_month_to_the_day_is_to_confirm_and_a_day_less_too_late(
    notified: date, expected: list[tuple[str, int, int, int, str]]
) -> None:
    assert seen(moved(notified)) == expected


def test_a_month_of_february_is_shorter() -> None:
    march: dict[str, Any] = {"first": date(2028, 3, 1), "last": date(2028, 3, 31)}

    # Back from 31 March a month ends on 29 February, a leap day; onwards it ends on the 29th.
    assert seen(moved(date(2028, 2, 29), date(2028, 3, 31)), **march) == [
        ("2028-03-31", 31, 31, 0, "to_confirm")
    ]
    assert seen(moved(date(2028, 2, 28), date(2028, 3, 31)), **march) == []
    assert seen(moved(date(2028, 3, 1), date(2028, 3, 31)), **march) == [
        ("2028-03-31", 30, 31, 1, "violation")
    ]


def test_it_is_the_planned_date_that_counts_and_lies_in_the_horizon() -> None:
    late = moved(date(2026, 7, 1), effective=date(2026, 12, 21))

    assert len(seen(late)) == 1
    assert len(seen(late, first=PLANNED, last=PLANNED)) == 1
    assert seen(late, first=date(2026, 12, 1), last=date(2026, 12, 31)) == []
    assert seen(replace(late, before=None)) == []
    assert seen(replace(late, kind=NoticeKind.SCHEDULE)) == []


def test_exceptional_circumstances_or_the_persons_agreement_make_it_a_note() -> None:
    late = moved(date(2026, 7, 3))

    assert seen(replace(late, exceptional=True))[0][4] == "note"
    assert seen(replace(late, agreed=True))[0][4] == "note"


def test_the_sentence_tells_both_dates() -> None:
    (finding,) = audited(RULE, timeline(notices=(moved(date(2026, 7, 3)),), **JULY))

    assert finding.message == (
        "Lou : départ en congé du 13/07/2026 changé le 03/07/2026, 10 jours avant au lieu de 30 "
        "jours au moins."
    )
    assert (finding.article, finding.blocks) == ("L3141-16", False)


def test_an_agreement_sets_its_own_days_from_its_day_on() -> None:
    rule = replace(RULE, agreed=RULE.agreed.derogate(15, PLANNED, ACCORD))

    assert seen(moved(date(2026, 6, 27)), rule=rule) == []
    assert seen(moved(date(2026, 6, 28)), rule=rule) == [("2026-07-13", 15, 15, 0, "to_confirm")]
    assert seen(moved(date(2026, 6, 29)), rule=rule) == [("2026-07-13", 14, 15, 1, "violation")]
    assert seen(moved(date(2026, 6, 27), date(2026, 7, 12)), rule=rule) == [
        ("2026-07-12", 15, 30, 15, "violation")
    ]
