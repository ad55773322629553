"""Write in French what a month would be if somebody held a slot, or didn't, and who would pay."""

from collections.abc import Sequence
from typing import Any

from api.french.plural import plural
from api.french.words import change_words, cost_words, hours
from api.month.alternatives.service import Alternative, CostChange
from api.month.alternatives.trial import NOTHING, Payer
from api.month.explanation import changes_json
from api.planning.moves import PersonChanges, turn_words
from api.planning.names import Names
from api.staffing.wording import few_names, slot_words
from api.web.answering.plain import as_json
from scheduler.balances import rounded, signed
from scheduler.domain.people import Mediator

NOT_CONCLUDED = "Non conclu dans le temps donné : donnez plus de temps."
STOPPED = "Arrêté avant d’avoir conclu."
POSSIBLE = "C’est possible ; le moins de changements qu’il y faut n’est pas prouvé."
FEWEST = "le moins possible (prouvé)"
UNEXPLAINED = "Le temps a manqué pour dire pourquoi."
COUNTED_TOO = (
    "Des constats bloquent déjà ce planning : ce qu’il faut pour les lever est compté avec."
)

COUNTED = {
    "nights": ("nuit",),
    "saturdays": ("samedi",),
    "sundays": ("dimanche",),
    "holidays": ("jour férié", "jours fériés"),
}
"""Counters of hard shifts that a person may hold more or fewer of, and their nouns."""


def alternative_words(answer: Alternative, names: Names) -> tuple[str, ...]:
    """
    Say the answer in three sentences at most: whether it can be, with what changes, at what cost.

    Where something forbids it, each claim of the conflict is a sentence. A sentence more says what
    the rota that stands needs anyway; others, what the solver answered wrongly.
    """
    who, where = answer.mediator.name, slot_words(answer.slot, names)
    if answer.unable:
        return (f"{who} ne peut pas tenir {where} : {', '.join(answer.unable)}.",)
    if answer.lock is not None:
        why = f" ({answer.lock.why})" if answer.lock.why else ""
        return (
            (
                f"{who} tient {where} par un verrou de {answer.lock.by}{why} : "
                "sans ce verrou, le calcul pourrait en décider autrement."
            ),
        )
    if answer.impossible:
        return _impossible(answer, where)
    if answer.assignments is None:
        head = STOPPED if answer.stopped else NOT_CONCLUDED
        return (head, *([POSSIBLE] if answer.possible else ()), *answer.contradictions)
    said = _changed(answer, where), _team(answer), _cost(answer)
    return *said, *_besides(answer), *answer.contradictions


def _impossible(answer: Alternative, where: str) -> tuple[str, ...]:
    """Say that it can't be, and why, if the claims of the conflict were found and verified."""
    who, verb = answer.mediator.name, "quitter" if answer.holds else "tenir"
    if answer.conflict is None or not answer.conflict.verified:
        head = f"{who} ne peut pas {verb} {where}, quoi que fassent les autres."
        return head, UNEXPLAINED
    head = f"{who} ne peut pas {verb} {where}, quoi que fassent les autres :"
    if answer.anyway:
        head = f"Aucun planning légal n’existe, que {who} tienne {where} ou non :"
    return head, *answer.conflict.sentences


def _besides(answer: Alternative) -> tuple[str, ...]:
    """Say what the rota that stands needs anyway, where something blocks in it."""
    if answer.repairs is None:
        return (COUNTED_TOO,)
    if not answer.repairs:
        return ()
    many = sum(len(person.turns) for person in answer.repairs)
    turns, people = plural(many, "changement"), plural(len(answer.repairs), "personne")
    head = "Des constats bloquent déjà ce planning"
    apart = "non comptés ici" if many > 1 else "non compté ici"
    return (f"{head} : ce calcul les lève d’abord par {turns}, pour {people}, {apart}.",)


def payer_words(payer: Payer) -> str:
    """
    Say what a person holds more or less of, and how their accounts of fairness move.

    `Léo Martin : 7 h 00 de plus, 1 nuit de plus, solde d’équité des nuits +0,8`
    """
    before, after = payer.before, payer.after
    parts = []
    minutes = after.planned - before.planned
    if minutes:
        parts.append(f"{hours(abs(minutes))} {_more(minutes)}")
    for counter, nouns in COUNTED.items():
        more = getattr(after, counter) - getattr(before, counter)
        if more:
            parts.append(f"{plural(abs(more), *nouns)} {_more(more)}")
    for account in payer.fairness:
        more = signed(account.difference)
        if more != signed(NOTHING):
            parts.append(f"solde d’équité des {account.kind.noun} {more}")
    what = ", ".join(parts) or "ses heures et ses compteurs ne changent pas"
    return f"{payer.mediator.name} : {what}"


