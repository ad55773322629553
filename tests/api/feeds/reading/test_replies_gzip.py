"""Bytes by gzip, for those who name it, and what they ask again with."""

import gzip
from dataclasses import replace

import pytest

from api.feeds.reading.replies import Served, reply, takes_gzip
from tests.api.feeds.reading.test_replies import BODY, CHANGED, NOW

SERVED = Served(
    content=BODY, packed=gzip.compress(BODY), etag="abc123", changed=CHANGED, name="roulement"
)


@pytest.mark.parametrize(
    ("wanted", "takes"),
    [
        ("gzip", True),
        ("GZip", True),
        ("x-gzip", True),
        ("gzip, deflate, br", True),
        ("deflate,gzip;q=1.0", True),
        ("gzip;q=0.001", True),
        ("gzip; q=0.5, identity; q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("*, gzip;q=0", False),
        ("gzip;q=0.5, identity", False),
        ("*", False),
        ("", False),
        ("br", False),
        ("gzipped", False),
        ("gzip;q=beaucoup", False),
        ("gzip;q=2", False),
    ],
)
def test_gzip_goes_to_who_names_it_and_prefers_nothing_to_it(wanted: str, takes: bool) -> None:
    assert takes_gzip(wanted.encode()) is takes
    status_of = reply(SERVED, "GET", [(b"accept-encoding", wanted.encode())], NOW)
    assert ((b"content-encoding", b"gzip") in status_of.headers) is takes


def test_the_same_bytes_are_packed_under_a_tag_of_their_own() -> None:
    plain = reply(SERVED, "GET", [], NOW)
    packed = reply(SERVED, "GET", [(b"accept-encoding", b"gzip")], NOW)
    headers = dict(packed.headers)

    assert gzip.decompress(packed.body) == plain.body == BODY
    assert headers[b"etag"] == b'"abc123-gzip"'
    assert headers[b"content-length"] == str(len(packed.body)).encode()
    assert headers[b"vary"] == dict(plain.headers)[b"vary"] == b"Accept-Encoding"
    assert headers[b"content-type"] == b"text/calendar; charset=utf-8"


@pytest.mark.parametrize(
    ("wanted", "tag", "status"),
    [
        (b"gzip", b'"abc123-gzip"', 304),
        (b"gzip", b'W/"abc123-gzip"', 304),
        (b"gzip", b'"abc123"', 200),
        (b"identity", b'"abc123"', 304),
        (b"identity", b'"abc123-gzip"', 200),
    ],
)
def test_unchanged_is_said_of_the_bytes_that_would_be_sent(
    wanted: bytes, tag: bytes, status: int
) -> None:
    made = reply(SERVED, "GET", [(b"accept-encoding", wanted), (b"if-none-match", tag)], NOW)

    assert made.status == status
    if status == 304:
        assert (b"etag", tag.removeprefix(b"W/")) in made.headers


def test_a_date_says_unchanged_whichever_the_coding() -> None:
    date = (b"if-modified-since", b"Tue, 10 Feb 2026 08:00:01 GMT")

    assert reply(SERVED, "GET", [(b"accept-encoding", b"gzip"), date], NOW).status == 304


def test_codings_on_several_lines_are_one_list() -> None:
    pairs = [(b"accept-encoding", b"br"), (b"accept-encoding", b"gzip")]

    assert (b"content-encoding", b"gzip") in reply(SERVED, "HEAD", pairs, NOW).headers
    assert reply(SERVED, "HEAD", pairs, NOW).body == b""


def test_what_is_not_packed_is_sent_as_it_is() -> None:
    made = reply(replace(SERVED, packed=b""), "GET", [(b"accept-encoding", b"gzip")], NOW)

    assert made.body == BODY
    assert b"content-encoding" not in dict(made.headers)
