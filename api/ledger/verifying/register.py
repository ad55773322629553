"""
Vérifier: find what was changed, added, taken away, moved or cut in a register.

Works from the written register alone. The head that was printed on a sheet or given to RH tells
what no chain can tell of itself: that its end was cut off, or all of it written anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.ledger.chain import ADDED, CHANGED, GENESIS, REMOVED, chained
from api.ledger.lines import FIELDS
from api.ledger.verifying.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEYS = {"head", "entries", "previous", "hash"}
ENTRY_KEYS = {"position", "change", *FIELDS}
HEAD_KEYS = {
    *("number", "id", "month", "agency", "dispositifs", "rota", "version", "origin"),
    *("made_by", "made", "note", "fingerprint", "entries"),
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong, in French, at a publication's number (0: the whole register)."""

    number: int
    message: str


@dataclass
class Checked:
    """
    What was verified: how many publications, the head, what is wrong.

    `given`: the number of the publication whose hash was given (0: none has it, or none given).
    `standing`: the assignments that stand after the last entry, by uid.
    """

    count: int = 0
    head: str = GENESIS
    given: int = 0
    faults: list[Fault] = field(default_factory=list)
    standing: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def fault(self, number: int, message: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(number=number, message=message))


def verify(register: Iterable[Written], given: str = "") -> Checked:
    """Verify publications in order; `given`: a head from a sheet or from RH (empty: none)."""
    found = Checked()
    if given == GENESIS:
        given = ""
    for one in register:
        found.count += 1
        _verify_one(found, one)
        found.head = one.hash
        if given and one.hash == given:
            found.given = found.count
    if given and not found.given:
        found.fault(
            0,
            f"aucune publication n’a la tête donnée {given} : la fin du registre a été coupée, ou "
            f"il a été réécrit (publications lues : {found.count})",
        )
    return found


def _verify_one(found: Checked, one: Written) -> None:
    number = found.count
    if one.head.get("number") != number:
        found.fault(
            number,
            f"la publication n° {one.head.get('number')} est à la place de la n° {number} : "
            "une publication a été ajoutée, retirée ou déplacée",
        )
    if one.previous != found.head:
        found.fault(
            number,
            f"publication n° {number} : elle ne suit pas celle d’avant (attendu {found.head}, "
            f"reçu {one.previous})",
        )
    made = chained(one.previous, one.head, one.entries)
    if made != one.hash:
        found.fault(
            number,
            f"publication n° {number} : son contenu ne donne pas son empreinte (attendu "
            f"{one.hash}, calculé {made}) : elle a été modifiée",
        )
    positions = [entry.get("position") for entry in one.entries]
    if positions != list(range(len(positions))) or one.head.get("entries") != len(positions):
        found.fault(
            number,
            f"publication n° {number} : {len(positions)} lignes au lieu de "
            f"{one.head.get('entries')}, ou pas dans l’ordre",
        )
    for entry in one.entries:
        _apply(found, number, dict(entry))


def _apply(found: Checked, number: int, entry: dict[str, Any]) -> None:
    """Apply an entry to what stands; what can't be applied is a fault."""
    change, position = entry.pop("change"), entry.pop("position")
    there = found.standing.get(entry["uid"])
    wrong = {
        ADDED: there is not None,
        CHANGED: there is None,
        REMOVED: there != {**entry, "publication": (there or {}).get("publication")},
    }.get(change, True)
    if wrong:
        found.fault(
            number,
            f"publication n° {number}, ligne {position} : « {change} » de {entry['uid']} ne suit "
            "pas ce qui était publié",
        )
    if change == REMOVED:
        found.standing.pop(entry["uid"], None)
    else:
        found.standing[entry["uid"]] = {**entry, "publication": number}


def read_register(lines: Iterable[str], found: list[Fault]) -> Iterator[Written]:
    """Yield the publications of a written register; lines that aren't what we write are faults."""
    for number, line in enumerate(lines, start=1):
        one = _read(line)
        if one is None or one.text != line.removesuffix("\n"):
            found.append(
                Fault(
                    number=number,
                    message=f"ligne {number} : ce n’est pas une ligne écrite par « rota ledger "
                    f"export » (reçu « {line[:60].strip()} »)",
                )
            )
        if one is not None:
            yield one


def _read(line: str) -> Written | None:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or set(told) != KEYS:
        return None
    head, entries = told["head"], told["entries"]
    if not isinstance(head, dict) or set(head) != HEAD_KEYS or not isinstance(entries, list):
        return None
    if not all(isinstance(one, dict) and set(one) == ENTRY_KEYS for one in entries):
        return None
    if not all(isinstance(one["uid"], str) for one in entries):
        return None
    return Written(
        head=head,
        entries=tuple(entries),
        previous=str(told["previous"]),
        hash=str(told["hash"]),
    )
