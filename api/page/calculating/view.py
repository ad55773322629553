"""What the page of a calculation shows: how far it is, each tier with its bound, how it ended."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from api.database.tables.jobs import JobRow
from api.french.plural import plural
from api.french.words import capital, cost_words, long_date, month_name, period_words
from api.jobs.results import ResultOut, WindowOut, result_out
from api.jobs.service import REPLAY
from api.jobs.shapes import TierOut, outcome_words, posts_of
from api.jobs.states import ENDS, WORDS, Outcome, State
from api.month.planning import Cause
from api.month.versions.keeping import EDITED, PostsOut
from api.page.calculating.in_short import in_short
from api.page.data.saving import naming
from api.planning.summary import plain_remarks
from api.shell.option import Option
from scheduler.domain.duty import slot_day, template_of
from scheduler.domain.people import Mediator
from scheduler.domain.time import next_month
from scheduler.engine.parts.names import TOGETHER, dispositifs_in
from scheduler.rule import Lever

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

AGAIN, LEAST_AGAIN = 4, 60
"""How many times the seconds that weren't enough are proposed, and the fewest."""

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
class Clock:
    """
    Seconds since a calculation began to search, or to be prepared (`preparing`), at one moment.

    Those in which its processes began or built models aren't counted. `limit`: seconds of search
    that were asked for (None: no clock bounds it). The page's script goes on from there by itself,
    in the same words.
    """

    seconds: float
    limit: float | None
    preparing: bool

    @property
    def words(self) -> str:
        """Write `12 s / 60 s`."""
        past = int(self.seconds)
        if self.preparing:
            return f"{_of_limit(0, self.limit)} · préparation depuis {past} s"
        if self.limit is None or self.seconds < self.limit:
            return _of_limit(past, self.limit)
        over = int(self.seconds - self.limit)
        return f"{_of_limit(self.limit, self.limit)} · {over} s de préparation et de contrôle"


@dataclass(frozen=True, kw_only=True)
class JobView:
    """
    A calculation, what it found, and what is said of both.

    `clock`: of one that a worker has; `where`: the month and the part that it is at, and
    `at_work`: the names of its parts that aren't done; `took`: how long it searched, once it is
    over. `longer`: the fields of the form that asks for more time, where there was none for an
    answer. `action`: the words and the address of what lifts a cause. `until`: of several months,
    the last one's name (empty: the draft's alone). `trial`: whom a trial is of, and when (empty:
    it is none).
    """

    row: JobRow
    result: ResultOut
    title: str
    clock: Clock | None
    took: str
    where: str
    at_work: str
    tiers: tuple[TierLine, ...]
    longer: Mapping[str, Sequence[str]]
    action: Callable[[Cause], tuple[str, str]]
    until: str
    trial: str

    @property
    def over(self) -> bool:
        """Whether the calculation has ended."""
        return State(self.row.state) in ENDS

    @property
    def impossible(self) -> bool:
        """Whether no lawful rota exists, and an explanation can be asked for."""
        asked_for = self.row.kind in {"solve", "replan", "repairs"}
        return asked_for and self.row.outcome == Outcome.INFEASIBLE

    @property
    def in_short(self) -> tuple[str, ...]:
        """What the calculation gave, once it is over: staffing, hours, fairness, rules."""
        if not self.over:
            return ()
        posts = posts_of(self.row)
        return in_short(
            PostsOut(**posts) if posts else None,
            self.result.tiers,
            (self.row.result or {}).get("blocking"),
        )

    @property
    def remarks(self) -> list[str]:
        """What is said of the rota beside its goals; points are in the detail."""
        return plain_remarks(self.result.remarks)

    @property
    def beside(self) -> str:
        """Why the version that it made isn't the draft's current one."""
        return self.result.beside or EDITED

    @property
    def windows(self) -> tuple[str, ...]:
        """How each stretch of several months was planned."""
        return tuple(map(_window_words, self.result.windows))

    @property
    def replayed(self) -> tuple[str, ...]:
        """What is said of a publication made again."""
        made, again = self.result.replay, self.result.recalculation
        if made is None:
            return ()
        carried = [] if made.carried is None else [made.carried.sentence]
        solved = [] if again is None else [again.sentence]
        sentences = (*made.missing, *made.differences, *carried, *solved)
        return tuple(f"{capital(text)}." for text in sentences)


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

    `most`: seconds that the service gives a calculation. `people`, and names of `dispositifs`: the
    association's, by id; so are its `team_times`.
    """
    state, result, outcome = State(row.state), result_out(row), outcome_words(row)
    over, progress = state in ENDS, row.progress
    if over and result.tiers:
        tiers = tuple(map(_tier_line, result.tiers))
    else:
        tiers = tuple(_searched(progress or {}, over=over))
    proved = bool(result.tiers) and all(tier.optimal for tier in result.tiers)
    unanswered = row.kind == "alternative" and row.outcome == Outcome.UNKNOWN
    late = unanswered or (row.outcome == Outcome.UNCHANGED and not proved)
    until = row.options.get("until")
    return JobView(
        row=row,
        result=result,
        title=f"Calcul {WORDS[state]} : {outcome}" if outcome else capital(WORDS[state]),
        clock=clock_of(row, now),
        took=took_words(row) if over else "",
        where=_where(progress) if progress and not over else "",
        at_work=_at_work(progress, dispositifs) if progress and not over else "",
        tiers=tiers,
        longer=longer_of(row, most) if late else {},
        action=partial(_action, rota=row.draft, people=people, team_times=team_times),
        until=month_name(date.fromisoformat(until)) if until else "",
        trial=_trial(row, people),
    )


def _trial(row: JobRow, people: Mapping[str, Mediator]) -> str:
    """Write `Léo Martin, lundi 9 mars 2026`; the slot's id, which anything may be, ends so."""
    person, slot = row.options.get("person", ""), row.options.get("slot", "")
    if row.kind != "alternative" or not slot:
        return ""
    name = people[person].name if person in people else "une personne"
    with suppress(ValueError):
        return f"{name}, {long_date(slot_day(slot))}"
    return name


