"""
Make a publication again, from its version and the data and register of its moment; compare both.

The hash of a publication covers what it says of itself and every entry with its person, slot,
hours, uid and revision. If the same hash comes, all of that is what those data give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.errors import UnknownError
from api.access.reach import Reach
from api.data.association import Published
from api.data.errors import BadFilesError
from api.data.stored.association import read
from api.data.stored.entries import RefusedRowsError
from api.data.stored.history import association_at
from api.database.tables.jobs import JobRow
from api.database.tables.ledger import PublicationRow
from api.french.plural import plural
from api.judging.acknowledging import Answers, answers_for
from api.ledger.chain import chained, entry_of, head_of
from api.ledger.changes import changes_made_again
from api.ledger.history import entries_of, months_before, months_kept, publication
from api.ledger.subjects import forgotten, known_subjects
from api.month.findings import findings_of
from api.month.frames import framed
from api.month.places.drafts import assignments_of, version_of
from api.planning.month_change import month_change
from api.planning.published_shifts import digest
from api.web.answering.plain import Month
from scheduler.errors import RoulementError
from scheduler.finding import Finding

SECOND = timedelta(seconds=1)
"""A publication is dated to the second, and the changes of rows more finely."""

SHORT = 8
"""Digits of a subject that are enough to tell people apart."""

SHOWN = 10
"""Differences told one by one; the others are counted."""


class Verdict(StrEnum):
    """SAME: the same hash. DIFFERENT: another. UNSURE: it could not be made again, or not fully."""

    SAME = "identique"
    DIFFERENT = "differe"
    UNSURE = "incertain"


@dataclass(frozen=True, kw_only=True)
class Replay:
    """
    A publication made again: `hash`, as the register has it, and `again`, as it comes now.

    Programs and kept calculations have the same fields, by the names of their aliases.

    `again` is empty where it couldn't be made. `differences` and `missing`, what would be needed to
    be sure, are sentences. `calculation`: whether its solve could be made again, in a sentence
    (empty: no solve made the version). `carried`: whether the past that publications carried over
    is that of the whole register. `findings`: what the rules find of it, as of its moment.
    """

    verdict: Annotated[Verdict, Field(alias="state")]
    number: Annotated[int, Field(alias="publication")]
    month: Month
    made: datetime
    hash: str
    again: str = ""
    differences: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    calculation: str = ""
    carried: CarryOver | None = None
    findings: tuple[ReplayedFindings, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReplayedFindings:
    """
    The findings of a rule on a publication made again, in the register's terms: nobody is named.

    `subjects`: whom they are about, as the register calls them (the employer and slots are
    left out). `acknowledged`: how many somebody answered for, on the data of that moment.
    """

    rule: str
    verdict: str
    blocks: bool
    number: int
    acknowledged: int
    subjects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Recalculation:
    """Whether the same rota came again, and why not, or why that can't be sure, in a sentence."""

    verdict: Annotated[Verdict, Field(alias="state")]
    sentence: Annotated[str, Field(alias="words")]


def replay_within(reach: Reach, session: Session, number: int) -> Replay:
    """Make a publication again for a caller who reaches it (UnknownError: it isn't theirs)."""
    if not reach.planning(publication(session, number), read(session)):
        raise UnknownError
    return replay(session, number)


def replay(session: Session, number: int) -> Replay:
    """Make a publication again, and compare it with the register (UnknownError: there is none)."""
    row = publication(session, number)
    entries = [entry_of(entry) for entry in entries_of(session, number)]
    unsure = Replay(
        number=number, month=row.month, made=row.made, verdict=Verdict.UNSURE, hash=row.hash
    )
    if chained(row.previous, head_of(row), entries) != row.hash:
        wrong = "le registre n’est plus tel qu’il a été écrit : voir « rota verify »"
        return replace(unsure, verdict=Verdict.DIFFERENT, differences=(wrong,))
    if row.rota is None or row.version is None:
        why = "elle vient d’un import : aucune version gardée ne dit de quoi elle a été faite"
        return replace(unsure, missing=(why,))
    missing = []
    if forgotten(session):
        missing.append(
            "des personnes ont été effacées depuis : ce qui les concernait n’est plus là"
        )
    try:
        remade, past = _made_again(session, row, entries, unsure)
    except (BadFilesError, RefusedRowsError) as error:
        missing.append(f"les données de ce jour-là ne se lisent plus : {error}")
        return replace(unsure, missing=tuple(missing))
    except RoulementError as error:
        missing.append(f"le mois de ce jour-là ne se construit plus : {error}")
        return replace(unsure, missing=tuple(missing))
    carried = carry_over(session, row, past)
    differences = (*remade.differences, *([] if carried.same is not False else [carried.sentence]))
    if remade.again == row.hash and not differences:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.UNSURE if missing else Verdict.DIFFERENT
    return replace(
        remade,
        verdict=verdict,
        differences=differences,
        missing=tuple(missing),
        calculation=_calculation(session, row),
        carried=carried,
    )


