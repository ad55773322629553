"""What an address answers, by the headers of RFC 9110."""

from datetime import UTC, datetime, timedelta

import pytest

from api.feeds.reading.replies import Served, reply

CHANGED = datetime(2026, 2, 10, 8, 0, 1, tzinfo=UTC)
NOW = datetime(2026, 2, 12, 8, 0, tzinfo=UTC)
BODY = "BEGIN:VCALENDAR\r\nNAME:Été\r\nEND:VCALENDAR\r\n".encode()
SERVED = Served(content=BODY, etag="abc123", changed=CHANGED, name="roulement-personne")


def status_of(method: str = "GET", **headers: str) -> int:
    pairs = [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in headers.items()]
    return reply(SERVED, method, pairs, NOW).status


def test_a_first_reading_gets_the_bytes_with_what_it_takes_to_ask_again() -> None:
    made = reply(SERVED, "GET", [], NOW)

    assert made.status == 200
    assert made.body == BODY
    assert dict(made.headers) == {
        b"content-type": b"text/calendar; charset=utf-8",
        b"content-length": str(len(BODY)).encode(),
        b"content-disposition": b'inline; filename="roulement-personne.ics"',
        b"cache-control": b"private, no-cache",
        b"vary": b"Accept-Encoding",
        b"x-robots-tag": b"noindex",
        b"referrer-policy": b"no-referrer",
        b"x-content-type-options": b"nosniff",
        b"etag": b'"abc123"',
        b"last-modified": b"Tue, 10 Feb 2026 08:00:01 GMT",
    }


def test_head_answers_as_get_does_without_the_bytes() -> None:
    get, head = reply(SERVED, "GET", [], NOW), reply(SERVED, "HEAD", [], NOW)

    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_unchanged_says_so_with_the_validators_alone() -> None:
    made = reply(SERVED, "GET", [(b"if-none-match", b'"abc123"')], NOW)

    assert made.status == 304
    assert made.body == b""
    assert [name for name, _ in made.headers] == [
        b"cache-control",
        b"vary",
        b"etag",
        b"last-modified",
    ]


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ('"abc123"', 304),
        ('W/"abc123"', 304),
        ('"x", "abc123", "y"', 304),
        ('"x",W/"abc123"', 304),
        ("*", 304),
        (" * ", 304),
        ('"abc1234"', 200),
        ('"ABC123"', 200),
        ("abc123", 200),
        ('"x", *', 200),
        ("n'importe quoi", 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_tags_are_compared_weakly_one_by_one(tags: str, status: int, method: str) -> None:
    assert status_of(method, if_none_match=tags) == status


def test_tags_on_several_lines_are_one_list() -> None:
    pairs = [(b"if-none-match", b'"x"'), (b"if-none-match", b'"abc123"')]

    assert reply(SERVED, "GET", pairs, NOW).status == 304


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("Tue, 10 Feb 2026 08:00:01 GMT", 304),
        ("Tue, 10 Feb 2026 08:00:00 GMT", 200),
        ("Wed, 11 Feb 2026 08:00:00 GMT", 304),
        ("Tue Feb 10 08:00:01 2026", 304),  # asctime
        ("Tuesday, 10-Feb-26 08:00:01 GMT", 304),  # RFC 850
        ("Thu, 12 Feb 2026 08:00:00 GMT", 304),
        ("Thu, 12 Feb 2026 08:00:01 GMT", 200),  # yet to come
        ("hier", 200),
        ("", 200),
        ("Tue, 32 Feb 2026 99:00:00 GMT", 200),
    ],
)
def test_a_date_counts_if_it_can_be_read_and_is_past(date: str, status: int) -> None:
    assert status_of(if_modified_since=date) == status


def test_tags_go_before_dates() -> None:
    late = "Wed, 11 Feb 2026 08:00:00 GMT"

    assert status_of(if_none_match='"autre"', if_modified_since=late) == 200
    assert status_of(if_none_match='"abc123"', if_modified_since="hier") == 304


def test_two_dates_are_none() -> None:
    date = b"Wed, 11 Feb 2026 08:00:00 GMT"
    pairs = [(b"if-modified-since", date)] * 2

    assert reply(SERVED, "GET", pairs, NOW).status == 200


def test_an_answer_names_whole_seconds_in_utc() -> None:
    paris = CHANGED.astimezone().replace(microsecond=0)
    made = reply(
        Served(content=b"", etag="a", changed=paris, name="x"), "GET", [], NOW + timedelta(1)
    )

    assert (b"last-modified", b"Tue, 10 Feb 2026 08:00:01 GMT") in made.headers
