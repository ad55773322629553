"""List the wishes that a rota doesn't grant, and why, as far as it was checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from api.french.plural import plural
from api.french.words import brief_date
from api.planning.names import Names, with_slots_named
from api.staffing.bench import Bench, Obstacle, bench_of
from api.staffing.causes import by_name
from api.staffing.wording import price_words, slot_words, stop_words
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator, Wish
from scheduler.domain.posts import holders
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding
from scheduler.ranking import TierChange
from scheduler.rule import Profile

TRIED = 6
"""Among how many people who may come, those with most hours left, the cheapest is looked for."""


class Ground(StrEnum):
    """The kinds of reasons why a wish isn't granted."""

    FIXED = "deja_fixe"
    LOCKED = "verrou"
    MINIMUM = "minimum"
    TARGET = "cible"
    RULE = "regle"
    NO_POST = "aucun_poste"
    FULL = "complet"
    COST = "prix"
    NOTHING = "rien"


@dataclass(frozen=True, kw_only=True)
class RefusedWish:
    """
    A wish that the rota doesn't grant.

    `slot`: for a wish to be free, the post that prevents it; for a wish to work, the nearest post
    that would grant it. `left`: people who would remain on the slot. `instead`: who could take it
    at the least cost (None: nobody, or nobody need); `price`: the goals that lose more by that than
    the wish is worth (None: they gain where the ground is `NOTHING`, and come out even elsewhere).
    `stop`: what keeps the person from that post; `finding`: what a rule finds on its team.
    """

    wish: Wish
    mediator: Mediator
    ground: Ground
    slot: Slot | None = None
    left: int = 0
    instead: Mediator | None = None
    price: TierChange | None = None
    stop: Obstacle | None = None
    finding: Finding | None = None


def refused_wishes(
    rota: Rota, profile: Profile, findings: Iterable[Finding], *, person: str = ""
) -> tuple[RefusedWish, ...]:
    """
    Return the wishes of the month that aren't granted, by name and day; or one person's alone.

    Each reason was checked on the rota: what the slot keeps without the person, who could take it,
    what the audit finds, and what the goals would lose, in the order in which the month is
    calculated. `findings`: all those on the rota.
    """
    bench = bench_of(rota, profile, findings)
    people = rota.problem.mediator_of
    refusals = [
        refusal
        for wish in rota.problem.wishes
        if wish.span.touches(rota.problem.horizon) and person in {"", wish.mediator}
        for refusal in _refusals(bench, wish, people[wish.mediator])
    ]
    return tuple(sorted(refusals, key=lambda r: (by_name(r.mediator), r.wish.span.first)))


def _refusals(bench: Bench, wish: Wish, person: Mediator) -> Iterator[RefusedWish]:
    bearing = [duty for duty in bench.timeline(person).duties if wish.bears_on(duty)]
    if wish.wants and not bearing:
        yield _no_work(bench, wish, person)
    elif bearing and not wish.wants:
        yield _no_rest(bench, wish, person, bearing)


def _no_rest(bench: Bench, wish: Wish, person: Mediator, duties: list[Duty]) -> RefusedWish:
    """Say why someone who asked to be free isn't: the first of the posts that can't be left."""
    tried = [_not_free(bench, wish, person, duty) for duty in duties]
    return next((refusal for refusal in tried if refusal.ground is not Ground.NOTHING), tried[0])


def _not_free(bench: Bench, wish: Wish, person: Mediator, duty: Duty) -> RefusedWish:
    assignment = Assignment(person.id, duty.id)
    if assignment not in bench.rota.assignments:
        return RefusedWish(wish=wish, mediator=person, ground=Ground.FIXED)
    slot = bench.rota.problem.slot_of[duty.id]
    if assignment in bench.rota.problem.lock_of:
        return RefusedWish(wish=wish, mediator=person, ground=Ground.LOCKED, slot=slot)
    return _if_they_left(bench, wish, person, slot)


def _if_they_left(bench: Bench, wish: Wish, person: Mediator, slot: Slot) -> RefusedWish:
    """Return why someone can't leave a post: what it lacks then, what is broken, who could come."""
    need = slot.need_for(person)
    after = bench.without(Assignment(person.id, slot.id))
    team = after.rota.team_of[slot.id]
    remaining = len(team) if need is None else holders(slot, need, team)
    broken = after.team((), slot, room=False)
    ground = Ground.NOTHING
    if need is not None and remaining < need.minimum:
        ground = Ground.MINIMUM
    elif broken:
        ground = Ground.RULE
    elif need is not None and remaining < need.posts:
        ground = Ground.TARGET
    there = {member.id for member in team} | {person.id}
    able = (
        other
        for other in sorted(
            bench.rota.problem.mediators, key=lambda m: (bench.hours_over(m), *by_name(m))
        )
        if other.id not in there
        and other.role in (frozenset() if need is None else need.roles)
        and may_hold(other, slot)
        and after.admits(other, slot)
    )
    refusal = RefusedWish(
        wish=wish,
        mediator=person,
        ground=ground,
        slot=slot,
        left=remaining,
        finding=broken[0] if broken else None,
    )
    # Where nobody need come, that comes first: of two that cost the same, the first is named.
    granting: dict[Mediator | None, Rota] = {None: after.rota} if ground is Ground.NOTHING else {}
    for other in islice(able, TRIED):
        granting[other] = after.rota.changed({Assignment(other.id, slot.id)})
    return _weighed(bench, refusal, granting)


