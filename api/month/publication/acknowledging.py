"""Acknowledge findings of a month, on a ground that the law allows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.data.association import Acknowledgement
from api.judging.acknowledging import AcknowledgementError, Rejection, recorded, refusal
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


@dataclass(frozen=True, kw_only=True)
class GroupAnswered:
    """Findings acknowledged together, and those that the law leaves open, each with why."""

    answered: tuple[Answered, ...]
    refused: tuple[Rejection, ...]


def acknowledge(
    place: Place[Any],
    findings: Callable[[OpenPlace[Any]], Iterable[Finding]],
    acknowledgement: Acknowledgement,
) -> Answered:
    """
    Record an acknowledgement of one of these findings, unless it has one already.

    Raises `BadRequestError`: none of the findings has this code; `AcknowledgementError`: the law
    doesn't allow it: why, in French; `RefusedRowsError` or `BadFilesError`: a value is impossible,
    or the folder's file can't be read.
    """
    group = acknowledge_group(place, findings, [acknowledgement])
    for rejection in group.refused:
        message = rejection.finding.message
        raise AcknowledgementError(f"{message}\nNon acquitté : {rejection.why}.")
    return group.answered[0]


def acknowledge_group(
    place: Place[Any],
    findings: Callable[[OpenPlace[Any]], Iterable[Finding]],
    acknowledgements: Sequence[Acknowledgement],
) -> GroupAnswered:
    """
    Record acknowledgements of some of these findings, all in one transaction.

    Those that the law doesn't allow are left out and returned. Raises as `acknowledge` does; if a
    code belongs to none of the findings any more, nothing is recorded.
    """
    with place.reading() as open_place:
        # Judged before anybody has to wait.
        findings(open_place)
    with place.writing() as open_place:
        by_code = {finding.code: finding for finding in findings(open_place)}
        expected = "le code d’un constat de ce planning"
        gone = [
            Wrong(field="code", received=each.code, expected=expected)
            for each in acknowledgements
            if each.code not in by_code
        ]
        if gone:
            raise BadRequestError(gone)
        association = open_place.association
        before = {earlier.code: earlier for earlier in association.acknowledgements}
        sources = tuple(recorded(association))
        agencies, refused = dict[Acknowledgement, str](), list[Rejection]()
        for each in acknowledgements:
            finding = by_code[each.code]
            person = association.mediator_of.get(finding.subject)
            agency = "" if person is None else person.agency
            why = refusal(finding, each.ground, sources, agency)
            if why is None:
                agencies[each] = agency
            else:
                refused.append(Rejection(finding=finding, acknowledgement=each, why=why))
        new = {each: agency for each, agency in agencies.items() if each.code not in before}
        kept = dict(zip(new, open_place.answer(new), strict=True)) if new else {}
    return GroupAnswered(
        answered=tuple(
            Answered(
                finding=by_code[each.code],
                acknowledgement=before.get(each.code, each),
                before=before.get(each.code),
                kept=kept.get(each),
            )
            for each in agencies
        ),
        refused=tuple(refused),
    )


def found_on(wanted: DraftVersion | Version) -> Callable[[OpenPlace[Any]], list[Finding]]:
    """Return a function that finds the findings on a version once its place is open."""

    def findings(open_place: OpenPlace[Any]) -> list[Finding]:
        version = open_place.version(wanted)
        frame = framed(open_place.association, version.month, version.own)
        return findings_of(frame, version.assignments)

    return findings
