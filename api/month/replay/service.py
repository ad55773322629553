"""
Make a publication again, from its version and the data and register of its moment; compare both.

The hash of a publication covers what it says of itself and every entry with its person, slot,
hours, uid and revision. If the same hash comes, all of that is what those data give.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from api.data.errors import BadFilesError
from api.data.stored.past import association_at
from api.data.stored.refusals import RefusedRowsError
from api.database.tables.jobs import JobRow
from api.judging.acknowledging import answers_for
from api.ledger.chain import chained, entry_of, head_of
from api.ledger.changes import changes_made_again
from api.ledger.past import months_before
from api.ledger.publications import entries_of, publication
from api.ledger.subjects import forgotten
from api.month.findings import findings_of
from api.month.frames import Frame, framed
from api.month.places.drafts import assignments_of, version_of
from api.planning.fingerprint import digest
from api.planning.month_change import month_change
from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from api.database.tables.ledger import PublicationRow
    from scheduler.domain.problem import Assignment

SECOND = timedelta(seconds=1)
"""A publication is dated to the second, and the changes of rows more finely."""

SHOWN = 10
"""Differences told one by one; the others are counted."""

JUDGED = frozenset({"publication"})
"""Origins of publications that nothing unacknowledged may block."""


class Verdict(StrEnum):
    """SAME: the same hash. DIFFERENT: another. UNSURE: it could not be made again, or not fully."""

    SAME = "identique"
    DIFFERENT = "differe"
    UNSURE = "incertain"


@dataclass(frozen=True, kw_only=True)
class Replay:
    """
    A publication made again: `hash`, as the register has it, and `again`, as it comes now.

    `again` is empty where it couldn't be made. `differences` and `missing`, what would be needed to
    be sure, are sentences. `calculation`: whether its solve could be made again, in a sentence
    (empty: no solve made the version).
    """

    number: int
    month: date
    made: datetime
    verdict: Verdict
    hash: str
    again: str = ""
    differences: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    calculation: str = ""


def replay(session: Session, number: int) -> Replay:
    """
    Make a publication again and compare it with the register; nothing is written.

    Raises
    ------
    UnknownError
        No publication has this number.
    """
    row = publication(session, number)
    entries = [entry_of(entry) for entry in entries_of(session, number)]
    known = Replay(
        number=number, month=row.month, made=row.made, verdict=Verdict.UNSURE, hash=row.hash
    )
    if chained(row.previous, head_of(row), entries) != row.hash:
        wrong = "le registre n’est plus tel qu’il a été écrit : voir « rota verify »"
        return replace(known, verdict=Verdict.DIFFERENT, differences=(wrong,))
    if row.rota is None or row.version is None:
        why = "elle vient d’un import : aucune version gardée ne dit de quoi elle a été faite"
        return replace(known, missing=(why,))
    missing = []
    if forgotten(session):
        missing.append(
            "des personnes ont été effacées depuis : ce qui les concernait n’est plus là"
        )
    try:
        again, wrong_now = _made_again(session, row, entries)
    except (BadFilesError, RefusedRowsError) as error:
        missing.append(f"les données de ce jour-là ne se lisent plus : {error}")
        return replace(known, missing=tuple(missing))
    except RoulementError as error:
        missing.append(f"le mois de ce jour-là ne se construit plus : {error}")
        return replace(known, missing=tuple(missing))
    if again == row.hash and not wrong_now:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.UNSURE if missing else Verdict.DIFFERENT
    return replace(
        known,
        verdict=verdict,
        again=again,
        differences=tuple(wrong_now),
        missing=tuple(missing),
        calculation=_calculation(session, row),
    )


def _made_again(
    session: Session, row: PublicationRow, entries: list[dict[str, Any]]
) -> tuple[str, list[str]]:
    """Return the hash that the publication has when it is made again, and what differs."""
    made = row.made.astimezone(UTC)
    then = association_at(session, made + SECOND)
    then = replace(then, history=months_before(session, row.number))
    frame = framed(then, row.month, frozenset(row.dispositifs) or None, made)
    assignments = assignments_of(session, row.rota or "", row.version or 0)
    rota = frame.rota(assignments)
    change = month_change(then, rota, made, frame.own or ())
    fresh = [
        {"position": position, "change": entry.change, **entry.line.values}
        for position, entry in enumerate(changes_made_again(session, change, row.number))
    ]
    head = {**head_of(row), "fingerprint": digest(rota), "entries": len(fresh)}
    differences = list(_differences(entries, fresh))
    if head["fingerprint"] != row.fingerprint:
        differences.append(
            f"planning : empreinte {row.fingerprint[:8]} publiée, {head['fingerprint'][:8]} refaite"
        )
    if row.origin in JUDGED:
        differences += _blocking(frame, assignments, made)
    return chained(row.previous, head, fresh), differences


def _differences(
    kept: Iterable[Mapping[str, Any]], fresh: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Say which entries differ; people are named by the register's subjects."""
    old, new = ({(e["subject"], e["slot"]): e for e in entries} for entries in (kept, fresh))
    sentences = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before is None:
            what = "refaite, mais pas publiée"
        elif after is None:
            what = "publiée, mais pas refaite"
        else:
            fields = sorted(f for f in before if f != "position" and before[f] != after[f])
            if not fields:
                continue
            what = ", ".join(f"{f} « {before[f]} », refait « {after[f]} »" for f in fields)
        sentences.append(f"créneau {key[1]}, sujet {key[0][:8]} : {what}")
    rest = len(sentences) - SHOWN
    return sentences[:SHOWN] + ([f"et {rest} autres lignes"] if rest > 0 else [])


def _blocking(frame: Frame, assignments: frozenset[Assignment], made: datetime) -> list[str]:
    """Say which findings of that day would have stopped the publication."""
    findings = findings_of(frame, assignments, whole=True, now=made)
    answers = answers_for(frame.association, findings, frame.problem.horizon)
    return [
        f"constat qui l’aurait arrêtée : {finding.rule}, {finding.message}"
        for finding in answers.stopping(findings)
    ]


def _calculation(session: Session, row: PublicationRow) -> str:
    """Say whether the solve that made the version could be made again."""
    job = version_of(session, row.rota or "", row.version or 0).job
    solved = None if job is None else session.get(JobRow, job)
    if solved is None or not solved.engine:
        return ""
    facts = solved.engine
    solver = f"OR-Tools {facts.get('ortools', 'de version inconnue')}, graine {facts['seed']}"
    if facts["effort"] is None:
        return (
            f"calcul borné par l’horloge ({facts['seconds']:g} s, {solver}) : le refaire peut "
            "donner un autre planning"
        )
    return f"calcul déterministe (effort {facts['effort']:g}, {solver}) : il peut être refait"
