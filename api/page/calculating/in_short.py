"""What a calculation gave, in a few sentences: staffing, hours, fairness, rules."""

from collections.abc import Iterator, Sequence

from api.french.plural import plural
from api.jobs.shapes import TierOut
from api.month.versions.keeping import PostsOut
from api.planning.holes import open_words
from scheduler.engine.outcome import TierStatus

STAFFING, HOURS, FAIRNESS = (1, 2), (3,), (4,)
"""The tiers of which each sentence speaks (see `constraints.wishes`)."""

RESPECTED = "aucun constat bloquant"
PROVED = "on ne peut pas faire mieux, c’est prouvé"
LONGER = "un calcul plus long peut trouver mieux"
LATE = "le temps a manqué pour le chercher"
FULL = "Tout étant pourvu, le total des heures dépend de la semaine type et des contrats."
"""A longer search may share hours otherwise, and finds no hour more to give."""


def in_short(
    posts: PostsOut | None, tiers: Sequence[TierOut], blocking: int | None = None
) -> tuple[str, ...]:
    """
    Return the sentences of a calculation that has ended (none: it found no rota).

    `blocking`: the findings that would stop a publication (None: it says nothing of them).
    """
    return tuple(_sentences(posts, tiers, blocking))


def _sentences(
    posts: PostsOut | None, tiers: Sequence[TierOut], blocking: int | None
) -> Iterator[str]:
    if posts is not None and posts.target:
        if posts.open:
            words = open_words(posts.open, posts.under)
            yield f"Effectif : {words}{_better(_of(tiers, STAFFING))}."
        else:
            yield "Effectif : tous les postes sont pourvus."
    if hours := _of(tiers, HOURS):
        if not any(tier.cost for tier in hours):
            yield "Heures : chacun est à deux heures près à celles de son contrat."
        elif posts is not None and posts.target and not posts.open:
            yield f"Heures : toutes ne tombent pas juste au contrat. {FULL}"
        else:
            yield f"Heures : toutes ne tombent pas juste au contrat{_better(hours)}."
    if fairness := _of(tiers, FAIRNESS):
        if not any(tier.cost for tier in fairness):
            yield "Équité : nuits, samedis, dimanches et fins tardives sont à parts égales."
        else:
            yield (
                "Équité : nuits, samedis, dimanches et fins tardives ne tombent pas à parts "
                f"égales{_better(fairness)}."
            )
    if posts is not None and blocking is not None:
        words = plural(blocking, "constat bloquant", "constats bloquants")
        yield f"Règles : {words if blocking else RESPECTED}."


def _of(tiers: Sequence[TierOut], numbers: Sequence[int]) -> list[TierOut]:
    return [tier for tier in tiers if tier.tier in numbers]


def _better(tiers: Sequence[TierOut]) -> str:
    """Say, after a sentence, whether a longer search may better it (empty: not known)."""
    if not tiers:
        return ""
    if all(tier.optimal for tier in tiers):
        return f" : {PROVED}"
    if all(tier.status == TierStatus.NOT_SEARCHED for tier in tiers):
        return f" : {LATE}"
    return f" : {LONGER}"