def _weighed(
    bench: Bench, refusal: RefusedWish, granting: Mapping[Mediator | None, Rota]
) -> RefusedWish:
    """
    Return a refusal with what the goals would lose by the best of the rotas that grant the wish.

    Each rota is that of who comes instead (None: nobody). If the goals would gain, nothing refuses
    the wish. They may come out even: somebody else's wish is refused instead, say.
    """
    if not granting:
        return refusal
    best, after = min(granting.items(), key=lambda pair: bench.ranking.key(pair[1]))
    change = bench.ranking.first_change(after)
    if change is not None and change.difference < 0:
        return replace(refusal, ground=Ground.NOTHING, instead=best)
    ground = Ground.COST if refusal.ground is Ground.NOTHING else refusal.ground
    return replace(refusal, ground=ground, instead=best, price=change)


def _no_work(bench: Bench, wish: Wish, person: Mediator) -> RefusedWish:
    """Say why someone who asked to work has no post: none there, all held, or a rule."""
    slots = [slot for slot in bench.rota.problem.candidates[person.id] if wish.bears_on(slot.duty)]
    if not slots:
        return RefusedWish(wish=wish, mediator=person, ground=Ground.NO_POST)
    open_ = [slot for slot in slots if _place(bench, person, slot)]
    if not open_:
        return RefusedWish(wish=wish, mediator=person, ground=Ground.FULL, slot=slots[0])
    stops = [(slot, bench.stop(person, slot)) for slot in open_]
    slot, stop = min(stops, key=lambda pair: (0, 0, 0) if pair[1] is None else pair[1].distance)
    if stop is not None:
        return RefusedWish(wish=wish, mediator=person, ground=Ground.RULE, slot=slot, stop=stop)
    broken = bench.team((person,), slot, room=False)
    refusal = RefusedWish(
        wish=wish,
        mediator=person,
        ground=Ground.RULE if broken else Ground.NOTHING,
        slot=slot,
        finding=broken[0] if broken else None,
    )
    if broken:
        return refusal
    return _weighed(bench, refusal, {None: bench.rota.changed({Assignment(person.id, slot.id)})})


def _place(bench: Bench, person: Mediator, slot: Slot) -> bool:
    """Whether a slot can use one person more in someone's role."""
    need = slot.need_for(person)
    return need is not None and holders(slot, need, bench.rota.team_of[slot.id]) < need.maximum


def wish_words(wish: Wish) -> str:
    """Write what someone asked for: `repos du lun. 2 mars au mar. 3 mars`."""
    first, last = wish.span.days[0], wish.span.days[-1]
    wanted = "travailler" if wish.wants else "repos"
    if first == last:
        return f"{wanted} le {brief_date(first)}"
    return f"{wanted} du {brief_date(first)} au {brief_date(last)}"


def refusal_words(refusal: RefusedWish, names: Names) -> str:
    """Say why a wish isn't granted, with only what was checked."""
    where = "" if refusal.slot is None else slot_words(refusal.slot, names)
    nothing, otherwise = f"rien n’impose {where}", f"rien d’autre n’impose {where}"
    if refusal.wish.wants:
        nothing, otherwise = f"rien ne l’empêche ({where})", f"rien d’autre ne l’empêche ({where})"
    nothing += ", et le planning y gagnerait"
    if refusal.instead is not None:
        nothing += f" : {refusal.instead.name} pourrait venir à sa place sans rien enfreindre"
    stays = f"(reste {plural(refusal.left, 'personne')})" if refusal.left else "(plus personne)"
    words = {
        Ground.FIXED: "ce service est déjà publié, ou fixé ailleurs",
        Ground.LOCKED: f"un verrou tient ce poste ({where})",
        Ground.NO_POST: "aucun poste qui lui soit ouvert ne commence alors",
        Ground.FULL: "tous les postes qui commencent alors sont pourvus",
        Ground.NOTHING: nothing,
        Ground.COST: f"{otherwise}, mais {_held_words(refusal.price)}",
        Ground.MINIMUM: f"sans cette personne, {where} passe sous le minimum {stays}",
        Ground.TARGET: f"sans cette personne, {where} passe sous la cible {stays}",
        Ground.RULE: _rule_words(refusal, names)
        if refusal.wish.wants
        else f"sans cette personne : {_rule_words(refusal, names)}",
    }[refusal.ground]
    if refusal.wish.wants or refusal.ground not in {Ground.MINIMUM, Ground.TARGET, Ground.RULE}:
        return words
    if refusal.instead is None:
        return f"{words}, et aucune autre personne ne peut venir seule sans rien enfreindre"
    comes = f"{words} ; {refusal.instead.name} pourrait venir à sa place sans rien enfreindre"
    if refusal.price is None:
        return f"{comes}, sans que le planning y gagne"
    return f"{comes}, mais {_held_words(refusal.price)}"


def _held_words(price: TierChange | None) -> str:
    """Say which goals, that come before the wish, would lose by granting it."""
    if price is None:
        return "le planning n’y gagnerait rien"
    words = price_words(price)
    if any(change.goal.counts_changes for change in price.worse):
        return f"le moins de changements passe avant les souhaits ({words})"
    return f"cela coûterait plus que le souhait ({words})"


def _rule_words(refusal: RefusedWish, names: Names) -> str:
    """Say what a rule finds: rules know no names, and end their sentences."""
    if refusal.stop is not None:
        return stop_words(refusal.stop, names).removesuffix(".")
    if refusal.finding is None:
        return ""
    return with_slots_named(refusal.finding.message, names).removesuffix(".")
