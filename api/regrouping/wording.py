"""Write in French the ways to regroup teams: who moves, what it leaves, what forbids it."""

from collections.abc import Iterator

from api.french.plural import plural
from api.french.words import short_date
from api.month.repairs.repair import uncovered_words
from api.planning.names import Names, with_slots_named
from api.regrouping.emergency import Emergency
from api.regrouping.search import Way
from api.regrouping.service import Option, Refused, Regroup
from api.staffing.wording import slot_words
from calendars.templates.template import TemplateException
from scheduler.domain.problem import Problem
from scheduler.finding import Verdict

RANKED = (
    "Classées par : personnes qui manquent encore là-bas, équipes séparées, référents déplacés, "
    "personnes déplacées, postes du minimum puis de la cible laissés vides, minutes de trajet."
)
NOT_CONCLUDED = (
    "Non conclu dans le temps donné : il y a peut-être mieux. Nommez moins d’équipes ou de lieux."
)
NOBODY = "Personne d’autre n’est en service à ces heures-là, ou tout y a commencé."
FULL = "Ces créneaux ne prennent personne de plus, et ce jour-là est déjà une exception."
NONE_LAWFUL = "Aucun déplacement légal. Les plus proches, et la règle qui arrête chacun :"


def asked_words(regroup: Regroup, names: Names) -> str:
    """Say how many people are needed where, and how many are there."""
    emergency = regroup.emergency
    where = " ; ".join(slot_words(slot, names) for slot in emergency.targets)
    people = plural(emergency.people, "personne")
    return f"{people} à réunir : {where}. Y sont déjà : {regroup.there}."


def exception_words(exception: TemplateException) -> str:
    """Write an exception as the row that records it: `19-B3 ; 27/11/2026 ; modifie ; cible 4 …`."""
    parts = [exception.template, short_date(exception.day), exception.action.value]
    if exception.needs is not None:
        first = exception.needs[0]
        parts.append(f"cible {first.target}, maximum {first.maximum}")
    return " ; ".join((*parts, f"motif « {exception.why} »"))


def outcome_words(regroup: Regroup) -> tuple[str, ...]:
    """Say how options are ranked, or why there is none, and whether all ways were seen."""
    if regroup.enough:
        return ("Il y a déjà assez de monde : personne à déplacer.",)
    if regroup.options:
        return (RANKED,) if regroup.concluded else (RANKED, NOT_CONCLUDED)
    if not regroup.on_duty:
        return (NOBODY,)
    if not regroup.room:
        return (FULL,)
    if not regroup.concluded:
        return (NOT_CONCLUDED,)
    return (NONE_LAWFUL,)


def title_words(way: Way, problem: Problem, names: Names) -> str:
    """Say who moves from where to where: `Ada Lemoine, Brice Kouassi : Nord → Ouest`."""
    places: dict[tuple[str, str], list[str]] = {}
    for move in way.moves:
        name = problem.mediator_of[move.mediator].name
        places.setdefault((move.source, move.target), []).append(name)
    return " ; ".join(
        f"{', '.join(people)} : {_where(source, problem, names)} → {_where(target, problem, names)}"
        for (source, target), people in places.items()
    )


def _where(slot_id: str, problem: Problem, names: Names) -> str:
    slot = problem.slot_of[slot_id]
    return names.where(slot.site, slot.dispositif)


def option_words(option: Option, emergency: Emergency, names: Names) -> tuple[str, ...]:
    """Say what an option costs and leaves, a fact a sentence."""
    way = option.way
    moved = plural(len(way.moves), "personne déplacée", "personnes déplacées")
    teams = (
        plural(way.split, "équipe séparée", "équipes séparées") if way.split else "équipes entières"
    )
    referents = (
        plural(way.referents, "référent déplacé", "référents déplacés")
        if way.referents
        else "aucun référent déplacé"
    )
    there = emergency.people - option.missing
    missing = f" ; il en manque {option.missing}" if option.missing else ""
    sentences = [
        f"{moved}, {teams}, {referents}, {way.minutes} min de trajet en tout.",
        f"Là-bas : {there} sur {emergency.people}{missing}.",
        uncovered_words(option.uncovered, names),
    ]
    if option.broken:
        many = plural(
            len(option.broken), "engagement n’est plus tenu", "engagements ne sont plus tenus"
        )
        slots = " ; ".join(slot_words(slot, names) for slot in option.broken)
        sentences.append(f"{many} (sous le minimum) : {slots}.")
    sentences += _doubts(option, names)
    return tuple(sentences)


def _doubts(option: Option, names: Names) -> Iterator[str]:
    doubts = [f for f in option.findings if f.verdict is Verdict.TO_CONFIRM]
    for finding in doubts:
        yield f"À confirmer : {with_slots_named(finding.message, names)}"
    rest = len(option.findings) - len(doubts)
    if rest:
        yield f"{plural(rest, 'autre constat', 'autres constats')} de plus, sans rien bloquer."


def refused_words(refused: Refused, names: Names) -> str:
    """Say which rules stop a way, the first one's words and how many others."""
    first, *others = refused.findings
    words = with_slots_named(first.message, names).removesuffix(".")
    rest = f" (et {plural(len(others), 'autre constat', 'autres constats')})" if others else ""
    return f"{words} [{first.article or first.rule}]{rest}."
