"""
Find the bytes that the address of a feed answers, with the least work.

Every reading checks that the subscription is still valid. It first asks whether anything at all
was committed since the last answer was found (`api.feeds.reading.receipts`). If nothing was, that
answer still holds; otherwise one query finds the answer again. Bytes are kept by their digest.
Bytes made from something older than the register or the data are rendered again before they are
given.
"""

import gzip
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Engine, Row, and_, bindparam, func, literal, select
from sqlalchemy.exc import OperationalError

from api.access.caller import Caller, Grant, Role
from api.data.stored.association import read
from api.database.counters import DATA, LEDGER
from api.database.engine import reading, writing
from api.database.tables.access import GrantRow, UserRow
from api.database.tables.feeds import FeedBytesRow, FeedRow
from api.database.tables.state import StateRow
from api.feeds.kinds import (
    CLOSED,
    NO_ALARM,
    FeedKind,
    Places,
    closed_since,
    key_of,
    may_have,
    places_of,
)
from api.feeds.reading.receipts import FeedReading, Watch, first_read, note_reads
from api.feeds.reading.replies import SECOND, Served, dated, keep
from api.feeds.rendering.rendering import drawn_by, ensure
from api.web.refusing.problems import Refusal
from calendars.ical.calendar import closed_feed
from scheduler.domain.time import civil_day, midnight

CLOSING = UUID("5f4b2f1a-0c55-4b0e-9d0d-6c3b1f0f9a21")
"""From which the uids of closing events are made, by subscription."""

KEPT_BYTES = 64_000_000
KEPT_FEEDS = 5_000
TRIES = 5
SOON = 30
"""Seconds after which a phone may ask again for bytes that could not be drawn."""
LEVEL = 6
"""Of zlib: a month of shifts shrinks to a ninth in a third of a millisecond, once a digest."""


def _query() -> Any:
    """Write the one query of a reading: a row for each of the account's roles, or one."""
    data, ledger = StateRow.__table__.alias("data"), StateRow.__table__.alias("ledger")
    return (
        select(
            FeedRow.id,
            FeedRow.kind,
            FeedRow.target,
            FeedRow.alarm,
            FeedRow.chosen,
            FeedRow.closing,
            FeedRow.revoked,
            FeedRow.read_publication,
            FeedRow.given_etag,
            FeedRow.given_changed,
            UserRow.person,
            UserRow.closed,
            UserRow.ends,
            GrantRow.role,
            GrantRow.agency,
            GrantRow.dispositif,
            FeedBytesRow.etag,
            FeedBytesRow.changed,
            FeedBytesRow.publication,
            FeedBytesRow.data.label("made_from"),
            FeedBytesRow.drawn,
            func.coalesce(data.c.number, 0).label("data"),
            func.coalesce(ledger.c.number, 0).label("ledger"),
            data.c.changed.label("data_changed"),
        )
        .join(UserRow, UserRow.id == FeedRow.user)
        .outerjoin(GrantRow, GrantRow.user == UserRow.id)
        .outerjoin(
            FeedBytesRow,
            and_(
                FeedBytesRow.kind == FeedRow.kind,
                FeedBytesRow.target == FeedRow.target,
                FeedBytesRow.alarm == func.coalesce(FeedRow.alarm, literal(NO_ALARM)),
            ),
        )
        .outerjoin(data, data.c.name == DATA)
        .outerjoin(ledger, ledger.c.name == LEDGER)
        .where(FeedRow.hash == bindparam("digest"))
    )


QUERY = _query()


@dataclass(frozen=True, kw_only=True)
class FeedAnswer:
    """
    What an address answers, and until when, if nothing is written meanwhile.

    `publication`: the last one that it shows; `new`: whether this subscription is given that one
    for the first time.
    """

    feed: str
    served: Served
    until: datetime
    publication: int
    new: bool


