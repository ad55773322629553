"""What the page of a calculation shows: how far it is, each tier with its bound, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from api.french.plural import plural
from api.french.words import cost_words, month_name, short_date
from api.jobs.results import AlternativeOut, RepairOut, ResultOut, result_out
from api.jobs.service import REPLAY
from api.jobs.shapes import TierOut
from api.jobs.states import ENDS, WORDS, Outcome, State
from api.month.versions.keeping import EDITED
from api.page.calculating.clock import Clock, clock_of, took_words
from api.page.calculating.longer import Longer, longer_of
from api.page.data.form.sent import naming
from api.planning.holes import lack_words
from api.shell.option import Option
from api.web.months import first_of
from scheduler.domain.duty import template_of
from scheduler.domain.time import next_month
from scheduler.engine.part_names import TOGETHER, dispositifs_in
from scheduler.rule import Lever

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from api.database.tables.jobs import JobRow
    from api.jobs.results import CauseOut, WindowOut
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


NOT_SEARCHED = "not_searched"
"""The status of a tier that nothing was tried for (see `scheduler.engine.outcome.TierStatus`)."""

NAMED = 3
"""Parts that are named at once."""

FAR = 50
"""Percent from the best possible above which both numbers are told instead."""


@dataclass(frozen=True, kw_only=True)
class TierLine:
    """A tier of goals, its progress in words; `running`: it is searched now."""

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

    `clock`: of one that a worker has; `where`: the month and the part that it is at, and
    `at_work`: the names of its parts that aren't done;
    `took`: how long it searched, once it is over.
    `version`: the one that it made (0: none); `head`: whether that is the draft's current one.
    `posts`: what it lacks. `beside`: why it isn't the current one. `late`: there was no time for an
    answer, and `longer` asks for more.
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
    clock: Clock | None
    took: str
    where: str
    at_work: str
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
    beside: str
    late: bool
    longer: Longer | None
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
    people: Mapping[str, Mediator],
    dispositifs: Mapping[str, str] = MappingProxyType({}),
    *,
    team_times: Collection[str] = (),
    now: datetime,
    most: int,
) -> JobView:
    """
    Return the view of a calculation at a moment, with its last news.

    `most`: seconds that the service gives a calculation.

    `people`, and names of `dispositifs`: the association's, by id; so are its `team_times`.
    """
    state = State(row.state)
    over = state in ENDS
    result = result_out(row)
    if over and result.tiers:
        tiers = tuple(map(_tier_line, result.tiers))
    else:
        tiers = tuple(_searched(row.progress or {}, over=over))
    impossible = row.outcome == Outcome.INFEASIBLE
    proved = bool(result.tiers) and all(tier.optimal for tier in result.tiers)
    late = row.outcome == Outcome.UNCHANGED and not proved
    explanation = result.explanation
    return JobView(
        id=row.id,
        title=_title(state, result.outcome_words),
        clock=clock_of(row, now),
        took=took_words(row) if over else "",
        where=_where(row.progress) if row.progress and not over else "",
        at_work=_at_work(row.progress, dispositifs) if row.progress and not over else "",
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
        beside=result.beside or EDITED,
        late=late,
        longer=longer_of(row, most) if late else None,
        causes=_causes(explanation.causes if explanation else (), row.rota, people, team_times),
        ways=tuple(
            WayLine(causes=_causes(way.causes, row.rota, people, team_times), proved=way.cheapest)
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
    causes: Iterable[CauseOut],
    rota: str,
    people: Mapping[str, Mediator],
    team_times: Collection[str],
) -> tuple[CauseLine, ...]:
    return tuple(
        CauseLine(sentence=cause.sentence, action=action, address=address)
        for cause in causes
        for action, address in (_action(cause, rota, people, team_times),)
    )


def _action(
    cause: CauseOut, rota: str, people: Mapping[str, Mediator], team_times: Collection[str]
) -> tuple[str, str]:
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
    if lever is Lever.TEMPLATE and template in team_times:
        return "Voir le temps d’équipe", f"/donnees/temps_equipe?{urlencode({'q': template})}"
    if lever in (Lever.TEMPLATE, Lever.PERSON) and template:
        return "Voir le gabarit", f"/donnees/gabarits?{urlencode({'q': template})}"
    name = people[cause.person].name if cause.person in people else ""
    query = f"?{urlencode({'personne': name})}" if name else ""
    return "Voir dans la grille", f"/plannings/{rota}{query}"


def _title(state: State, outcome: str) -> str:
    words = WORDS[state]
    return f"Calcul {words} : {outcome}" if outcome else words[0].upper() + words[1:]


def _where(progress: Mapping[str, Any]) -> str:
    """Write `mois 2 sur 3 · partie 3 sur 4` (empty: there is one of each)."""
    parts, place = progress["parts"], min(progress["parts_done"] + 1, progress["parts"])
    month, months = progress.get("month", 0), progress.get("months", 0)
    which = [f"mois {month} sur {months}"] if month else []
    which += [f"les {months} mois ensemble"] if months and not month else []
    which += [f"partie {place} sur {parts}"] if parts > 1 else []
    return " · ".join(which)


def _tier_line(tier: TierOut) -> TierLine:
    return TierLine(
        name=tier.name,
        cost=cost_words(tier.cost, tier.unit),
        words=_gap_words(tier),
        running=False,
    )


def _gap_words(tier: TierOut) -> str:
    """Say what share of a cost may be avoided at most; beyond half, the bound itself."""
    far = not tier.optimal and tier.bound > 0 and tier.gap * 100 > FAR
    return f"au moins {cost_words(tier.bound, tier.unit)}" if far else tier.words


def _searched(progress: Mapping[str, Any], *, over: bool) -> Iterator[TierLine]:
    """Yield the tiers of the best rota so far, all as they were at one moment."""
    now = {part["tier"] for part in progress.get("running", ()) if not over}
    for tier in map(TierOut.model_validate, progress.get("tiers", ())):
        line = _tier_line(tier)
        words = "pas encore cherché" if tier.status == NOT_SEARCHED else line.words
        yield replace(line, words=words, running=tier.name in now)


def _at_work(progress: Mapping[str, Any], dispositifs: Mapping[str, str]) -> str:
    """Name the parts that aren't done, where there are several: `Parc, Quartiers et 2 autres`."""
    names = [part_name(part["part"], dispositifs) for part in progress.get("running", ())]
    if progress.get("parts", 0) < 2 or not names:  # noqa: PLR2004 - several
        return ""
    shown, rest = names[:NAMED], len(names) - NAMED
    more = f" et {plural(rest, 'autre partie', 'autres parties')}" if rest > 0 else ""
    return f"En cours : {', '.join(shown)}{more}."


def part_name(part: str, dispositifs: Mapping[str, str]) -> str:
    """Name a part of a month after its dispositifs, where the engine names it after their ids."""
    ids = dispositifs_in(part)
    number = part.removeprefix(TOGETHER.join(ids))
    return TOGETHER.join(dispositifs.get(each, each) for each in ids) + number