def cost_change_words(tier: CostChange) -> str:
    """Say how much more or less a goal costs: hours are in begun quarters."""
    old, new = (cost_words(count, tier.unit) for count in (tier.before, tier.after))
    return f"{tier.name} : {change_words(old, new)}"


def _changed(answer: Alternative, where: str) -> str:
    who = answer.mediator.name
    turns = sum(len(person.turns) for person in answer.changes)
    wanted = f"ne tienne pas {where}" if answer.holds else f"tienne {where}"
    if answer.wished:
        wanted += ", ni un autre service du repos souhaité"
    many, people = plural(turns, "changement"), plural(len(answer.changes), "personne")
    return f"Pour que {who} {wanted}, il faut {many}, pour {people}, {FEWEST}."


def _team(answer: Alternative) -> str:
    """Say who would come to the slot, and who would leave it."""
    come, gone = _moved(answer)
    holders = sum(a.slot == answer.slot.id for a in answer.assignments or ())
    missing = max(0, sum(need.target for need in answer.slot.needs) - holders)
    if answer.holds:
        if come:
            verb = "le tiendraient" if len(come) > 1 else "le tiendrait"
            return f"{few_names(come)} {verb} à sa place."
        short = f"il y manquerait {plural(missing, 'personne')}"
        words = short if missing else "il n’y manquerait personne"
        return f"Personne ne le tiendrait à sa place : {words}."
    if gone:
        return f"{few_names(gone)} {'le quitteraient' if len(gone) > 1 else 'le quitterait'}."
    return "Personne n’en partirait."


def _moved(answer: Alternative) -> tuple[tuple[Mediator, ...], tuple[Mediator, ...]]:
    """Return who would come to the slot, and who would leave it, the person aside."""
    slot = answer.slot.id
    others = [person for person in answer.changes if person.mediator != answer.mediator]
    come = (p for p in others if any(t.after is not None and t.after.id == slot for t in p.turns))
    gone = (p for p in others if any(t.before is not None and t.before.id == slot for t in p.turns))
    return tuple(p.mediator for p in come), tuple(p.mediator for p in gone)


def _cost(answer: Alternative) -> str:
    """Say which goals would lose, and which would gain."""
    worse = [cost_change_words(tier) for tier in answer.tiers if tier.after > tier.before]
    better = [cost_change_words(tier) for tier in answer.tiers if tier.after < tier.before]
    lost = f"Y perdraient : {' ; '.join(worse)}" if worse else "Aucun objectif n’y perdrait"
    return f"{lost} ; y gagneraient : {' ; '.join(better)}." if better else f"{lost}."


def _more(difference: int) -> str:
    return "de plus" if difference > 0 else "de moins"


def alternative_json(answer: Alternative, names: Names) -> dict[str, Any]:
    """
    Return an answer as plain values.

    `state`: `possible`, `impossible` (by the post, a lock or a conflict) or `non_conclu`. `changes`
    name slots by id (empty: none); `repairs`: those that the version needs anyway; minutes and
    counts of `payers` are before and after.
    """
    return {
        "person": answer.mediator.id,
        "slot": answer.slot.id,
        "holds": answer.holds,
        "state": state_of(answer),
        "sentences": list(alternative_words(answer, names)),
        "fewest": answer.assignments is not None,
        "repairs": (None if answer.repairs is None else changes_in_words(answer.repairs, names)),
        "changes": changes_in_words(answer.changes, names),
        "tiers": list(map(as_json, answer.tiers)),
        "payers": [payer_json(payer) for payer in answer.payers],
        "conflict": None if answer.conflict is None else as_json(answer.conflict),
    }


def state_of(answer: Alternative) -> str:
    """Return whether it can be: `possible`, `impossible` or `non_conclu`."""
    if answer.assignments is not None:
        return "possible"
    return "impossible" if answer.concluded else "non_conclu"


def changes_in_words(changes: Sequence[PersonChanges], names: Names) -> list[dict[str, Any]]:
    """Return each person's changes as plain values, with the sentence that tells each."""
    turns = [turn_words(turn, names) for person in changes for turn in person.turns]
    return [
        {**change, "words": words}
        for change, words in zip(changes_json(changes), turns, strict=True)
    ]


def payer_json(payer: Payer) -> dict[str, Any]:
    """Return what a person holds more or less of as plain values, before and after."""
    before, after = payer.before, payer.after
    return {
        "person": payer.mediator.id,
        "name": payer.mediator.name,
        "words": payer_words(payer),
        **{
            counter: [getattr(before, counter), getattr(after, counter)]
            for counter in ("planned", *COUNTED)
        },
        "fairness": [
            {
                "kind": account.kind.word,
                "before": rounded(account.before),
                "after": rounded(account.after),
            }
            for account in payer.fairness
        ],
    }
