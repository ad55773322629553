"""
Say which findings may be acknowledged (« acquittés »), on which ground, and by whom they are.

Nothing overrides public order. A finding that an agreement may settle needs a recorded agreement.
One that doesn't block, one to confirm, and one of a house rule need a ground that is named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from api.data.association import Acknowledgement, Association
from scheduler.domain.time import Span, within
from scheduler.errors import RoulementError
from scheduler.finding import Finding, Severity

NEVER = frozenset({Severity.PUBLIC_ORDER, Severity.INTERPRETATION})
"""Severities of blocking findings that neither an agreement nor a person can set aside."""


class AcknowledgementError(RoulementError):
    """The law doesn't allow this acknowledgement; `status` and `code` go into the HTTP answer."""

    status = 409
    code = "acquittement_refuse"


@dataclass(frozen=True, kw_only=True)
class RecordedSource:
    """A text that the association recorded: its article, its dates and the agency it is for."""

    text: str
    article: str
    since: date
    until: date | None = None
    agency: str = ""

    def holds_for(self, finding: Finding, agency: str) -> bool:
        """Whether the text is in force on the finding's day, for people of the agency."""
        return within(finding.on, self.since, self.until) and self.agency in ("", agency)

    def named_by(self, ground: str) -> bool:
        """Whether a ground names this text, with or without its article."""
        words = plain(ground)
        full = (f"{self.text}, {self.article}", f"{self.text} {self.article}")
        return words in {plain(self.text), *(plain(name) for name in full)}


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """A finding that is lawfully acknowledged, with its acknowledgement."""

    finding: Finding
    acknowledgement: Acknowledgement


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """A finding whose acknowledgement the law refuses, and why, in French."""

    finding: Finding
    acknowledgement: Acknowledgement
    why: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """
    Acknowledgements matched with findings: those that the law accepts or refuses.

    `moot` (« sans objet »): those whose finding no longer exists.
    """

    acked: tuple[Acceptance, ...] = ()
    refused: tuple[Rejection, ...] = ()
    moot: tuple[Acknowledgement, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Acceptance]:
        """Return the accepted acknowledgements, by the code of their finding."""
        return {answer.finding.code: answer for answer in self.acked}

    def stopping(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings that stop publication: they block and aren't acknowledged."""
        blocking = (f for f in findings if f.blocks and not f.inherited)
        return tuple(f for f in blocking if f.code not in self.by_code)


def acknowledge(
    findings: Iterable[Finding],
    acknowledgements: Iterable[Acknowledgement],
    sources: Sequence[RecordedSource] = (),
    *,
    agencies: Mapping[str, str] | None = None,
    span: Span | None = None,
) -> Answers:
    """
    Match acknowledgements with all the findings over a span, and accept or refuse each.

    `sources`: the recorded sources. `agencies`: people's agencies by id. `span`: the time audited;
    acknowledgements of other months are left out (None: keep all). Give all the findings: an
    acknowledgement whose finding isn't among them is moot.
    """
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    acked: list[Acceptance] = []
    refused: list[Rejection] = []
    moot: list[Acknowledgement] = []
    for acknowledgement in acknowledgements:
        answered = by_code.get(acknowledgement.code, ())
        if not answered and _bears(acknowledgement, span):
            moot.append(acknowledgement)
        for finding in answered:
            agency = (agencies or {}).get(finding.subject, "")
            why = refusal(finding, acknowledgement.ground, sources, agency)
            if why is None:
                acked.append(Acceptance(finding=finding, acknowledgement=acknowledgement))
            else:
                refused.append(Rejection(finding=finding, acknowledgement=acknowledgement, why=why))
    return Answers(acked=tuple(acked), refused=tuple(refused), moot=tuple(moot))


def answers_for(
    association: Association, findings: Iterable[Finding], span: Span | None = None
) -> Answers:
    """Match the association's acknowledgements with findings (see `acknowledge`)."""
    return acknowledge(
        findings,
        association.acknowledgements,
        tuple(recorded(association)),
        agencies={m.id: m.agency for m in association.mediators},
        span=span,
    )


def recorded(association: Association) -> Iterator[RecordedSource]:
    """Yield the sources that accords.csv and derogations.csv record."""
    for term in association.terms:
        yield RecordedSource(
            text=term.source.text,
            article=term.source.article,
            since=term.since,
            until=term.until,
            agency=term.agency,
        )
    for ground in association.grounds:
        yield RecordedSource(
            text=ground.ground,
            article=ground.article,
            since=ground.since,
            until=ground.until,
            agency=ground.agency,
        )


def refusal(
    finding: Finding, ground: str, sources: Iterable[RecordedSource], agency: str
) -> str | None:
    """Return why a finding can't be acknowledged on a ground, in French (None: it can)."""
    if not finding.blocks or finding.severity is Severity.HOUSE:
        return None if ground.strip() else "un acquittement nomme son fondement"
    if finding.severity in NEVER:
        return (
            f"ce constat bloque et rien ne l’écarte, ni accord ni acquittement "
            f"({finding.article}) : c’est le planning qui change"
        )
    there = [source for source in sources if source.holds_for(finding, agency)]
    if any(source.named_by(ground) for source in there):
        return None
    names = " ; ".join(dict.fromkeys(f"« {source.text} »" for source in there)) or "aucun"
    return (
        f"ce constat bloque ({finding.article}) : seul un accord d’accords.csv ou une dérogation "
        f"de derogations.csv en vigueur le {finding.on:%d/%m/%Y} en répond, reçu « {ground} », "
        f"enregistrés : {names}"
    )


def grounds_for(finding: Finding, association: Association) -> tuple[str, ...] | None:
    """
    Return the recorded grounds on which a finding may be acknowledged (see `refusal`).

    None: on none. Empty: on any that is named.
    """
    if not finding.blocks or finding.severity is Severity.HOUSE:
        return ()
    if finding.severity in NEVER:
        return None
    person = association.mediator_of.get(finding.subject)
    agency = "" if person is None else person.agency
    there = (source for source in recorded(association) if source.holds_for(finding, agency))
    return tuple(dict.fromkeys(source.text for source in there)) or None


def _bears(acknowledgement: Acknowledgement, span: Span | None) -> bool:
    if span is None or acknowledgement.month is None:
        return True
    return any(
        (day.year, day.month) == (acknowledgement.month.year, acknowledgement.month.month)
        for day in span.days
    )


def plain(text: str) -> str:
    """Return a text in the form for comparing: lower case, single spaces, straight apostrophes."""
    return " ".join(text.replace("’", "'").casefold().split())