def clock_of(row: JobRow, now: datetime) -> Clock | None:
    """Return the clock of a calculation that a worker has (None: none has)."""
    progress = row.progress or {}
    if State(row.state) is not State.SOLVING or not progress.get("since"):
        return None
    bounded = row.kind != REPLAY and row.options["effort"] is None
    since = datetime.fromisoformat(progress["since"])
    # Clocks of two machines may differ.
    seconds = max(0.0, (now - since).total_seconds() - progress["starting"])
    limit = row.options["seconds"] if bounded else None
    return Clock(seconds=seconds, limit=limit, preparing=progress["preparing"])


def took_words(row: JobRow) -> str:
    """Say how long a calculation searched, and what it took beside (empty: it didn't search)."""
    values = row.result or {}
    if row.started is None or row.ended is None or "starting" not in values:
        return ""
    # What came after the time that was asked for judged what was found.
    limit = row.options["seconds"] if row.options["effort"] is None else values["seconds"]
    search = min(limit, values["seconds"] - values["starting"])
    beside = max(0.0, (row.ended - row.started).total_seconds() - search)
    return (
        f"{search:.0f} s de recherche, et {beside:.0f} s pour lire les données, préparer le "
        "calcul, contrôler et garder ce qui est trouvé."
    )


def _of_limit(seconds: float, limit: float | None) -> str:
    text = f"{seconds:g} s" if limit is None else f"{seconds:g} s / {limit:g} s"
    return text.replace(".", ",")


def longer_of(row: JobRow, most: int) -> Mapping[str, Sequence[str]]:
    """Return the same request with several times the seconds, as far as the service gives them."""
    options = row.options
    seconds = min(most, max(LEAST_AGAIN, math.ceil(AGAIN * options["seconds"])))
    question = {name: (options[name],) for name in ("person", "slot") if options.get(name)}
    return question | {
        "kind": (row.kind,),
        "seconds": (str(seconds),),
        "since": (options["since"] or "",),
        "until": ((options.get("until") or "")[:7],),
        "dispositifs": options["dispositifs"],
    }


def months_after(month: date) -> tuple[Option, ...]:
    """Return the months that may be calculated with a draft's, the nearest first."""
    options = []
    for _ in range(MOST_MONTHS - 1):
        month = next_month(month)
        options.append(Option(value=f"{month:%Y-%m}", label=month_name(month)))
    return tuple(options)


def _window_words(window: WindowOut) -> str:
    """Write `du 01/03/2026 au 12/04/2026 : 310 créneaux en 12 s, 3 rangs sur 7 prouvés …`."""
    proved = sum(tier.optimal for tier in window.tiers)
    return (
        f"{period_words(window.first, window.last)} : "
        f"{plural(window.slots, 'créneau', 'créneaux')} en {window.seconds:.0f} s, "
        f"{plural(proved, 'rang')} sur {len(window.tiers)} "
        f"{'prouvés optimaux' if proved > 1 else 'prouvé optimal'}"
    )


def _action(
    cause: Cause, *, rota: str, people: Mapping[str, Mediator], team_times: Collection[str]
) -> tuple[str, str]:
    """Return the words and the address of what lifts a cause; else, where it shows in the grid."""
    lever = cause.lever
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
