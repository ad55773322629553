"""Write in French why posts are open and what would fill them, one by one or in sum."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from api.french.moments import shift_words
from api.french.plural import NO_BREAK, figure, plural
from api.french.quoting import listed
from api.french.words import capital, cost_words, days_words, month_name, roles
from api.planning.holes import open_words
from api.planning.names import Names, said_of, with_slots_named
from api.staffing.bench import Obstacle
from api.staffing.causes import Cause, OpenPost
from api.staffing.groups import Group, Reasons
from api.staffing.remedies import Lift, WayOut
from scheduler.domain.duty import MANDATE, DutyKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Mediator
from scheduler.domain.posts import Posts
from scheduler.domain.sharing.hours import FULL_WEEK
from scheduler.domain.slots import Slot
from scheduler.domain.time import next_month
from scheduler.finding import Severity, Verdict
from scheduler.ranking import GoalChange, TierChange

DEROGATIONS = {
    GroundKind.SUNDAY: "dérogation au repos dominical",
    GroundKind.MAY_FIRST: "dérogation au chômage du 1er mai",
}

DOES = {DutyKind.TRAINING: "en formation", **dict.fromkeys(MANDATE, "en mandat")}
FEW = 3
"""How many people are named in a sentence."""

UNSETTLED = "à confirmer, que le calcul évite"
KEPT = "que le calcul tient toujours"
"""Why a calculation leaves a post open that a person may fill by hand."""

HAND_WORDS = {
    UNSETTLED: "si la lecture qui le permet est la vôtre",
    KEPT: "si vous passez outre",
}

OF_FIRST = " (premier créneau)"
"""After what is said of several posts, and known to hold of the first alone."""


def cause_words(post: OpenPost, reasons: Reasons) -> str:
    """Say why a post is open and how many people that concerns, without naming anybody."""
    head = head_words(post, reasons)
    if post.price is not None:
        return f"{head} ({price_words(post.price)})"
    if post.cause is not Cause.RULE:
        return head
    if post.needs_partner:
        free = plural(post.kept, "personne libre", "personnes libres")
        pairs = "dont aucune paire ne convient"
        alone = "qui ne peut venir sans une autre"
        return f"{head} : {free} sur {post.people}, {pairs if post.kept > 1 else alone}"
    if post.kept == post.people:
        return f"{head} : tous ceux qui pourraient venir"
    return f"{head} : {post.kept} sur {post.people} de ceux qui pourraient venir"


def head_words(post: OpenPost, reasons: Reasons) -> str:
    """Say why posts are open, in words that fit all posts of one cause."""
    if post.cause is Cause.RULE:
        return _rule(post, reasons)
    if post.cause is Cause.NOBODY:
        return _nobody(post)
    if post.cause is Cause.NOTHING:
        return "rien ne l’empêche, quelqu’un peut venir sans rien enfreindre"
    if post.cause is Cause.COSTLY:
        return "quelqu’un peut venir sans rien enfreindre, mais cela coûterait plus que le poste"
    return "déjà commencé, il n’y a plus rien à décider"


def group_cause_words(group: Group, reasons: Reasons) -> str:
    """Say why the posts of a group are open: how many people it concerns, where all count so."""
    words = {cause_words(post, reasons) for post in group.posts}
    if len(words) == 1:
        return words.pop()
    first = group.posts[0]
    head = head_words(first, reasons)
    counted = first.cause is Cause.RULE and first.price is None
    return (
        f"{head} : plus ou moins de ceux qui pourraient venir, selon le poste" if counted else head
    )


def group_lift_words(group: Group, reasons: Reasons, names: Names) -> str:
    """Say what would fill the posts of a group; who could come is said of the first alone."""
    first, *others = group.posts
    if others and first.price is not None:
        return "les affecter à la main"
    words = lift_words(first, reasons, names)
    one_comes = first.hole.slot.id in reasons.ways and not _avoided(first)
    return f"{words}{OF_FIRST}" if others and one_comes else words


def advice_words(post: OpenPost, reasons: Reasons) -> str:
    """Say what to do first of a post that a rule keeps open (empty: its rule says nothing)."""
    rule = reasons.rules.get(post.rule) if post.cause is Cause.RULE else None
    return "" if rule is None else rule.advice


def nearest_words(post: OpenPost, names: Names) -> str:
    """Say who is nearest to coming, and what still stops them (empty: nobody is near)."""
    if post.can_come:
        return " et ".join(person.name for person in post.can_come)
    if post.needs_partner and post.finding is not None:
        # Rules know no names: they say a slot's dispositif and site by their ids.
        slot = post.hole.slot
        words = post.finding.message.replace(slot.label, slot_words(slot, names))
        return f"{few_names(post.needs_partner)} : {words}"
    stop = post.nearest
    return "" if stop is None else stop_words(stop, names)


def stop_words(stop: Obstacle, names: Names) -> str:
    """Say what stops a person; the reason of an absence is private and never said."""
    if stop.duties:
        duty = stop.duties[0]
        does = DOES.get(duty.kind, "qui tient")
        return f"{stop.mediator.name}, {does} {shift_words(duty.span, names.where_held(duty))}"
    if stop.away:
        return f"{stop.mediator.name}, en absence"
    rest = len(stop.findings) - 1
    more = f" (et {plural(rest, 'autre constat', 'autres constats')})" if rest else ""
    # Rules on a slot know no names of places, and those on its vehicles or titles name nobody.
    message, name = with_slots_named(stop.findings[0].message, names), stop.mediator.name
    said = said_of(name, message)
    return f"{said.rstrip('.')}{more}" if more else said


def lift_words(post: OpenPost, reasons: Reasons, names: Names) -> str:
    """Say what would fill the post, as tried and audited (empty: nothing so simple)."""
    if post.cause is Cause.NOTHING:
        return "relancer le calcul, qui pourvoit ce poste, ou l’affecter à la main"
    if post.price is not None:
        return f"l’affecter à la main ({price_words(post.price)}, pour {few_names(post.can_come)})"
    if post.cause is not Cause.RULE:
        return ""
    if words := _avoided(post):
        return f"l’affecter à la main, {HAND_WORDS[words]} : rien ne bloquerait"
    group = reasons.group_of(post)
    parts = [] if group.lift is None else [derogation_words(group.lift, names)]
    way = reasons.ways.get(post.hole.slot.id)
    if way is not None:
        parts.append(way_words(way, names))
    return " ; ".join(parts)


def price_words(price: TierChange) -> str:
    """Say which goals lose, and how much, as for posts that a calculation leaves open."""
    return ", ".join(
        f"{change.goal.title.lower()} : {_loss(change)} de plus" for change in price.worse
    )


def _loss(change: GoalChange) -> str:
    """Write what a goal loses; how many points is told to nobody."""
    unit = change.goal.unit
    return "un peu" if unit.startswith("points") else cost_words(change.difference, unit)


def derogation_words(lift: Lift, names: Names) -> str:
    """Say which derogation to record, and how many posts would then be held."""
    filled = f"postes alors tenus, {lift.filled} sur {lift.wanted}"
    return f"une {ground_words(lift.ground, names)} : {filled}"


def ground_words(ground: Ground, names: Names) -> str:
    """Write a derogation to record: what it allows, where and when; only a text permits it."""
    where = (
        names.dispositif(ground.dispositif) if ground.dispositif else names.agency(ground.agency)
    )
    until = ground.until or ground.since
    place = f" pour {where}" if where else ""
    days = days_words(ground.since, until)
    return (
        f"{DEROGATIONS[ground.kind]} (genre « {ground.kind.value} » de derogations.csv)"
        f"{place}, {days}, si un texte la permet"
    )


def way_words(way: WayOut, names: Names) -> str:
    """Say what would let someone come."""
    name = way.mediator.name
    if way.slot is None:
        return f"{name} pourrait venir sans son absence"
    return f"{name} pourrait venir {leaving_words(way.slot, way.left, names)}"


def leaving_words(slot: Slot, remaining: int, names: Names) -> str:
    """Say which slot somebody leaves, and how many people stay there."""
    stay = "ne resterait personne"
    if remaining:
        stay = f"{'resteraient' if remaining > 1 else 'resterait'} {plural(remaining, 'personne')}"
    return f"en quittant {slot_words(slot, names)}, où {stay}"


def slot_words(slot: Slot, names: Names) -> str:
    """Write a slot in a sentence: `sam. 2 mai, 18 h 30 – 1 h 30 (lendemain), Place`."""
    return shift_words(slot.span, names.where_held(slot.duty))


def few_names(people: Sequence[Mediator]) -> str:
    """Name the first people of several, and only count the others."""
    return listed([person.name for person in people], FEW)


def group_title(group: Group, names: Names) -> str:
    """Name the posts of a group: where, and how many people are missing."""
    return f"{group_place(group, names)} : {open_words(group.missing, group.under)}"


def group_place(group: Group, names: Names) -> str:
    """Name the dispositifs of a group's posts."""
    where = (names.dispositif(post.hole.slot.dispositif) for post in group.posts)
    return ", ".join(dict.fromkeys(where))


