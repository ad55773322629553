"""Write proposals in French, and say once what a derogation would fill in many places."""

from collections.abc import Iterable, Mapping

from api.french.words import DAYS, clock_time, parameter_name
from api.planning.names import Names
from api.staffing.groups import Group
from api.staffing.proposals.proposal import Means, Proposal
from api.staffing.wording import DEROGATIONS, few_names, ground_words, leaving_words, slot_words
from constraints.agreements.terms import Term
from scheduler.dated import Level
from scheduler.domain.slots import Slot
from scheduler.rule import Rule, shown

FIRST = {
    Means.LATER: "D’abord dans les exceptions : un brouillon prend ses horaires des gabarits.",
    Means.LOAN: "D’abord dans son poste : un brouillon n’affecte que qui a le poste.",
    Means.GROUND: "D’abord dans les dérogations : un brouillon se juge sur ce qui est enregistré.",
    Means.AGREEMENT: "D’abord dans les accords : un brouillon se juge sur ce qui est enregistré.",
    Means.PRESENT: "D’abord dans les absences : un brouillon n’affecte personne d’absent.",
}
"""What is recorded before a proposal is done, where assignments alone don't do it."""

COUNTS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def proposal_words(proposal: Proposal, names: Names, rules: Mapping[str, Rule]) -> str:
    """Say what would fill a post, as it was applied and audited; no reason of absence is said."""
    name, others = proposal.mediator.name, few_names(proposal.coming[1:])
    if proposal.means is Means.PRESENT:
        words = f"{name} pourrait venir sans son absence"
    else:
        words = f"{name} peut venir {_how(proposal, names, rules)}"
    return f"{words} ; {others} viendrait avec" if others else words


def first_words(proposal: Proposal) -> str:
    """Say what is recorded before a proposal is done, and why no draft holds it, if so."""
    return FIRST.get(proposal.means, "")


def once_words(group: Group, rules: Mapping[str, Rule]) -> str:
    """
    Say once what many posts lack: `sans dérogation …, cinq samedis restent à pourvoir`.

    Empty where neither a derogation nor an agreement fills any of them. Only the posts that it
    fills are counted; they are written as days where each is of a day of its own.
    """
    remedy = group.lift or group.accord
    if remedy is None or not remedy.filled:
        return ""
    days = {post.hole.slot.span.day for post in group.posts}
    weekdays = {day.weekday() for day in days}
    count = remedy.filled
    a_day_each = count == remedy.wanted == len(days)
    noun = DAYS[weekdays.pop()] if len(weekdays) == 1 and a_day_each else "poste"
    many = COUNTS[count] if count < len(COUNTS) else f"{count}"
    verb = "restent" if count > 1 else "reste"
    return (
        f"sans {_lacking(group, rules)}, {many} {noun}{'s' if count > 1 else ''} {verb} à pourvoir"
    )


def _lacking(group: Group, rules: Mapping[str, Rule]) -> str:
    """Say which derogation is missing, or which values no agreement sets."""
    if group.lift is not None:
        return DEROGATIONS[group.lift.ground.kind]
    terms = () if group.accord is None else group.accord.terms
    return f"qu’{_terms(terms, rules)}"


def _how(proposal: Proposal, names: Names, rules: Mapping[str, Rule]) -> str:
    """Say what has to be done for them to come."""
    match proposal.means:
        case Means.LEAVE | Means.HANDOVER | Means.SWAP if proposal.leaves is not None:
            words = _moved(proposal, proposal.leaves, names)
        case Means.LATER if proposal.later is not None:
            start, old = proposal.later.span.start, proposal.slot.span.start
            words = f"si le service commence à {clock_time(start)} au lieu de {clock_time(old)}"
        case Means.LOAN:
            words = f"en renfort{_way(proposal)}, si {_lacked(proposal, names)} à son poste"
        case Means.GROUND if proposal.ground is not None:
            words = f"avec une {ground_words(proposal.ground, names)}"
        case Means.AGREEMENT:
            words = f"si {_terms(proposal.terms, rules)}"
        case _:
            words = "sans rien changer d’autre"
    return words


def _moved(proposal: Proposal, leaves: Slot, names: Names) -> str:
    """Say what becomes of the shift that is left."""
    where = slot_words(leaves, names)
    if proposal.cover is None:
        return leaving_words(leaves, proposal.left, names)
    if proposal.takes is None:
        return f"si {proposal.cover.name} reprend {where}"
    takes = slot_words(proposal.takes, names)
    return f"en échangeant {where} contre {takes}, que tient {proposal.cover.name}"


def _lacked(proposal: Proposal, names: Names) -> str:
    """Say which dispositif and site a person's post lacks: `« Médiation de place » s’ajoute`."""
    slot, person = proposal.slot, proposal.mediator
    lacked = []
    if slot.dispositif not in person.dispositifs:
        lacked.append(names.dispositif(slot.dispositif))
    if person.sites and slot.site and slot.site not in person.sites:
        lacked.append(names.site(slot.site))
    verb = "s’ajoutent" if len(lacked) > 1 else "s’ajoute"
    return f"{' et '.join(f'« {name} »' for name in lacked)} {verb}"


def _way(proposal: Proposal) -> str:
    if proposal.minutes is None:
        return " (trajet non renseigné)"
    return f" ({proposal.minutes} min de trajet)" if proposal.minutes else ""


def _terms(terms: Iterable[Term], rules: Mapping[str, Rule]) -> str:
    """Say which values to set, once where people of several agencies need the same."""
    return " et ".join(dict.fromkeys(_term(term, rules[term.rule]) for term in terms))


def _term(term: Term, rule: Rule) -> str:
    """Say which value a source would set: `un accord d’entreprise fixe à 9 h 00 la valeur…`."""
    source = "une autorisation" if term.level is Level.AUTHORISATION else "un accord d’entreprise"
    article = f" ({term.article})" if term.article else ""
    value = shown(term.value, rule.parameters()[term.parameter].unit)
    name = parameter_name(rule, term.parameter)
    return f"{source}{article} fixe à {value} la valeur « {name} » de la règle « {rule.title} »"
