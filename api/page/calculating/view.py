"""What the page of a calculation shows: how far it is, each tier with its bound, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from api.french.costs import cost_words
from api.french.plural import plural
from api.french.words import month_name, short_date
from api.jobs.results import AlternativeOut, RepairOut, ResultOut, result_out
from api.jobs.service import REPLAY
from api.jobs.states import ENDS, PROGRESS, WORDS, Outcome, State
from api.page.data.form.sent import naming
from api.page.option import Option
from api.planning.holes import lack_words
from api.web.months import first_of
from scheduler.domain.duty import template_of
from scheduler.domain.time import next_month
from scheduler.engine.part_names import TOGETHER, dispositifs_in
from scheduler.rule import Lever

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.database.tables.jobs import JobEventRow, JobRow
    from api.jobs.results import CauseOut, TierOut, WindowOut
    from scheduler.domain.people import Mediator

OF_PERSON = {
    Lever.LOCK: ("Voir le verrou", "verrous", "personne"),
    Lever.ABSENCE: ("Voir l’absence", "absences", "personne"),
    Lever.CONTRACT: ("Voir le contrat", "contrats", "personne"),
    Lever.PAIR: ("Voir ses binômes", "binomes", "premiere"),
    Lever.TRAINING: ("Voir ses formations", "inscriptions", "personne"),
}
"""What lifts a demand on a person: words, the kind of rows that hold it, the header that names."""

MOST_MONTHS = 12
"""Months that one calculation plans at most, the draft's included (see `api.jobs.service`)."""


FAR = 50
"""Percent from the best possible above which both numbers are told instead."""


@dataclass(frozen=True, kw_only=True)
class TierLine:
    """A tier of goals, its progress in words. `part`: which part of the month, if several."""

    part: str
    name: str
    cost: str
    words: str
    running: bool


@dataclass(frozen=True, kw_only=True)
class CauseLine:
    """A sentence of a conflict, and where what it says is changed: words and address of a link."""

    sentence: str
    action: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """
    A month of a calculation of several: its name, and its draft's address.

    `message`: why it has no draft, if the data refuse it since (`address` is empty then).
    """

    name: str
    address: str
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class WayLine:
    """A way out: what is given up, each with its link; `proved`: none is cheaper but the above."""

    causes: tuple[CauseLine, ...]
    proved: bool


@dataclass(frozen=True, kw_only=True)
class ReplayLines:
    """A publication made again: both hashes (`again` empty: it couldn't be), then sentences."""

    number: int
    hash: str
    again: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class JobView:
    """
    A calculation.

    `version`: the one that it made (0: none); `head`: whether that is the draft's current one;
    `posts`: what it lacks.
    `remarks`: what its goals tell beside their costs; `contradictions`: what the solver answered
    and facts refute. `causes`: the conflict, if an explanation was asked for; `ways`: what can be
    given up, the cheapest first (`ways_concluded`: all were sought).
    `impossible`: no lawful rota exists, and an explanation can be asked for. `answer`: what the
    month would be otherwise, if that was asked. `replay`: a publication made again. `repairs`: the
    ways to plan it again, if they were asked for. Of several months, `until` is the last one's name
    (empty: the draft's alone), `months` those that were kept, and `windows` tells how each stretch
    of them was planned.
    """

    id: str
    title: str
    line: str
    over: bool
    stopping: bool
    tiers: tuple[TierLine, ...]
    remarks: tuple[str, ...]
    contradictions: tuple[str, ...]
    message: str
    version: int
    base: int
    head: bool
    posts: str
    causes: tuple[CauseLine, ...]
    ways: tuple[WayLine, ...]
    ways_concluded: bool
    impossible: bool
    unknown: bool
    answer: AlternativeOut | None = None
    replay: ReplayLines | None = None
    repairs: tuple[RepairOut, ...] = ()
    until: str = ""
    months: tuple[MonthLine, ...] = ()
    windows: tuple[str, ...] = ()


