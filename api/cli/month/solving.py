"""A solve with its progress on the screen; Ctrl-C keeps the best rota so far."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.screen import err, say
from api.french.plural import plural
from api.french.words import period_words, shortened
from scheduler.engine import Progress as News
from scheduler.engine.running import AT_LEAST

Listener = Callable[["News"], None]
Answer = TypeVar("Answer")
PART = 44
TIER = 44


def solving(
    run: Callable[[Listener, threading.Event], Answer],
    names: Callable[[str], str],
    *,
    stands: bool = False,
) -> Answer:
    """
    Run a solve, showing per part the tier, the best cost, the bound and the time.

    The first Ctrl-C stops the solve and keeps the best rota so far; a second one gives up, and so
    does the first while no part has a rota. `stands`: all parts have a rota before the solve
    begins, so there is always one to keep.
    """
    stop = threading.Event()
    planned = Planned(complete=stands)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=18),
        TextColumn("{task.fields[news]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err(), transient=True) as progress:
        overall = progress.add_task("[bold]Association", total=None, news="préparation du calcul")
        tasks: dict[str, Any] = {}

        def listen(news: News) -> None:
            planned.note(news)
            progress.update(
                overall,
                total=news.parts,
                completed=news.parts_done,
                news=f"{plural(news.parts_done, 'partie')} sur {news.parts}{_window(news)}",
            )
            task = tasks.get(news.part)
            if not news.tier:
                if task is not None:
                    progress.remove_task(tasks.pop(news.part))
                return
            if task is None:
                task = tasks[news.part] = progress.add_task(
                    shortened(names(news.part), PART), total=None, news=""
                )
            progress.update(task, news=news_words(news))

        with _interruptible(stop, planned):
            return run(listen, stop)


def _window(news: News) -> str:
    """Name the window of a long horizon that is being solved: `, du 01/02/2027 au 28/02/2027`."""
    if news.window is None:
        return ""
    days = news.window.days
    return f", {period_words(days[0], days[-1])}"


class Planned:
    """The parts that have a rota so far."""

    def __init__(self, *, complete: bool) -> None:
        self.complete = complete
        self.parts: set[str] = set()
        self.of = 0

    def note(self, news: News) -> None:
        """Note that a part has a rota, if the news have its best cost or its end."""
        self.of = news.parts
        if news.best is not None or not news.tier:
            self.parts.add(news.part)
        self.complete = self.complete or len(self.parts) == self.of

    @property
    def begun(self) -> bool:
        """Whether a part has a rota, which a stop would keep."""
        return self.complete or bool(self.parts)

    @property
    def stop_words(self) -> str:
        """The French message of a stop: which parts' rotas it keeps."""
        again = "(Ctrl-C encore pour abandonner)"
        if self.complete:
            return f"Arrêt demandé : le meilleur planning est gardé {again}."
        have = f"{plural(len(self.parts), 'partie')} sur {self.of} ont leur planning"
        return (
            f"Arrêt demandé : {have} ; un premier est cherché pour les autres, "
            f"{AT_LEAST:.0f} s au plus {again}."
        )


def news_words(news: News) -> str:
    """Write a piece of news: `Effectifs minimaux : 3 (borne à confirmer : 1)`."""
    tier = shortened(news.tier, TIER)
    if news.best is None:
        return f"{tier} : recherche d’un premier planning"
    bound = "" if news.bound is None else f" (borne à confirmer : {news.bound})"
    return f"{tier} : {news.best}{bound}"


@contextmanager
def _interruptible(stop: threading.Event, planned: Planned) -> Iterator[None]:
    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set() or not planned.begun:
            raise KeyboardInterrupt
        stop.set()
        say(planned.stop_words, "yellow")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
