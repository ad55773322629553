"""
Find what was changed, added, removed, moved or cut in a register.

Works from the written register alone. Only a head that was printed on a sheet or given to RH shows
that the end of the register was cut off, or all of it written anew.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database.base import canonical
from api.database.counters import LEDGER
from api.database.counters import number as current
from api.database.tables.ledger import EntryRow, PublicationRow, PublishedRow, SubjectRow
from api.french.plural import plural
from api.ledger.chain import ADDED, CHANGED, GENESIS, HEAD, REMOVED, chained, entry_of, head_of
from api.ledger.lines import FIELDS
from api.ledger.subjects import subject_id

SOME = 50
"""Publications read at once."""


@dataclass(frozen=True, kw_only=True)
class WrittenPublication:
    """A publication as the register holds it: what it says, its entries, and the two hashes."""

    head: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    previous: str
    hash: str

    @property
    def text(self) -> str:
        """Return its line."""
        return canonical(
            {
                "head": self.head,
                "entries": list(self.entries),
                "previous": self.previous,
                "hash": self.hash,
            }
        )


def register(session: Session) -> Iterator[WrittenPublication]:
    """Yield the publications of the database in order, some at a time."""
    numbers = session.scalars(select(PublicationRow.number).order_by(PublicationRow.number)).all()
    for first in range(0, len(numbers), SOME):
        some = numbers[first : first + SOME]
        entries: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        written = session.execute(
            select(*EntryRow.__table__.columns)
            .where(EntryRow.publication.in_(some))
            .order_by(EntryRow.publication, EntryRow.position)
        )
        for entry in written:
            entries[entry.publication].append(entry_of(entry))
        rows = session.scalars(
            select(PublicationRow)
            .where(PublicationRow.number.in_(some))
            .order_by(PublicationRow.number)
        )
        for row in rows:
            yield WrittenPublication(
                head=head_of(row),
                entries=tuple(entries[row.number]),
                previous=row.previous,
                hash=row.hash,
            )


def write_register(session: Session, path: Path) -> int:
    """Write the register to a file, whole or not at all; return how many publications it has."""
    count = 0
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        beside = Path(file.name)
        try:
            for publication in register(session):
                file.write(publication.text + "\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(0o644)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return count


KEYS = {"head", "entries", "previous", "hash"}
ENTRY_KEYS = {"position", "change", *FIELDS}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong, in French, at a publication's number (0: the whole register)."""

    number: int
    message: str


@dataclass
class Verification:
    """
    What was verified: how many publications, the head, what is wrong.

    `matched`: the number of the publication whose hash is the expected one (0: none is).
    `published`: the assignments after the last entry, by uid.
    """

    count: int = 0
    head: str = GENESIS
    matched: int = 0
    faults: list[Fault] = field(default_factory=list)
    published: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def fault(self, number: int, message: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(number=number, message=message))


def verify(register: Iterable[WrittenPublication], expected: str = "") -> Verification:
    """Verify publications in order; `expected`: a head from a sheet or from RH (empty: none)."""
    checked = Verification()
    if expected == GENESIS:
        expected = ""
    for publication in register:
        checked.count += 1
        _verify_one(checked, publication)
        checked.head = publication.hash
        if expected and publication.hash == expected:
            checked.matched = checked.count
    if expected and not checked.matched:
        checked.fault(
            0,
            f"aucune publication n’a la tête donnée {expected} : la fin du registre a été coupée, "
            f"ou il a été réécrit (publications lues : {checked.count})",
        )
    return checked


def _verify_one(checked: Verification, publication: WrittenPublication) -> None:
    number = checked.count
    if publication.head.get("number") != number:
        checked.fault(
            number,
            f"la publication n° {publication.head.get('number')} est à la place de la n° {number} "
            ": une publication a été ajoutée, retirée ou déplacée",
        )
    if publication.previous != checked.head:
        checked.fault(
            number,
            f"publication n° {number} : elle ne suit pas celle d’avant (attendu {checked.head}, "
            f"reçu {publication.previous})",
        )
    digest = chained(publication.previous, publication.head, publication.entries)
    if digest != publication.hash:
        checked.fault(
            number,
            f"publication n° {number} : son contenu ne donne pas son empreinte (attendu "
            f"{publication.hash}, calculé {digest}) : elle a été modifiée",
        )
    positions = [entry.get("position") for entry in publication.entries]
    if positions != list(range(len(positions))) or publication.head.get("entries") != len(
        positions
    ):
        checked.fault(
            number,
            f"publication n° {number} : {plural(len(positions), 'ligne')} au lieu de "
            f"{publication.head.get('entries')}, ou pas dans l’ordre",
        )
    for entry in publication.entries:
        _apply(checked, number, dict(entry))


