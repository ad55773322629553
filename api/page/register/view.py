"""What the pages of the register show: its publications, and one of them made again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.building.agreements import profile_for
from api.french.plural import plural
from api.french.words import instant_words, month_name
from api.month.replay.service import Verdict
from api.planning.names import names_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.access.reach import Reach
    from api.data.association import Association
    from api.database.tables.ledger import PublicationRow
    from api.month.replay.service import Replay, ReplayedFindings

ORIGINS = {
    "publication": "publication",
    "import": "import",
    "echange": "échange",
}
STATES = {
    Verdict.SAME: "Refaite à l’identique : la même empreinte revient.",
    Verdict.DIFFERENT: "Elle ne se refait pas : une autre empreinte vient.",
    Verdict.UNSURE: "On ne peut pas l’assurer : il manque de quoi la refaire.",
}
VERDICTS = {"violation": "violation", "to_confirm": "à confirmer", "note": "note"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A publication of the register, as texts; `short`: the beginning of its hash."""

    number: int
    month: str
    agency: str
    made: str
    origin: str
    entries: str
    short: str


@dataclass(frozen=True, kw_only=True)
class FindingsLine:
    """The findings of a rule on the publication made again; `subjects`: as the register calls."""

    title: str
    verdict: str
    number: int
    acknowledged: int
    subjects: str


@dataclass(frozen=True, kw_only=True)
class ReplayView:
    """A publication made again, as texts; `same`: whether the same hash came."""

    number: int
    month: str
    made: str
    hash: str
    again: str
    same: bool
    state: str
    differences: tuple[str, ...]
    missing: tuple[str, ...]
    carried: str
    calculation: str
    findings: tuple[FindingsLine, ...]


def lines_of(
    rows: Iterable[PublicationRow], reach: Reach, association: Association
) -> tuple[Line, ...]:
    """Write the publications that the reader reaches."""
    names = names_of(association)
    return tuple(
        Line(
            number=row.number,
            month=month_name(row.month),
            agency=names.agency(row.agency) if row.agency else "toute l’association",
            made=instant_words(row.made.astimezone(PARIS)),
            origin=ORIGINS.get(row.origin, row.origin),
            entries=plural(row.entries, "ligne", "lignes"),
            short=row.hash[:12],
        )
        for row in rows
        if reach.planning(row, association)
    )


def replay_view(answer: Replay, association: Association) -> ReplayView:
    """Write a publication made again."""
    titles = {rule.id: rule.title for rule in profile_for(association).rules}
    return ReplayView(
        number=answer.number,
        month=month_name(answer.month),
        made=instant_words(answer.made.astimezone(PARIS)),
        hash=answer.hash,
        again=answer.again,
        same=answer.verdict is Verdict.SAME,
        state=STATES[answer.verdict],
        differences=tuple(_sentence(text) for text in answer.differences),
        missing=tuple(_sentence(text) for text in answer.missing),
        carried="" if answer.carried is None else _sentence(answer.carried.sentence),
        calculation=_sentence(answer.calculation) if answer.calculation else "",
        findings=tuple(_findings(group, titles) for group in answer.findings),
    )


def _findings(group: ReplayedFindings, titles: dict[str, str]) -> FindingsLine:
    verdict = VERDICTS.get(group.verdict, group.verdict)
    return FindingsLine(
        title=titles.get(group.rule, group.rule),
        verdict=f"{verdict}, bloquant" if group.blocks else verdict,
        number=group.number,
        acknowledged=group.acknowledged,
        subjects=", ".join(group.subjects),
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
