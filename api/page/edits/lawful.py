"""Make an edit of a draft, unless a calculation of it runs or public order forbids the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.database.engine import reading
from api.jobs.service import running_of
from api.judging.acknowledging import NEVER
from api.month.drafts.access import matched
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.versions.editing import Edit, edit
from api.month.versions.operations import Operation
from api.staffing.trial import settled_by_others, stopping
from api.web.problems import Refusal
from scheduler.domain.problem import Assignment
from scheduler.domain.time import PARIS
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """
    What became of an edit: made, or not because of what it would break.

    `broken` isn't empty where nothing was written.
    """

    broken: tuple[Finding, ...]
    edited: Edit


def lawful_edit(
    who: Caller,
    engine: Engine,
    draft: str,
    match: str,
    operations: Sequence[Operation],
    *,
    note: str = "",
    locked: frozenset[Assignment] = frozenset(),
) -> Attempt:
    """
    Edit a draft, or say what the edit would break that nobody may set aside.

    `locked`: the assignments that the page showed as locked. Taking one off is meant then; taking
    off one that somebody has locked since is refused. Raises `UnknownError`: the caller has no
    right over the draft; `Refusal`: the version isn't the draft's last (412), or a calculation of
    the draft runs (409); `LockedError`: somebody locked what the edit takes off, and the page
    didn't show it.
    """
    with reading(engine) as session:
        number = editable(who, session, draft, match)
    edited = edit(
        DatabasePlace(engine, who),
        DraftVersion(draft, number),
        operations,
        note=note,
        known=locked,
        allowed=lambda tried: not unlawful(tried),
    )
    return Attempt(broken=unlawful(edited), edited=edited)


def editable(who: Caller, session: Session, draft: str, match: str) -> int:
    """
    Return the version that an edit starts from, unless a calculation of the draft runs.

    A page that was opened before the calculation began doesn't know that it is read only. Raises
    `UnknownError` or `Refusal` as `lawful_edit` does.
    """
    number = matched(who, session, draft, match)
    running = running_of(session, draft)
    if running is not None:
        since = f"{running.requested.astimezone(PARIS):%H:%M}"
        raise Refusal(
            409,
            "calcul_en_cours",
            f"Un calcul de ce planning est en cours depuis {since} : la grille se lit, elle ne se "
            "modifie pas. Rien n’est enregistré ; recommencez quand il est fini, ou arrêtez-le.",
        )
    return number


def unlawful(edited: Edit) -> tuple[Finding, ...]:
    """
    Return the findings that an edit adds and nobody may set aside, if it gives a slot.

    An edit that only takes people off returns nothing: that is how one repairs a rota. Findings
    that other people, added to the slot later, would settle are left out too.
    """
    if not edited.added:
        return ()
    broken = stopping(edited.findings.added, settled_by_others(edited.frame.profile))
    return tuple(finding for finding in broken if finding.severity in NEVER)