def job_view(
    row: JobRow,
    events: Iterable[JobEventRow],
    people: Mapping[str, Mediator],
    dispositifs: Mapping[str, str] = MappingProxyType({}),
) -> JobView:
    """
    Return the view of a calculation, with its last news.

    `people`, and names of `dispositifs`: the association's, by id.
    """
    state = State(row.state)
    over = state in ENDS
    result = result_out(row)
    if over and result.tiers:
        tiers = tuple(map(_tier_line, result.tiers))
    else:
        tiers = _searched(events, row.progress or {}, dispositifs, over=over)
    impossible = row.outcome == Outcome.INFEASIBLE
    explanation = result.explanation
    return JobView(
        id=row.id,
        title=_title(state, result.outcome_words),
        line="" if over else _line(state, row.progress or {}),
        over=over,
        stopping=row.stop_asked or row.cancel_asked,
        tiers=tiers,
        remarks=tuple(result.remarks),
        contradictions=tuple(result.contradictions),
        message=row.message,
        version=row.version or 0,
        base=row.base,
        head=result.head,
        posts="" if result.posts is None else lack_words(result.posts.open, result.posts.under),
        causes=_causes(explanation.causes if explanation else (), row.rota, people),
        ways=tuple(
            WayLine(causes=_causes(way.causes, row.rota, people), proved=way.cheapest)
            for way in (explanation.ways_out if explanation else ())
        ),
        ways_concluded=explanation is not None and explanation.ways_concluded,
        impossible=impossible and row.kind in {"solve", "replan", "repairs"},
        unknown=row.outcome == Outcome.UNKNOWN and row.kind != REPLAY,
        answer=result.alternative,
        replay=_replay_lines(result),
        repairs=tuple(result.repairs),
        until=month_name(date.fromisoformat(row.options["until"])) if _several(row) else "",
        months=tuple(
            MonthLine(
                name=month_name(first_of(later.month)),
                address=f"/plannings/{later.rota}" if later.rota else "",
                message=later.message,
            )
            for later in result.later
        ),
        windows=tuple(map(_window_words, result.windows)),
    )


def _replay_lines(result: ResultOut) -> ReplayLines | None:
    made, again = result.replay, result.recalculation
    if made is None:
        return None
    carried = [] if made.carried is None else [made.carried.sentence]
    solved = [] if again is None else [again.words]
    sentences = (*made.missing, *made.differences, *carried, *solved)
    return ReplayLines(
        number=made.publication,
        hash=made.hash,
        again=made.again or "",
        sentences=tuple(f"{text[:1].upper()}{text[1:]}." for text in sentences),
    )


def months_after(month: date) -> tuple[Option, ...]:
    """Return the months that may be calculated with a draft's, the nearest first."""
    options = []
    for _ in range(MOST_MONTHS - 1):
        month = next_month(month)
        options.append(Option(value=f"{month:%Y-%m}", label=month_name(month)))
    return tuple(options)


def _several(row: JobRow) -> bool:
    return bool(row.options.get("until"))


def _window_words(window: WindowOut) -> str:
    """Write `du 01/03/2026 au 12/04/2026 : 310 créneaux en 12 s, 3 rangs sur 7 prouvés …`."""
    proved = sum(tier.optimal for tier in window.tiers)
    return (
        f"du {short_date(window.first)} au {short_date(window.last)} : "
        f"{plural(window.slots, 'créneau', 'créneaux')} en {window.seconds:.0f} s, "
        f"{plural(proved, 'rang')} sur {len(window.tiers)} "
        f"{'prouvés optimaux' if proved > 1 else 'prouvé optimal'}"
    )


def _causes(
    causes: Iterable[CauseOut], rota: str, people: Mapping[str, Mediator]
) -> tuple[CauseLine, ...]:
    return tuple(
        CauseLine(sentence=cause.sentence, action=action, address=address)
        for cause in causes
        for action, address in (_action(cause, rota, people),)
    )