def _made_again(
    session: Session, row: PublicationRow, entries: list[dict[str, Any]], unsure: Replay
) -> tuple[Replay, Mapping[str, tuple[Published, ...]]]:
    """Return the publication as it is made again, with what differs, and its published past."""
    made = row.made.astimezone(UTC)
    then = association_at(session, made + SECOND)
    past = months_before(session, row.number)
    then = replace(then, history=past)
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
    findings = findings_of(frame, assignments, whole=True, now=made)
    answers = answers_for(frame.association, findings, frame.problem.horizon)
    # Nothing unacknowledged may block it; a swap or an import is judged otherwise.
    if row.origin == "publication":
        subjects = known_subjects(session, (finding.subject for finding in findings))
        differences += [
            f"constat qui l’aurait arrêtée : {finding.rule}, le {finding.on:%d/%m/%Y}, sujet "
            f"{subjects.get(finding.subject, finding.subject)[:SHORT]}"
            for finding in answers.stopping(findings)
        ]
    remade = replace(
        unsure,
        again=chained(row.previous, head, fresh),
        differences=tuple(differences),
        findings=tuple(_in_register_s_terms(session, findings, answers)),
    )
    return remade, past


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
        sentences.append(f"créneau {key[1]}, sujet {key[0][:SHORT]} : {what}")
    rest = len(sentences) - SHOWN
    return sentences[:SHOWN] + ([f"et {rest} autres lignes"] if rest > 0 else [])


def _in_register_s_terms(
    session: Session, findings: Sequence[Finding], answers: Answers
) -> Iterator[ReplayedFindings]:
    """Yield the findings by rule and verdict; people are called as the register calls them."""
    subjects = known_subjects(session, (finding.subject for finding in findings))
    groups: dict[tuple[str, str, bool], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.verdict.value, finding.blocks), []).append(finding)
    for (rule, verdict, blocks), some in sorted(groups.items()):
        called = {subjects.get(finding.subject, "")[:SHORT] for finding in some}
        yield ReplayedFindings(
            rule=rule,
            verdict=verdict,
            blocks=blocks,
            number=len(some),
            acknowledged=sum(finding.code in answers.by_code for finding in some),
            subjects=tuple(sorted(called - {""})),
        )


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


@dataclass(frozen=True, kw_only=True)
class CarryOver:
    """Whether both pasts are the same (None: they can't be compared any more), in a sentence."""

    same: bool | None
    sentence: str


def carry_over(
    session: Session, row: PublicationRow, replayed: Mapping[str, tuple[Published, ...]]
) -> CarryOver:
    """
    Compare the months before a publication's: as they are kept, and as the register gives them.

    `replayed`: the months as all entries before the publication give them.
    """
    label = f"{row.month:%Y-%m}"
    since = session.scalars(
        select(PublicationRow.month)
        .where(PublicationRow.number > row.number, PublicationRow.month < row.month)
        .distinct()
    )
    again = ", ".join(f"{month:%Y-%m}" for month in sorted(since))
    if again:
        return CarryOver(
            same=None,
            sentence=f"des mois d’avant ont été publiés de nouveau depuis ({again}) : ce qui était "
            "reporté ce jour-là n’est plus gardé à part",
        )
    kept = {name: rows for name, rows in months_kept(session).items() if name < label and rows}
    full = {name: rows for name, rows in replayed.items() if name < label and rows}
    differing = [name for name in sorted({*kept, *full}) if kept.get(name) != full.get(name)]
    if differing:
        return CarryOver(
            same=False,
            sentence="ce que la base reporte des mois d’avant n’est pas ce que donne le registre "
            f"relu en entier : {', '.join(differing)}",
        )
    count = plural(sum(len(rows) for rows in kept.values()), "service", "services")
    return CarryOver(
        same=True,
        sentence=f"depuis ce que la base reporte ou depuis tout le registre, le passé est le même "
        f"({count} avant {label}, empreinte {past_hash(kept)[:8]})",
    )


def past_hash(months: Mapping[str, tuple[Published, ...]]) -> str:
    """Return a digest of published months, shift by shift."""
    digest = sha256()
    for label in sorted(months):
        for row in months[label]:
            digest.update(repr((label, row)).encode())
    return digest.hexdigest()