def _rule(post: OpenPost, reasons: Reasons) -> str:
    busy = next((stop for stop in post.stops if stop.busy == post.rule), None)
    if busy is not None:
        return "absents" if busy.away else "déjà pris à cette heure, en poste ou en formation"
    group = reasons.group_of(post)
    if group.lift is not None:
        return f"sans {DEROGATIONS[group.lift.ground.kind]}{_article(post)}"
    rule = reasons.rules.get(post.rule)
    title = post.rule if rule is None else rule.title
    avoided = _avoided(post)
    return f"la règle « {title} »{_article(post)}{f', {avoided}' if avoided else ''}"


def group_line(group: Group, reasons: Reasons, names: Names) -> str:
    """Say in a line what keeps a group open and which derogation would fill it; nobody is named."""
    words = f"{plural(group.missing, 'poste')} : {head_words(group.posts[0], reasons)}"
    return words if group.lift is None else f"{words} ; {derogation_words(group.lift, names)}"


def _nobody(post: OpenPost) -> str:
    titles = ", ".join(sorted(post.hole.need.titles))
    who = f"aucun {roles(post.hole.need.roles)}"
    return {
        "role": f"{who} ce mois-ci",
        "dispositif": f"{who} n’est en poste sur ce dispositif",
        "site": f"{who} en poste ici n’est affecté à ce site",
        "contract": f"{who} en poste ici n’a de contrat ce jour-là",
        "there": f"{who} en poste ici n’a le titre demandé ({titles})",
        "left": "tous ceux qui peuvent tenir ce poste y sont déjà",
    }[post.posted.step]