class Feeds:
    """
    The feeds of one database, as one process serves them.

    `public_url`: the service's public address, to which feeds link (empty: unknown). `quick`:
    whether `at_hand` asks no other machine, so that an event loop may call it.
    `notified`: the numbers of data and publication after which planners were informed who leaves.
    """

    def __init__(self, engine: Engine, public_url: str = "") -> None:
        self.engine = engine
        self.public_url = public_url
        self._lock = Lock()
        self._watch = Watch(engine)
        self.quick = self._watch.quick
        self.notified: tuple[int, int] | None = None
        self._answers: OrderedDict[str, tuple[str, FeedAnswer]] = OrderedDict()
        self._content: OrderedDict[str, tuple[bytes, bytes]] = OrderedDict()
        self._size = 0
        self._places: tuple[tuple[int, datetime | None], Places] | None = None
        self._reads: dict[str, FeedReading] = {}
        self._late: dict[tuple[str, int], FeedReading] = {}

    def find(self, digest: str, now: datetime) -> FeedAnswer | None:
        """Return what an address answers now (None: nothing, 404), from memory if possible."""
        answer = self.at_hand(digest, now)
        return self.look(digest, now) if answer is None else answer

    def at_hand(self, digest: str, now: datetime) -> FeedAnswer | None:
        """Return the answer in memory, if nothing was written since (None: call `look`)."""
        kept = self._answers.get(digest)
        if kept is None:
            return None
        version, answer = kept
        return answer if now < answer.until and version == self._watch.version() else None

    def look(self, digest: str, now: datetime) -> FeedAnswer | None:
        """
        Return what an address answers now (None: nothing, 404).

        Refusal: its bytes are late each time that they are looked at (two releases of the program
        draw them in turn): an answer of 404 would take the calendar off the phone.
        """
        least: tuple[int, int] | None = None
        for _ in range(TRIES):
            version = self._watch.version()
            rows = self._rows(digest)
            if not rows:
                return None
            row = rows[0]
            # Where things change all the time, what was of now when it was asked for is enough.
            least = least or (row.data, row.ledger)
            answer = self._answer(rows, now, least)
            if answer is None:
                return None
            if isinstance(answer, bool):
                ensure(self.engine, key_of(row.kind, row.target, row.alarm), self.public_url, now)
                continue
            served = dated(answer.served, row.given_etag, row.given_changed, now)
            if served.etag != row.given_etag and keep(
                self.engine, answer.feed, row.given_etag, served
            ):
                continue
            answer = replace(answer, served=served)
            if version is not None and least == (row.data, row.ledger):
                self._keep(digest, version, answer)
            return answer
        raise Refusal(
            503,
            "agenda_en_cours",
            "Cet agenda est en train de changer : réessayez dans un instant.",
            headers={"Retry-After": str(SOON)},
        )

    def note(self, answer: FeedAnswer, seen: FeedReading) -> None:
        """
        Note a reading: at once if it is the first of a publication, else once a minute.

        If it can't be written at once (a full disk), the bytes are served all the same, and `flush`
        writes it later.
        """
        if answer.new:
            try:
                with writing(self.engine, alone=False) as session:
                    first_read(session, answer.feed, answer.publication, seen)
            except OperationalError:
                with self._lock:
                    self._late.setdefault((answer.feed, answer.publication), seen)
            return
        with self._lock:
            self._reads[answer.feed] = seen

    def flush(self) -> int:
        """Write the readings gathered; return how many subscriptions were read."""
        with self._lock:
            reads, self._reads = self._reads, {}
            late = dict(self._late)
        if reads or late:
            with writing(self.engine, alone=False) as session:
                for (feed, publication), seen in late.items():
                    first_read(session, feed, publication, seen)
                note_reads(session, reads)
        with self._lock:
            for reading in late:
                self._late.pop(reading, None)
        return len(reads)

    def close(self) -> None:
        """Write what was gathered and give the watching connexion back."""
        self.flush()
        self._watch.close()

    def _rows(self, digest: str) -> list[Row[Any]]:
        with self.engine.connect() as connection:
            return list(connection.execute(QUERY, {"digest": digest}))

    def _answer(
        self, rows: list[Row[Any]], now: datetime, least: tuple[int, int]
    ) -> FeedAnswer | bool | None:
        """
        Return a subscription's answer (None: it has none; False: its bytes must be rendered).

        `least`: the numbers of data and publication that its bytes must be made from, or later.
        """
        row = rows[0]
        if row.revoked is not None:
            return None
        places = self._places_in((row.data, row.data_changed))
        since = closed_since(now, row.person, places, row.closing, row.closed, row.ends)
        if since is not None:
            return self._closed(row, since, now)
        grants = tuple(
            Grant(role=Role(row.role), agency=row.agency, dispositif=row.dispositif)
            for row in rows
            if row.role is not None
        )
        subscriber = Caller(user="", person=row.person, grants=grants)
        if not may_have(subscriber, FeedKind(row.kind), row.target, places):
            return None
        content = self._bytes(row) if self._of_now(row, least) else None
        if content is None:
            return False
        served = Served(
            content=content[0],
            packed=content[1],
            etag=row.etag,
            changed=max(row.changed, row.chosen.replace(microsecond=0)),
            name=f"roulement-{row.kind}",
        )
        tomorrow = midnight(civil_day(now) + timedelta(days=1))
        month_change = [
            moment for moment in (row.closing, row.closed, row.ends) if moment is not None
        ]
        return FeedAnswer(
            feed=row.id,
            served=served,
            until=min((tomorrow, *month_change)),
            publication=row.publication,
            new=row.read_publication is None or row.read_publication < row.publication,
        )

    def _of_now(self, row: Row[Any], least: tuple[int, int]) -> bool:
        """Whether a subscription's bytes are made from these data and register, or later ones."""
        drawn: bool = row.drawn == drawn_by(self.public_url)
        return drawn and row.made_from >= least[0] and row.publication >= least[1]

    def _closed(self, row: Row[Any], since: datetime, now: datetime) -> FeedAnswer | None:
        if now >= since + CLOSED:
            return None
        first = civil_day(since)
        stamp = since.astimezone(UTC).replace(microsecond=0)
        before = [moment for moment in (row.changed, row.chosen) if moment is not None]
        # A contract's end may be typed late: what the client has may be younger than that.
        changed = max(stamp, *(moment.replace(microsecond=0) + SECOND for moment in before))
        content = closed_feed(
            str(uuid5(CLOSING, row.id)), first, first + CLOSED - timedelta(days=1), stamp
        )
        return FeedAnswer(
            feed=row.id,
            served=Served(
                content=content,
                etag=f"ferme-{row.id}-{stamp:%Y%m%dT%H%M%S}",
                changed=changed,
                name="roulement-ferme",
            ),
            until=since + CLOSED,
            publication=row.read_publication or 0,
            new=False,
        )

    def _places_in(self, data: tuple[int, datetime | None]) -> Places:
        """Return the areas of rows, on which rights depend, in the data of that number."""
        kept = self._places
        if kept is None or kept[0] != data:
            with reading(self.engine) as session:
                kept = (data, places_of(read(session)))
            self._places = kept
        return kept[1]

    def _bytes(self, row: Row[Any]) -> tuple[bytes, bytes] | None:
        """Return the bytes of a digest, and by gzip (None: they were rendered again just now)."""
        with self._lock:
            content = self._content.get(row.etag)
            if content is not None:
                self._content.move_to_end(row.etag)
                return content
        key = key_of(row.kind, row.target, row.alarm)
        columns = FeedBytesRow.__table__.columns
        query = select(columns.content).where(
            columns.kind == key.kind.value,
            columns.target == key.target,
            columns.alarm == key.alarm,
            columns.etag == row.etag,
        )
        with self.engine.connect() as connection:
            plain = connection.execute(query).scalar_one_or_none()
        if plain is None:
            return None
        content = bytes(plain), gzip.compress(plain, LEVEL, mtime=0)
        with self._lock:
            if row.etag not in self._content:
                self._content[row.etag] = content
                self._size += _size(content)
            while self._size > KEPT_BYTES and len(self._content) > 1:
                self._size -= _size(self._content.popitem(last=False)[1])
        return content

    def _keep(self, digest: str, version: str, answer: FeedAnswer) -> None:
        with self._lock:
            self._answers[digest] = (version, answer)
            while len(self._answers) > KEPT_FEEDS:
                self._answers.popitem(last=False)


def _size(content: tuple[bytes, bytes]) -> int:
    return sum(map(len, content))
