"""Acknowledge a finding of a month, on a ground that the law allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from api.data.association import Acknowledgement
from api.judging.acknowledging import check, recorded
from api.month.errors import BadRequestError, Wrong
from api.month.findings import findings_of
from api.month.frames import framed
from api.month.places.place import DraftVersion, OpenPlace, Place, Version
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Answered:
    """
    A finding that somebody acknowledges.

    `before`: the acknowledgement that was there already (None: there was none). `kept`: where the
    new one was written, as the place says it (None: nothing was written).
    """

    finding: Finding
    acknowledgement: Acknowledgement
    before: Acknowledgement | None
    kept: object = None


def acknowledge(
    place: Place[Any],
    findings: Callable[[OpenPlace[Any]], Iterable[Finding]],
    acknowledgement: Acknowledgement,
) -> Answered:
    """
    Record an acknowledgement of one of these findings, unless it has one already.

    Raises
    ------
    BadRequestError
        None of the findings has this code.
    AcknowledgementError
        The law doesn't allow it: why, in French.
    RefusedRowsError, BadFilesError
        A value is impossible, or the folder's file can't be read.
    """
    with place.reading() as open_place:
        # Judged before anybody has to wait.
        findings(open_place)
    with place.writing() as open_place:
        finding = next(
            (
                candidate
                for candidate in findings(open_place)
                if candidate.code == acknowledgement.code
            ),
            None,
        )
        if finding is None:
            expected = "le code d’un constat de ce planning"
            raise BadRequestError(
                [Wrong(field="code", received=acknowledgement.code, expected=expected)]
            )
        association = open_place.association
        person = association.mediator_of.get(finding.subject)
        agency = "" if person is None else person.agency
        check(finding, acknowledgement.ground, tuple(recorded(association)), agency)
        known = {earlier.code: earlier for earlier in association.acknowledgements}.get(
            acknowledgement.code
        )
        kept = open_place.answer(acknowledgement, agency) if known is None else None
        return Answered(
            finding=finding, acknowledgement=known or acknowledgement, before=known, kept=kept
        )


def found_on(wanted: DraftVersion | Version) -> Callable[[OpenPlace[Any]], list[Finding]]:
    """Return a function that finds the findings on a version once its place is open."""

    def findings(open_place: OpenPlace[Any]) -> list[Finding]:
        version = open_place.version(wanted)
        frame = framed(open_place.association, version.month, version.own)
        return findings_of(frame, version.assignments)

    return findings
