"""
Answer a reading of a feed, given its bytes and what the client already has.

The Last-Modified of an address never goes back, whatever its bytes become. A renewed contract opens
a closed feed again, with bytes that are older than those that clients have. So each subscription
keeps the digest of what it last gave, and with which date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property, lru_cache

from sqlalchemy import Engine, update
from sqlalchemy.exc import OperationalError

from api.database.engine import writing
from api.database.tables.feeds import FeedRow

Headers = tuple[tuple[bytes, bytes], ...]

OK, UNCHANGED = 200, 304
TAGS = re.compile(rb'(?:W/)?"([^"]*)"')
WEIGHT = re.compile(rb"q\s*=\s*([01](?:\.\d{0,3})?)")

KEPT: Headers = ((b"cache-control", b"private, no-cache"), (b"vary", b"Accept-Encoding"))
WITH_BYTES: Headers = (
    (b"x-robots-tag", b"noindex"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


@dataclass(frozen=True, kw_only=True)
class Served:
    """
    The bytes of an address; `changed` in whole seconds, `name` for those who save a file.

    `packed`: the same by gzip (empty: it isn't offered); `coding`: that of `content` (empty: none).
    """

    content: bytes
    etag: str
    changed: datetime
    name: str
    packed: bytes = b""
    coding: bytes = b""

    @cached_property
    def zipped(self) -> Served:
        """What is sent by gzip: other bytes, so another ETag (RFC 9110, 8.8.3.3)."""
        return replace(self, content=self.packed, etag=f"{self.etag}-gzip", coding=b"gzip")

    @cached_property
    def tag(self) -> bytes:
        """The ETag, without its quotes."""
        return self.etag.encode()

    @cached_property
    def validators(self) -> Headers:
        """What a client needs to ask again; all that a 304 says (RFC 9110, 15.4.5)."""
        stamp = format_datetime(self.changed.astimezone(UTC), usegmt=True)
        return (*KEPT, (b"etag", b'"%b"' % self.tag), (b"last-modified", stamp.encode()))

    @cached_property
    def headers(self) -> Headers:
        """What goes with the bytes."""
        return (
            (b"content-type", b"text/calendar; charset=utf-8"),
            (b"content-length", str(len(self.content)).encode()),
            (b"content-disposition", f'inline; filename="{self.name}.ics"'.encode()),
            *(((b"content-encoding", self.coding),) if self.coding else ()),
            *WITH_BYTES,
            *self.validators,
        )


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer; `body` is empty for HEAD and 304."""

    status: int
    headers: Headers
    body: bytes = b""


def reply(
    served: Served, method: str, headers: Sequence[tuple[bytes, bytes]], now: datetime
) -> Reply:
    """
    Answer GET or HEAD, as RFC 9110 13.2.2 has it.

    `headers`: the request's, names in small letters. If-None-Match goes before If-Modified-Since; a
    date that can't be read, or that is yet to come, counts for nothing. Bytes go by gzip to those
    who name it.
    """
    tags: list[bytes] = []
    dates: list[bytes] = []
    codings: list[bytes] = []
    for name, value in headers:
        if name == b"if-none-match":
            tags.append(value)
        elif name == b"if-modified-since":
            dates.append(value)
        elif name == b"accept-encoding":
            codings.append(value)
    if served.packed and codings and takes_gzip(b",".join(codings)):
        served = served.zipped
    if tags:
        joined = b", ".join(tags)
        same = served.tag in TAGS.findall(joined) or joined.strip() == b"*"
    else:
        since = _moment(dates[0]) if len(dates) == 1 else None
        same = since is not None and served.changed <= since <= now
    if same:
        return Reply(status=UNCHANGED, headers=served.validators)
    body = b"" if method == "HEAD" else served.content
    return Reply(status=OK, headers=served.headers, body=body)


@lru_cache(maxsize=256)
def takes_gzip(wanted: bytes) -> bool:
    """
    Whether an Accept-Encoding names gzip, and prefers nothing to it (RFC 9110, 12.5.3).

    `*` doesn't name it: some calendars send that, and read no gzip.
    """
    weights = dict.fromkeys((b"gzip", b"identity"), 0.0)
    for coding in wanted.lower().split(b","):
        name, _, parameter = coding.partition(b";")
        match = WEIGHT.fullmatch(parameter.strip() or b"q=1")
        weights[name.strip().removeprefix(b"x-")] = float(match[1]) if match else 0.0
    return weights[b"gzip"] > 0 and weights[b"gzip"] >= weights[b"identity"]


def _moment(value: bytes) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value.decode("latin-1"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


SECOND = timedelta(seconds=1)


def dated(served: Served, etag: str | None, changed: datetime | None, now: datetime) -> Served:
    """
    Return what an address answers, dated later than any other bytes that it gave before.

    `etag`, `changed`: what it last gave (None: nothing yet). HTTP dates are in whole seconds.
    """
    if changed is None:
        return served
    if etag == served.etag:
        return replace(served, changed=changed)
    if served.changed > changed:
        return served
    return replace(served, changed=max(now.replace(microsecond=0), changed + SECOND))


def keep(engine: Engine, feed: str, before: str | None, served: Served) -> bool:
    """
    Write down what an address gives, unless another process did since it gave `before`.

    Return whether the answer must be looked up again, so that all processes give one date. If
    nothing can be written (a full disk), it need not.
    """
    try:
        with writing(engine, alone=False) as session:
            session.execute(
                update(FeedRow)
                .where(FeedRow.id == feed, FeedRow.given_etag.is_not_distinct_from(before))
                .values(given_etag=served.etag, given_changed=served.changed)
            )
    except OperationalError:
        return False
    return True
