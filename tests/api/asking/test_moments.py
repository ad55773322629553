import pytest

from api.asking.errors import WrongValuesError
from api.asking.moments import read_span, written
from api.month.errors import Wrong
from tests.api.asking.made import span

SKIPPED = "02:30 n’existe pas le 29/03/2026 : les horloges passent de 02:00 à 03:00"
DATE = "une date comme 31/12/2026 ou 2026-12-31"


def wrong(start: str, end: str) -> list[tuple[str, str, str]]:
    with pytest.raises(WrongValuesError) as error:
        read_span(start, end)
    return [(wrong_.field, wrong_.received, wrong_.expected) for wrong_ in error.value.wrong]


def test_a_last_day_is_wholly_in() -> None:
    assert read_span("2026-10-24", "2026-10-25") == span(
        "2026-10-24T00:00+02:00", "2026-10-26T00:00+01:00"
    )
    assert read_span("24/10/2026 14:00", "24/10/2026 18:00") == span(
        "2026-10-24T14:00+02:00", "2026-10-24T18:00+02:00"
    )


def test_moments_that_are_none_are_refused_both_at_once() -> None:
    assert wrong("demain", "31/02/2026") == [
        ("start", "demain", DATE),
        ("end", "31/02/2026", "une date qui existe"),
    ]
    assert wrong("2026-03-29 02:30", "2026-03-29 04:00") == [
        (
            "start",
            "2026-03-29 02:30",
            f"une heure qui existe ({SKIPPED})",
        )
    ]


def test_a_day_that_is_start_and_end_is_refused_once() -> None:
    assert wrong("31/02/2026", "31/02/2026") == [("start", "31/02/2026", "une date qui existe")]


def test_an_end_comes_after_the_start() -> None:
    assert wrong("2026-10-24 14:00", "2026-10-24 14:00") == [
        ("end", "2026-10-24 14:00", "une fin après le début (2026-10-24 14:00)")
    ]
    assert read_span("2026-10-24 14:00", "2026-10-24 14:01").minutes == 1


def test_nobody_asks_for_more_than_a_year() -> None:
    assert len(read_span("2027-01-01", "2028-01-01").days) == 366
    assert wrong("2027-01-01", "2028-01-02") == [
        ("end", "2028-01-02", "366 jours au plus après le début")
    ]


def test_moments_are_kept_in_one_form() -> None:
    assert written("24/12/2026") == "2026-12-24"
    assert written("2026-12-24 14h") == "2026-12-24T14:00"
    assert Wrong(field="a", expected="b").received == ""