def _apply(checked: Verification, number: int, entry: dict[str, Any]) -> None:
    """Apply an entry to what is published so far; note a fault if it doesn't follow from that."""
    change, position = entry.pop("change"), entry.pop("position")
    there = checked.published.get(entry["uid"])
    wrong = {
        ADDED: there is not None,
        CHANGED: there is None,
        REMOVED: there != {**entry, "publication": (there or {}).get("publication")},
    }.get(change, True)
    if wrong:
        checked.fault(
            number,
            f"publication n° {number}, ligne {position} : « {change} » de {entry['uid']} ne suit "
            "pas ce qui était publié",
        )
    if change == REMOVED:
        checked.published.pop(entry["uid"], None)
    else:
        checked.published[entry["uid"]] = {**entry, "publication": number}


def read_register(lines: Iterable[str], faults: list[Fault]) -> Iterator[WrittenPublication]:
    """Yield the publications of a written register; lines that aren't what we write are faults."""
    for number, line in enumerate(lines, start=1):
        publication = _read(line)
        if publication is None or publication.text != line.removesuffix("\n"):
            faults.append(
                Fault(
                    number=number,
                    message=f"ligne {number} : ce n’est pas une ligne écrite par « rota ledger "
                    f"export » (reçu « {line[:60].strip()} »)",
                )
            )
        if publication is not None:
            yield publication


def _read(line: str) -> WrittenPublication | None:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or set(values) != KEYS:
        return None
    head, entries = values["head"], values["entries"]
    if not isinstance(head, dict) or set(head) != set(HEAD) or not isinstance(entries, list):
        return None
    if not all(isinstance(entry, dict) and set(entry) == ENTRY_KEYS for entry in entries):
        return None
    if not all(isinstance(entry["uid"], str) for entry in entries):
        return None
    return WrittenPublication(
        head=head,
        entries=tuple(entries),
        previous=str(values["previous"]),
        hash=str(values["hash"]),
    )


SHOWN = 10
"""Differences listed one by one; the others are counted."""


def verify_database(session: Session, expected: str = "") -> Verification:
    """
    Verify the register, then the assignments derived from its entries, and its subjects.

    An erased subject is no fault: it names nobody any more.
    """
    checked = verify(register(session), expected)
    lost = session.scalars(
        select(EntryRow.publication)
        .where(EntryRow.publication.not_in(select(PublicationRow.number)))
        .distinct()
    ).all()
    for publication in lost:
        checked.fault(
            publication, f"des lignes d’une publication n° {publication} qui n’existe pas"
        )
    _compare(checked, session)
    _subjects(checked, session)
    counted = current(session, LEDGER)
    if counted != checked.count:
        checked.fault(
            0, f"le compteur dit {plural(counted, 'publication')}, le registre en a {checked.count}"
        )
    return checked


def _compare(checked: Verification, session: Session) -> None:
    columns = PublishedRow.__table__.columns
    rows: dict[str, dict[str, Any]] = {}
    for row in session.execute(select(*columns)):
        fields = {name: getattr(row, name) for name in FIELDS}
        rows[row.uid] = {**fields, "publication": row.publication}
        if row.month != row.start[:7]:
            checked.fault(row.publication, f"affectation {row.uid} : mois {row.month} inexact")
    wrong = [
        uid for uid in {*rows, *checked.published} if rows.get(uid) != checked.published.get(uid)
    ]
    for uid in sorted(wrong)[:SHOWN]:
        last = (checked.published.get(uid) or rows[uid])["publication"]
        what = (
            "n’est dans aucune publication"
            if uid not in checked.published
            else "manque dans ce qui est publié"
            if uid not in rows
            else "n’est pas comme le registre la donne"
        )
        checked.fault(last, f"affectation {uid} : elle {what}")
    if len(wrong) > SHOWN:
        rest = plural(len(wrong) - SHOWN, "autre affectation", "autres affectations")
        checked.fault(0, f"n’est pas exact non plus : {rest}")


def _subjects(checked: Verification, session: Session) -> None:
    registered = set()
    for row in session.scalars(select(SubjectRow)):
        registered.add(row.id)
        erased = row.mediator is None and row.salt is None
        if not erased and subject_id(row.salt or "", row.mediator or "") != row.id:
            checked.fault(0, f"sujet {row.id} : ce n’est pas la personne que le registre nomme")
    named = session.scalars(select(EntryRow.subject).distinct())
    for subject in sorted(set(named) - registered):
        checked.fault(0, f"sujet {subject} : le registre le nomme et il n’est plus là")