def _avoided(post: OpenPost) -> str:
    """Say why a calculation avoids what blocks nothing (empty: it blocks)."""
    finding = post.finding
    if finding is None or finding.blocks:
        return ""
    return UNSETTLED if finding.verdict is Verdict.TO_CONFIRM else KEPT


def _article(post: OpenPost) -> str:
    finding = post.finding
    if finding is None or finding.severity is Severity.HOUSE:
        return ""
    return f" ({finding.article})"


CAUSES = 3
"""Causes that are told one by one, those that keep most posts open first."""

TWO = 20
"""Tenths from which French writes a plural."""


def sentences(month: date, posts: Posts, reasons: Reasons, names: Names) -> tuple[str, ...]:
    """
    Say what share of a month's posts is held; what is missing and why; what it would take.

    What is missing is told by cause, in days and in people who work full time (35 hours a week).
    The last two sentences are left out where nothing is missing.
    """
    name = capital(month_name(month))
    if not posts.target:
        return (f"{name} : aucun poste n’est à tenir.",)
    if not posts.open:
        return (f"{name} : les {figure(posts.target)} postes sont tous tenus.",)
    # Rounded down, so that 100 % is all of them.
    share = f"{_tenths(posts.have * 1000 // posts.target)}{NO_BREAK}%"
    staffed = f"{figure(posts.have)} postes sur {figure(posts.target)} sont tenus, soit {share}."
    weeks = (next_month(month) - month).days / 7
    return f"{name} : {staffed}", _missing(reasons, weeks), _takes(reasons, names, weeks)


