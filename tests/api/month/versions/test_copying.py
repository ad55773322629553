"""Shifts are copied to other days and people; what can't be held is left out, with its reason."""

from datetime import date

from api.data.folder.load import load
from api.month.findings import findings_of
from api.month.frames import framed
from api.month.versions.copying import copied, shifted
from api.staffing.trial import stopping
from scheduler.domain.problem import Assignment
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH

NOW = 0
FRAME = framed(load(PETIT), MARCH, None)


def on(person: str, *days: int) -> set[Assignment]:
    return {Assignment(person, f"P-J-2026-03-{day:02}") for day in days}


PAIRS = frozenset(on("ada", 9, 10) | on("brice", 9, 10))


def week(version: frozenset[Assignment], to: int, **who: str) -> tuple[Assignment, ...]:
    first, last = date(2026, 3, 9), date(2026, 3, 15)
    return shifted(FRAME, version, first, last, date(2026, 3, to), **who)


def test_a_week_is_copied_to_the_next_for_the_same_people() -> None:
    answer = copied(FRAME, PAIRS, week(PAIRS, 16), now=NOW)

    assert answer.added == on("ada", 16, 17) | on("brice", 16, 17)
    assert answer.aside == ()
    assert answer.words == "4\N{NO-BREAK SPACE}services collés"


def test_one_persons_days_are_copied_to_somebody_else() -> None:
    wanted = week(PAIRS, 9, person="ada", to_person="chloe")

    assert set(wanted) == on("chloe", 9, 10)
    assert copied(FRAME, PAIRS, wanted, now=NOW).added == on("chloe", 9, 10)


def test_what_its_person_holds_already_is_neither_copied_nor_left_out() -> None:
    answer = copied(FRAME, PAIRS, week(PAIRS, 9), now=NOW)

    assert (answer.added, answer.aside) == (frozenset(), ())


def test_a_day_without_such_a_slot_is_said() -> None:
    answer = copied(FRAME, PAIRS, [Assignment("ada", "P-J-2026-03-15")], now=NOW)

    (line,) = answer.aside
    assert (line.person, line.words) == ("Ada Lemoine", "dim. 15 mars")
    assert line.why == "aucun créneau semblable ce jour-là"


def test_who_is_away_or_busy_or_has_another_post_is_left_out_with_the_reason() -> None:
    wanted = [
        Assignment("ada", "P-J-2026-03-06"),
        Assignment("ada", "P-S-2026-03-09"),
        Assignment("farid", "P-J-2026-03-09"),
    ]
    answer = copied(FRAME, PAIRS, wanted, now=NOW)

    assert answer.added == frozenset()
    away, _, post = (line.why for line in answer.aside)
    assert away == "en absence"
    assert post == "le créneau ne demande pas de référent"


def test_half_of_a_binome_is_not_copied_alone() -> None:
    answer = copied(FRAME, PAIRS, sorted(on("ada", 16)), now=NOW)

    assert answer.added == frozenset()
    assert [line.why for line in answer.aside] == ["seul, ce service n’est pas permis"]


def test_a_full_slot_takes_nobody_more() -> None:
    full = frozenset(on("ada", 9) | on("brice", 9) | on("chloe", 9))
    answer = copied(FRAME, full, sorted(on("dorian", 9)), now=NOW)

    assert [line.why for line in answer.aside] == ["plus de place"]


def test_all_of_a_month_copied_onto_one_person_adds_nothing_that_blocks() -> None:
    days = [day for day in FRAME.problem.horizon.days if day.weekday() < 6]
    wanted = [
        Assignment(person, f"P-J-{day}") for day in days for person in ("ada", "brice", "chloe")
    ]
    answer = copied(FRAME, frozenset(), wanted, now=NOW)
    before, after = (findings_of(FRAME, version) for version in (frozenset(), answer.added))

    assert answer.added
    assert answer.aside
    assert {f.code for f in stopping(after)} <= {f.code for f in stopping(before)}
