"""Open posts as plain values, for `--json`: why each is open, and what would fill it."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.judging.shapes import finding_out
from api.month.candidates.shapes import who_out
from api.month.explanation import why_open
from api.month.holes.service import OpenSlot
from api.month.shapes import hole_json, pairs
from api.planning.names import Names
from api.staffing.bench import Obstacle
from api.staffing.causes import OpenPost
from api.staffing.groups import Group, Reasons
from api.staffing.proposals.proposal import Proposal
from api.staffing.proposals.wording import first_words, once_words, proposal_words
from api.staffing.wording import group_title, head_words, stop_words
from api.web.answering.plain import as_json
from constraints.agreements.terms import Term
from scheduler.domain.employment.grounds import Ground
from scheduler.domain.people import Mediator
from scheduler.rule import Rule


def holes_json(reasons: Reasons, names: Names) -> dict[str, Any]:
    """Return the open posts of a month, by start, and all their causes, the gravest first."""
    return {
        "missing": reasons.missing,
        "causes": [_cause(group, reasons, names) for group in reasons.groups],
        "posts": [_post(post, _people(post), reasons, names) for post in reasons.posts],
    }


def needs_json(opened: OpenSlot, names: Names, rules: Mapping[str, Rule]) -> list[dict[str, Any]]:
    """Return the open needs of a slot, each with what would fill it, the least costly first."""
    return [
        {
            **_post(need.post, need.people, opened.reasons, names),
            "proposals": [_proposal(proposal, names, rules) for proposal in need.proposals],
        }
        for need in opened.needs
    ]


def _people(post: OpenPost) -> tuple[tuple[Mediator, Obstacle | None], ...]:
    """Return who could come to a post of a month, the nearest first."""
    free = dict.fromkeys((*post.can_come, *post.needs_partner))
    return (*((person, None) for person in free), *((stop.mediator, stop) for stop in post.stops))


def _post(
    post: OpenPost,
    people: Iterable[tuple[Mediator, Obstacle | None]],
    reasons: Reasons,
    names: Names,
) -> dict[str, Any]:
    return {
        **hole_json(post.hole),
        **why_open(post, reasons, names),
        "persons": [_kept(person, stop, names) for person, stop in people],
    }


def _kept(person: Mediator, stop: Obstacle | None, names: Names) -> dict[str, Any]:
    """
    Return somebody whose post lets them come, and what keeps them (empty: nothing).

    `by`: `regle`, `service` (a shift of this month), `absence` (its reason is nowhere), `formation`
    or `fixe` (training, or a shift decided elsewhere), or empty.
    """
    if stop is None:
        return {**who_out(person), "by": "", "words": "", "rules": [], "shifts": [], "findings": []}
    return {
        **who_out(person),
        "by": stop.by,
        "words": stop_words(stop, names),
        "rules": sorted(stop.rules),
        "shifts": [duty.id for duty in stop.duties],
        "findings": [finding_out(finding).model_dump(mode="json") for finding in stop.findings],
    }


def _proposal(proposal: Proposal, names: Names, rules: Mapping[str, Rule]) -> dict[str, Any]:
    """
    Return what would fill the post, applied and audited: it adds nothing that blocks.

    `edits`: the assignments to add and remove do it alone. Otherwise something is recorded first,
    and `first` says where, and why no draft holds it.
    """
    return {
        "means": proposal.means.value,
        "words": proposal_words(proposal, names, rules),
        "edits": proposal.edits,
        "first": first_words(proposal),
        "coming": [who_out(person) for person in proposal.coming],
        "added": pairs(sorted(proposal.added)),
        "removed": pairs(sorted(proposal.removed)),
        "ground": None if proposal.ground is None else _ground(proposal.ground),
        "values": list(map(_value, proposal.terms)),
        "start": None if proposal.later is None else proposal.later.span.start.isoformat(),
        "travel_minutes": proposal.minutes,
    }


def _value(term: Term) -> dict[str, Any]:
    return {
        "rule": term.rule,
        "parameter": term.parameter,
        "value": term.value,
        "level": term.level.name.lower(),
        "article": term.article,
        "agency": term.agency,
    }


def _cause(group: Group, reasons: Reasons, names: Names) -> dict[str, Any]:
    """Return posts that one cause keeps open; `once`: what one record would fill (empty: none)."""
    remedy = group.lift or group.accord
    return {
        "title": group_title(group, names),
        "cause": group.cause.value,
        "rule": group.rule,
        "why": head_words(group.posts[0], reasons),
        "missing": group.missing,
        "slots": [post.hole.slot.id for post in group.posts],
        "once": once_words(group, reasons.rules),
        "filled": 0 if remedy is None else remedy.filled,
        "ground": None if group.lift is None else _ground(group.lift.ground),
        "values": [] if group.accord is None else list(map(_value, group.accord.terms)),
    }


def _ground(ground: Ground) -> dict[str, Any]:
    values = as_json(ground)
    return {name: values[name] for name in ("kind", "since", "until", "agency", "dispositif")}
