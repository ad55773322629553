"""
Find what was changed, added, removed, moved or cut in a register.

Works from the written register alone. Only a head that was printed on a sheet or given to RH shows
that the end of the register was cut off, or all of it written anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from api.french.plural import plural
from api.ledger.chain import ADDED, CHANGED, GENESIS, HEAD, REMOVED, chained
from api.ledger.lines import FIELDS
from api.ledger.verifying.export import WrittenPublication

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
