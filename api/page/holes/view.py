"""What the pages of open posts show: causes, people the nearest first, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.french.words import capital
from api.page.data.typed import naming
from api.planning.holes import open_words
from api.planning.names import names_of
from api.staffing.causes import Cause
from api.staffing.proposals.proposal import Means
from api.staffing.proposals.wording import first_words, once_words, proposal_words
from api.staffing.wording import (
    cause_words,
    group_cause_words,
    group_lift_words,
    group_title,
    slot_words,
    stop_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.month.drafts.access import ReadVersion
    from api.month.holes.service import OpenNeed, OpenSlot
    from api.planning.holes import Hole
    from api.planning.names import Names
    from api.staffing.causes import OpenPost
    from api.staffing.groups import Group, Reasons
    from api.staffing.proposals.proposal import Proposal
    from scheduler.domain.grounds import Ground
    from scheduler.domain.problem import Assignment
    from scheduler.domain.slots import Slot

SEPARATOR = "|"
"""Between a person's id and a slot's in a form: no id has it."""


@dataclass(frozen=True, kw_only=True)
class PostLine:
    """An open post in the list of its cause; `vital`: it lacks its minimum."""

    slot: str
    words: str
    missing: str
    vital: bool


@dataclass(frozen=True, kw_only=True)
class CauseBlock:
    """Posts that one cause keeps open; `once`: what one derogation would fill (empty: none)."""

    title: str
    why: str
    lift: str
    once: str
    posts: tuple[PostLine, ...]


@dataclass(frozen=True, kw_only=True)
class Option:
    """
    A proposal: what an edit would add and take away; or where the data that it needs is changed.

    `add` and `remove`: a person's id and a slot's each, as forms send them. `first`: what is
    recorded before, and why no draft holds it (empty: an edit does it).
    """

    words: str
    add: tuple[str, ...]
    remove: tuple[str, ...]
    first: str
    action: str
    address: str


@dataclass(frozen=True, kw_only=True)
class NeedBlock:
    """An open need: why, what keeps each person, what would fill it; nothing is if it has begun."""

    begun: bool
    missing: str
    why: str
    people: tuple[str, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class HoleView:
    """An open slot; `unable`: whose post forbids it, and why, folded."""

    slot: str
    title: str
    needs: tuple[NeedBlock, ...]
    unable: tuple[str, ...]


def causes_view(version: ReadVersion, reasons: Reasons) -> tuple[CauseBlock, ...]:
    """Write the causes of a version's open posts, the gravest first."""
    names = names_of(version.frame.association)
    return tuple(_cause(group, reasons, names) for group in reasons.groups)


def hole_view(version: ReadVersion, opened: OpenSlot, *, writes: Callable[[str], bool]) -> HoleView:
    """
    Write why a slot is open and what would fill it.

    `writes`: whether the reader may write rows of a kind of data; they are led to the others' list.
    """
    names = names_of(version.frame.association)
    return HoleView(
        slot=opened.slot.id,
        title=capital(slot_words(opened.slot, names)),
        needs=tuple(_need(version, need, opened.reasons, names, writes) for need in opened.needs),
        unable=tuple(
            f"{unable.mediator.name} : {' ; '.join(words for _, words in unable.why)}"
            for unable in opened.unable
        ),
    )


def _cause(group: Group, reasons: Reasons, names: Names) -> CauseBlock:
    once = once_words(group, reasons.rules)
    return CauseBlock(
        title=group_title(group, names),
        why=capital(group_cause_words(group, reasons)),
        lift=group_lift_words(group, reasons, names),
        once=capital(once) if once else "",
        posts=tuple(_line(post, names) for post in group.posts),
    )


def _line(post: OpenPost, names: Names) -> PostLine:
    hole = post.hole
    return PostLine(
        slot=hole.slot.id,
        words=capital(slot_words(hole.slot, names)),
        missing=f"{_have(hole)}, {hole.under} sous le minimum" if hole.vital else _have(hole),
        vital=hole.vital,
    )


def _have(hole: Hole) -> str:
    return f"{hole.have} sur {hole.need.posts}"


def _need(
    version: ReadVersion,
    need: OpenNeed,
    reasons: Reasons,
    names: Names,
    writes: Callable[[str], bool],
) -> NeedBlock:
    rules, hole = version.frame.profile.rule_of, need.post.hole
    people = tuple(
        f"{person.name} : rien ne l’empêche, avec qui il faut"
        if stop is None and person in need.post.alone
        else f"{person.name} : rien ne l’empêche"
        if stop is None
        else stop_words(stop, names)
        for person, stop in need.people
    )
    return NeedBlock(
        begun=need.post.cause is Cause.BEGUN,
        missing=f"{open_words(hole.missing, hole.under)} ({_have(hole)})",
        why=capital(cause_words(need.post, reasons)),
        people=people,
        options=tuple(
            _option(proposal, proposal_words(proposal, names, rules), writes)
            for proposal in need.proposals
        ),
    )


def _option(proposal: Proposal, words: str, writes: Callable[[str], bool]) -> Option:
    action, address = ("", "") if proposal.edits else _change(proposal, writes)
    return Option(
        words=words,
        add=tuple(map(_pair, sorted(proposal.added))) if proposal.edits else (),
        remove=tuple(map(_pair, sorted(proposal.removed))) if proposal.edits else (),
        first=first_words(proposal),
        action=action,
        address=address,
    )


def _pair(assignment: Assignment) -> str:
    return f"{assignment.mediator}{SEPARATOR}{assignment.slot}"


def _change(proposal: Proposal, writes: Callable[[str], bool]) -> tuple[str, str]:
    """Return the words and the address of the data that a proposal changes first."""
    if proposal.means is Means.LATER and proposal.later is not None:
        return _hours(proposal.slot, proposal.later, form=writes("exceptions"))
    if proposal.means is Means.GROUND and proposal.ground is not None:
        return _ground(proposal.ground, form=writes("derogations"))
    if proposal.means is Means.LOAN:
        query = urlencode({"q": proposal.mediator.bare_name})
        return "Voir son poste", f"/donnees/personnes?{query}"
    if proposal.means is Means.AGREEMENT:
        return "Voir les accords", "/donnees/accords"
    return "Voir l’absence", f"/donnees/absences?{urlencode(naming(personne=proposal.mediator.id))}"


def _hours(slot: Slot, later: Slot, *, form: bool) -> tuple[str, str]:
    """Lead to the form of a change of a slot's hours; else to those of its template."""
    template = slot.duty.template
    if not form:
        return "Voir les exceptions", f"/donnees/exceptions?{urlencode(naming(gabarit=template))}"
    day, start = f"{slot.span.day}", f"{later.span.start:%H:%M}"
    cells = urlencode(naming(gabarit=template, jour=day, action="modifie", debut=start))
    return "Changer l’horaire de ce jour", f"/donnees/exceptions/nouveau?{cells}"


def _ground(ground: Ground, *, form: bool) -> tuple[str, str]:
    """Lead to the form of a derogation; else to those that are recorded."""
    if not form:
        return "Voir les dérogations", "/donnees/derogations"
    cells = naming(
        genre=ground.kind.value,
        dispositif=ground.dispositif,
        depuis=f"{ground.since}",
        jusqu_au=f"{ground.until or ground.since}",
    )
    return "Saisir la dérogation", f"/donnees/derogations/nouveau?{urlencode(cells)}"
