"""Shapes of open posts: why each is open, what keeps each person, what would fill it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from api.judging.shapes import FindingOut, finding_out
from api.month.candidates.shapes import PersonOut, UnableOut, unable_out, who_out
from api.month.drafts.access import AssignmentOut
from api.month.explanation import why_open
from api.staffing.proposals.wording import first_words, once_words, proposal_words
from api.staffing.wording import group_title, head_words, stop_words
from api.web.paging import Paging

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.month.holes.service import OpenSlot
    from api.planning.names import Names
    from api.staffing.bench import Stop
    from api.staffing.causes import OpenPost
    from api.staffing.groups import Group, Reasons
    from api.staffing.proposals.proposal import Proposal
    from constraints.agreements.terms import Term
    from scheduler.domain.grounds import Ground
    from scheduler.domain.people import Mediator
    from scheduler.rule import Rule


class GroundOut(BaseModel):
    """A derogation to record; `kind` is its « genre »."""

    kind: str = Field(examples=["dimanche"])
    since: date
    until: date | None
    agency: str
    dispositif: str


class AgreedValueOut(BaseModel):
    """A value that an agreement or an authorisation would set for a rule."""

    rule: str = Field(examples=["daily_rest_11h"])
    parameter: str = Field(examples=["rest"])
    value: int
    level: str = Field(examples=["company"])
    article: str = Field(examples=["D3131-6"])
    agency: str


class ProposalOut(BaseModel):
    """
    What would fill the post, applied and audited: it adds nothing that blocks.

    `edits`: the assignments to add and remove do it alone. Otherwise something is recorded first:
    `ground`, `values`, the slot's later start (`start`), a post for `coming[0]` (`renfort`, with
    the minutes of travel if they are known), or their absence is lifted; `first` says where, and
    why no draft holds it.
    """

    means: str = Field(examples=["relais"])
    words: str = Field(
        examples=["Ada Lemoine peut venir si Brice Kouassi reprend lundi 02/03 9h–16h30, Place"]
    )
    edits: bool
    first: str = Field(
        examples=["D’abord dans son poste : un brouillon n’affecte que qui a le poste."]
    )
    coming: list[PersonOut]
    added: list[AssignmentOut]
    removed: list[AssignmentOut]
    ground: GroundOut | None
    values: list[AgreedValueOut]
    start: datetime | None
    travel_minutes: int | None


class KeptOut(PersonOut):
    """
    Somebody whose post lets them come, and what keeps them (empty: nothing).

    `by`: `regle`, `service` (a shift of this month), `absence`, `formation` or `fixe` (training, or
    a shift decided elsewhere), or empty.
    """

    by: str = Field(examples=["service"])
    words: str
    rules: list[str]
    shifts: list[str]
    findings: list[FindingOut]


class OpenPostOut(BaseModel):
    """A need of a slot below its target: why, who is nearest, what would fill it."""

    slot: str
    dispositif: str
    site: str
    start: datetime
    end: datetime
    roles: list[str]
    have: int
    minimum: int
    target: int
    cause: str = Field(examples=["regle"])
    rule: str = Field(examples=["sunday_rest"])
    kept: int
    people: int
    why: str
    nearest: str
    lift: str
    persons: list[KeptOut]


class OpenNeedOut(OpenPostOut):
    """A need of one slot, with what would fill it, what costs others least first."""

    proposals: list[ProposalOut]


class OpenSlotOut(BaseModel):
    """Why a slot is open (`needs` empty: it isn't), and whose post forbids it."""

    slot: str
    needs: list[OpenNeedOut]
    unable: list[UnableOut]


class HoleCauseOut(BaseModel):
    """
    Posts that one cause keeps open.

    `once`: what one recorded derogation, or values set by an agreement, would fill, in a sentence
    (empty: none would), with its count `filled`.
    """

    title: str
    cause: str
    rule: str
    why: str
    missing: int
    slots: list[str]
    once: str = Field(
        examples=["sans dérogation au repos dominical, cinq samedis restent à pourvoir"]
    )
    filled: int
    ground: GroundOut | None
    values: list[AgreedValueOut]


class HolesOut(BaseModel):
    """
    Posts of a version below their target, by start, and all their causes, the gravest first.

    `next`: the cursor of the posts that follow (null: none do).
    """

    missing: int
    causes: list[HoleCauseOut]
    posts: list[OpenPostOut]
    next: str | None = None


def holes_out(reasons: Reasons, names: Names, page: Paging | None = None) -> HolesOut:
    """Write why the posts of a month are open (`page`: those of a page alone)."""

    def post_out(post: OpenPost) -> OpenPostOut:
        return OpenPostOut(**_post(post, _people(post), reasons, names))

    part = Paging(len(reasons.posts)) if page is None else page
    items = part.part(reasons.posts, post_out)
    return HolesOut(
        missing=reasons.missing,
        causes=[_cause(group, reasons, names) for group in reasons.groups],
        posts=items.items,
        next=items.next,
    )


def open_slot_out(opened: OpenSlot, names: Names, rules: Mapping[str, Rule]) -> OpenSlotOut:
    """Write why a slot is open and what would fill it."""
    return OpenSlotOut(
        slot=opened.slot.id,
        needs=needs_out(opened, names, rules),
        unable=list(map(unable_out, opened.unable)),
    )


def needs_out(opened: OpenSlot, names: Names, rules: Mapping[str, Rule]) -> list[OpenNeedOut]:
    """Write the open needs of a slot."""
    return [
        OpenNeedOut(
            **_post(need.post, need.people, opened.reasons, names),
            proposals=[_proposal(proposal, names, rules) for proposal in need.proposals],
        )
        for need in opened.needs
    ]


def _people(post: OpenPost) -> tuple[tuple[Mediator, Stop | None], ...]:
    """Return who could come to a post of a month, the nearest first."""
    free = dict.fromkeys((*post.able, *post.alone))
    return (*((person, None) for person in free), *((stop.mediator, stop) for stop in post.stops))


def _post(
    post: OpenPost,
    people: Iterable[tuple[Mediator, Stop | None]],
    reasons: Reasons,
    names: Names,
) -> dict[str, Any]:
    slot, need = post.hole.slot, post.hole.need
    return {
        "slot": slot.id,
        "dispositif": slot.dispositif,
        "site": slot.site,
        "start": slot.span.start,
        "end": slot.span.end,
        "roles": sorted(role.value for role in need.roles),
        "have": post.hole.have,
        "minimum": need.minimum,
        "target": need.target,
        **why_open(post, reasons, names),
        "persons": [_kept_out(person, stop, names) for person, stop in people],
    }


def _kept_out(person: Mediator, stop: Stop | None, names: Names) -> KeptOut:
    return KeptOut(
        **who_out(person),
        by="" if stop is None else stop.by,
        words="" if stop is None else stop_words(stop, names),
        rules=[] if stop is None else sorted(stop.rules),
        shifts=[] if stop is None else [duty.id for duty in stop.duties],
        findings=[] if stop is None else [finding_out(finding) for finding in stop.findings],
    )


def _proposal(proposal: Proposal, names: Names, rules: Mapping[str, Rule]) -> ProposalOut:
    return ProposalOut(
        means=proposal.means.value,
        words=proposal_words(proposal, names, rules),
        edits=proposal.edits,
        first=first_words(proposal),
        coming=[PersonOut(**who_out(person)) for person in proposal.coming],
        added=[AssignmentOut.model_validate(a) for a in sorted(proposal.added)],
        removed=[AssignmentOut.model_validate(a) for a in sorted(proposal.removed)],
        ground=None if proposal.ground is None else _ground(proposal.ground),
        values=list(map(_value, proposal.terms)),
        start=None if proposal.later is None else proposal.later.span.start,
        travel_minutes=proposal.minutes,
    )


def _value(term: Term) -> AgreedValueOut:
    return AgreedValueOut(
        rule=term.rule,
        parameter=term.parameter,
        value=term.value,
        level=term.level.name.lower(),
        article=term.article,
        agency=term.agency,
    )


def _cause(group: Group, reasons: Reasons, names: Names) -> HoleCauseOut:
    lift, remedy = group.lift, group.lift or group.accord
    return HoleCauseOut(
        title=group_title(group, names),
        cause=group.cause.value,
        rule=group.rule,
        why=head_words(group.posts[0], reasons),
        missing=group.missing,
        slots=[post.hole.slot.id for post in group.posts],
        once=once_words(group, reasons.rules),
        filled=0 if remedy is None else remedy.filled,
        ground=None if lift is None else _ground(lift.ground),
        values=[] if group.accord is None else list(map(_value, group.accord.terms)),
    )


def _ground(ground: Ground) -> GroundOut:
    return GroundOut(
        kind=ground.kind.value,
        since=ground.since,
        until=ground.until,
        agency=ground.agency,
        dispositif=ground.dispositif,
    )