def _missing(reasons: Reasons, weeks: float) -> str:
    by_cause: dict[str, list[Group]] = defaultdict(list)
    for group in reasons.groups:
        by_cause[head_words(group.posts[0], reasons)].append(group)
    causes = sorted(by_cause.items(), key=lambda pair: (-_posts(pair[1]), pair[0]))
    lines = [
        f"{plural(_posts(some), 'poste')} sur {_days(some)} ({_people(_minutes(some), weeks)}) : "
        f"{words}"
        for words, some in causes[:CAUSES]
    ]
    if rest := sum(_posts(some) for _, some in causes[CAUSES:]):
        lines.append(f"{plural(rest, 'poste')} pour d’autres raisons")
    under = f", dont {reasons.under} au-dessous du minimum" if reasons.under else ""
    return (
        f"Il manque du monde sur {plural(reasons.missing, 'poste')}{under}, "
        f"{_days(reasons.groups)} en tout : {' ; '.join(lines)}."
    )


def _takes(reasons: Reasons, names: Names, weeks: float) -> str:
    """Say what would fill the posts, the easiest first; people to hire for what nothing fills."""
    free = _posts([g for g in reasons.groups if g.cause in {Cause.NOTHING, Cause.COSTLY}])
    lifts = [group.lift for group in reasons.groups if group.lift is not None][:CAUSES]
    stuck = [group for group in reasons.groups if group.cause in {Cause.NOBODY, Cause.RULE}]
    parts = [_derogation(lift, names) for lift in lifts]
    if free:
        by_hand = "que quelqu’un peut tenir sans rien enfreindre"
        parts.insert(0, f"affecter à la main {plural(free, 'poste')} {by_hand}")
    left = _posts(stuck) - sum(lift.filled for lift in lifts)
    if left > 0:
        people = _people(_minutes(stuck) * left // _posts(stuck), weeks)
        parts.append(f"{people} de plus pour {'le reste' if parts else 'tout tenir'}")
    if not parts:
        return "Ce qui manque a déjà commencé : il n’y a plus rien à décider."
    return f"Il faudrait {' ; '.join(parts)}."


def _derogation(lift: Lift, names: Names) -> str:
    ground = lift.ground
    where = names.dispositif(ground.dispositif) or names.agency(ground.agency)
    place = f" pour {where}" if where else ""
    filled = plural(lift.filled, "poste")
    return f"une {DEROGATIONS[ground.kind]}{place}, si un texte la permet ({filled})"


def _posts(groups: Sequence[Group]) -> int:
    return sum(group.missing for group in groups)


def _days(groups: Sequence[Group]) -> str:
    days = {post.hole.slot.span.day for group in groups for post in group.posts}
    return plural(len(days), "jour")


def _minutes(groups: Sequence[Group]) -> int:
    holes = [post.hole for group in groups for post in group.posts]
    return sum(hole.missing * hole.slot.duty.paid for hole in holes)


def _people(minutes: int, weeks: float) -> str:
    """Write minutes of a month as people who work full time, to the tenth: `1,4 temps plein`."""
    tenths = max(1, round(10 * minutes / (FULL_WEEK * weeks)))
    return f"{_tenths(tenths)}{NO_BREAK}{'temps pleins' if tenths >= TWO else 'temps plein'}"


def _tenths(tenths: int) -> str:
    """Write tenths: `1,4`, `2`."""
    return f"{tenths / 10:.1f}".replace(".", ",").removesuffix(",0")
