from datetime import date
from typing import Any

import pytest

from constraints.law.night.personal_night import RULE
from scheduler.domain.employment.protections import Protection, ProtectionReason, Word
from tests.constraints.law.people import duty, findings, person, rota, seen

WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
MONDAY = date(2026, 6, 15)


def protected(reason: ProtectionReason = ProtectionReason.PREGNANCY, **more: Any) -> Any:
    facts: dict[str, Any] = {
        "since": date(2026, 5, 4),
        "until": date(2026, 12, 31),
        "no_night_since": MONDAY,
        "no_night_by": Word.REQUEST,
    }
    return person(protections=(Protection(reason=reason, **(facts | more)),))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("14:00", "21:00", None),
        ("14:00", "21:01", 1),
        ("14:00", "2026-06-16 00:00", 180),
        ("06:00", "10:00", None),
        ("05:59", "10:00", 1),
        ("20:00", "2026-06-16 07:00", 540),
    ],
)
def test_both_ends_of_the_night(start: str, end: str, minutes: int | None) -> None:
    made = rota(protected(), duty(f"2026-06-15 {start}", end), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == [minutes] * bool(minutes)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        pytest.param(date(2026, 6, 17), None, None, id="from the day after"),
        pytest.param(date(2026, 6, 16), None, 360, id="from midnight on"),
        pytest.param(date(2026, 6, 15), None, 540, id="from the evening on"),
        pytest.param(MONDAY, date(2026, 6, 15), 180, id="until midnight"),
        pytest.param(date(2026, 6, 14), date(2026, 6, 14), None, id="until the eve"),
    ],
)
def test_civil_days_decide(since: date, until: date | None, minutes: int | None) -> None:
    night = duty("2026-06-15 20:00", "2026-06-16 07:00")

    made = rota(protected(no_night_since=since, until=until), night, **WEEK)

    assert [f[1] for f in seen(RULE, made)] == [minutes] * bool(minutes)


def test_without_a_wish_or_a_doctors_word_the_night_stays() -> None:
    who = protected(no_night_since=None, no_night_by=None)

    assert seen(RULE, rota(who, duty("2026-06-15 20:00", "23:00"), **WEEK)) == []


def test_a_break_of_unknown_place_lies_in_the_night() -> None:
    late = duty("2026-06-15 18:00", "21:31", pause=30)

    assert [f[1] for f in seen(RULE, rota(protected(), late, **WEEK))] == [1]


def test_the_finding_is_the_same_whatever_the_reason() -> None:
    late = duty("2026-06-15 18:00", "22:00")
    same = {
        (f.code, f.message, f.article)
        for reason in ProtectionReason
        for f in findings(RULE, rota(protected(reason), late, **WEEK))
    }

    assert [(message, article) for _, message, article in same] == [
        (
            (
                "Maé : 1 h 00 de nuit, prise de poste du 15/06/2026, que ne permet pas une "
                "contrainte personnelle."
            ),
            "L1225-9, L3122-12, L3122-14 ou L4624-3",
        )
    ]