def _action(cause: CauseOut, rota: str, people: Mapping[str, Mediator]) -> tuple[str, str]:
    """Return the words and the address of what lifts a cause; else, where it shows in the grid."""
    lever = Lever(cause.lever) if cause.lever else None
    template = template_of(cause.slot)
    if lever in OF_PERSON:
        words, kind, header = OF_PERSON[lever]
        query = urlencode(naming(**{header: cause.person}))
        return words, f"/donnees/{kind}?{query}" if query else f"/donnees/{kind}"
    if lever is Lever.PERSON and cause.person in people:
        name = people[cause.person].name
        return "Voir la fiche de la personne", f"/donnees/personnes?{urlencode({'q': name})}"
    if lever is Lever.NEED and template:
        return "Changer le besoin", f"/donnees/besoins?{urlencode(naming(gabarit=template))}"
    if lever in (Lever.TEMPLATE, Lever.PERSON) and template:
        return "Voir le gabarit", f"/donnees/gabarits?{urlencode({'q': template})}"
    name = people[cause.person].name if cause.person in people else ""
    query = f"?{urlencode({'personne': name})}" if name else ""
    return "Voir dans la grille", f"/plannings/{rota}{query}"


def _title(state: State, outcome: str) -> str:
    words = WORDS[state]
    return f"Calcul {words} : {outcome}" if outcome else words[0].upper() + words[1:]


def _line(state: State, progress: Mapping[str, Any]) -> str:
    """Write `Calcul en cours · 43 s · mois 2 sur 3 · partie 3 sur 4`."""
    if not progress:
        return WORDS[state].capitalize()
    parts, place = progress["parts"], min(progress["parts_done"] + 1, progress["parts"])
    month, months = progress.get("month", 0), progress.get("months", 0)
    which = f" · mois {month} sur {months}" if month else ""
    which += f" · les {months} mois ensemble" if months and not month else ""
    which += f" · partie {place} sur {parts}" if parts > 1 else ""
    return f"Calcul en cours · {progress['seconds']:.0f} s{which}"


def _tier_line(tier: TierOut) -> TierLine:
    far = not tier.optimal and tier.bound > 0 and tier.gap * 100 > FAR
    return TierLine(
        part="",
        name=tier.name,
        cost=cost_words(tier.cost, tier.unit),
        words=f"au moins {cost_words(tier.bound, tier.unit)}" if far else tier.words,
        running=False,
    )


def _searched(
    events: Iterable[JobEventRow],
    progress: Mapping[str, Any],
    dispositifs: Mapping[str, str],
    *,
    over: bool,
) -> tuple[TierLine, ...]:
    """Return the tiers that were searched so far, in their order, each as it was last heard of."""
    last: dict[tuple[str, str], tuple[int | None, int | None, str]] = {}
    for event in events:
        if event.kind == PROGRESS:
            for part in event.data["running"]:
                # Progress that was kept before units were told has none.
                unit = part.get("unit", "")
                last[part["part"], part["tier"]] = part["best"], part["bound"], unit
    now = {(part["part"], part["tier"]) for part in progress.get("running", ()) if not over}
    several = len({part for part, _ in last}) > 1
    return tuple(
        TierLine(
            part=part_name(part, dispositifs) if several else "",
            name=tier,
            cost="" if best is None else cost_words(best, unit),
            words=gap_words(best, bound, unit),
            running=(part, tier) in now,
        )
        for (part, tier), (best, bound, unit) in last.items()
    )


def part_name(part: str, dispositifs: Mapping[str, str]) -> str:
    """Name a part of a month after its dispositifs, where the engine names it after their ids."""
    ids = dispositifs_in(part)
    number = part.removeprefix(TOGETHER.join(ids))
    return TOGETHER.join(dispositifs.get(each, each) for each in ids) + number


def gap_words(best: int | None, bound: int | None, unit: str = "") -> str:
    """Say what share of a cost may be avoided at most; beyond half, the bound itself."""
    if best is None:
        return "rien de trouvé encore"
    if bound is not None and best == bound:
        return "prouvé optimal"
    if bound is None or bound <= 0:
        return "écart inconnu"
    percent = -((bound - best) * 100 // best)
    if percent > FAR:
        return f"au moins {cost_words(bound, unit)} (on ne fera pas mieux)"
    return f"évitable à {percent} % au plus"
