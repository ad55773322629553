"""What a drag costs, as its user sees it: from the drop to the rows painted with the verdict."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as Timeout

if TYPE_CHECKING:
    from playwright.sync_api import Page

DRAGS, FEW = 48, 8
"""How many drags are measured, and at least: of shifts of the whole month, to who may have them."""

SECONDS = 90
"""After how many seconds no other drag is begun: on a busy machine fewer are measured."""

OVER = 200
"""Milliseconds that a hand stays over the row where it drops."""

EDGE = 64
"""Pixels at the bottom of the grid where nothing is dropped: where a hand that drags comes near, a
browser scrolls, and another row may come under it; what is said of a row stands over it, too."""

PATIENCE = 60_000
"""Milliseconds that a judging or a verdict may take: a machine may be busy."""

WATCH = """(bare) => {
    const painted = (then) => requestAnimationFrame(() => {
        const next = new MessageChannel();
        next.port1.onmessage = then;
        next.port2.postMessage(0);
    });
    const watch = window.watch = {taken: 0, judged: [], dropped: 0, verdicts: []};
    addEventListener('dragstart', (event) => { watch.taken = event.timeStamp; }, true);
    addEventListener('drop', (event) => { watch.dropped = event.timeStamp; }, true);
    new MutationObserver(() => {
        if (!watch.taken || !document.querySelector('tr[data-level]')) return;
        const taken = watch.taken;
        watch.taken = 0;
        painted(() => watch.judged.push(performance.now() - taken));
    }).observe(document.querySelector('table.grid'),
               {subtree: true, attributeFilter: ['data-level']});
    for (const kind of ['redrawn', 'refused']) document.addEventListener(kind, () => {
        const dropped = watch.dropped;
        painted(() => watch.verdicts.push([kind, performance.now() - dropped]));
    });
    watch.nothing = async () => {
        const begun = performance.now();
        await (await fetch(bare)).text();
        await new Promise(painted);
        return performance.now() - begun;
    };
}"""
"""Note when a shift is taken, when rows are judged, when it is dropped, when the verdict is there
to be seen; `nothing` asks for a bare route and waits for an empty frame."""

SHIFTS = """() => [...document.querySelectorAll('tr[data-person]')].flatMap((row) =>
    [...row.cells].flatMap((cell, n) => {
        const own = cell.querySelectorAll('b[data-slot]');
        const fixed = cell.querySelector('.fixe, .cfa, .absence');
        return own.length === 1 && !fixed ? [[row.id, n]] : [];
    }))"""
TARGET = """([column, edge]) => {
    const frame = document.querySelector('#grille').getBoundingClientRect();
    const top = frame.top + document.querySelector('.grid thead').offsetHeight;
    const bottom = Math.min(frame.bottom, innerHeight) - edge;
    for (const level of ['oui', 'doute', 'non']) {
        for (const row of document.querySelectorAll(`tr[data-level=${level}]`)) {
            const cell = row.cells[column], box = cell.getBoundingClientRect();
            const seen = box.top > top && box.bottom < bottom;
            if (seen && !cell.querySelector('b')) {
                return [box.x + box.width / 2, box.y + box.height / 2];
            }
        }
    }
    return null;
}"""


@dataclass
class Drags:
    """
    Milliseconds of each: from taking a shift to its rows judged, from the drop to the verdict.

    `bare`: those of a route that does nothing and an empty frame. `refused`: how many drops public
    order stopped.
    """

    bare: list[float] = field(default_factory=list)
    judged: list[float] = field(default_factory=list)
    verdicts: list[float] = field(default_factory=list)
    refused: int = 0


def dragged(page: Page, bare: str, drags: int = DRAGS) -> Drags:
    """Drag shifts of an open grid by the mouse, each to a row that its judging allows."""
    page.evaluate(WATCH, bare)
    seen = Drags()
    for _ in range(5):  # the first opens what the others use
        page.evaluate("() => watch.nothing()")
    shifts = page.evaluate(SHIFTS)
    until = time.monotonic() + SECONDS
    # Drawn from the whole month, so that few are of all of it too. Some go to nobody.
    for taken, column in Random(0).sample(shifts, len(shifts)):
        if len(seen.verdicts) == drags or (time.monotonic() > until and len(seen.verdicts) >= FEW):
            break
        verdict = _drag(page, taken, column)
        if verdict is not None:
            kind, milliseconds = verdict
            seen.verdicts.append(milliseconds)
            seen.refused += kind == "refused"
            seen.bare.append(page.evaluate("() => watch.nothing()"))
    seen.judged = page.evaluate("() => watch.judged")
    return seen


def _drag(page: Page, row: str, column: int) -> tuple[str, float] | None:
    """Drag one shift; return what came of it (None: nobody whose row is in sight may have it)."""
    chip = page.locator(f'[id="{row}"] > :nth-child({column + 1}) > b[data-slot]').first
    chip.evaluate("(chip) => chip.scrollIntoView({block: 'center', inline: 'nearest'})")
    box = chip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 8, steps=4)
    _await(page, "() => document.querySelector('tr[data-level]')", "jugement des lignes")
    target = page.evaluate(TARGET, [column, EDGE])
    if target is None:
        page.mouse.move(x, y)
        page.mouse.up()
        return None
    before = page.evaluate("() => watch.verdicts.length")
    page.mouse.move(*target, steps=4)
    page.wait_for_timeout(OVER)
    page.mouse.up()
    _await(page, f"() => watch.verdicts.length > {before}", "verdict")
    verdict: tuple[str, float] = page.evaluate("() => watch.verdicts.at(-1)")
    return verdict


def _await(page: Page, condition: str, awaited: str) -> None:
    try:
        page.wait_for_function(condition, timeout=PATIENCE)
    except Timeout:
        said = page.locator(".said").inner_text()
        raise SystemExit(f"un glisser sans {awaited} en {PATIENCE} ms : {said}") from None
