"""What is lost of a page on a narrow screen, enlarged, or with its text spaced out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
"""What WCAG 1.4.12 lets readers do; a sheet of one's own, as our policy refuses others."""

CUT = """() => [...document.querySelectorAll('body *')]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest('.hidden, svg'))
    .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim()))
    .filter((text) => {
        // Up to what scrolls: there, nothing is lost. Half a line's leading may stick out.
        const range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect(), e = text.parentElement;
        for (let a = e; a && a !== document.body; a = a.parentElement) {
            const style = getComputedStyle(a), frame = a.getBoundingClientRect();
            if (/auto|scroll/.test(style.overflowX + style.overflowY)) return false;
            if (style.clipPath !== 'none') return false;  // for who hears the page
            const x = style.overflowX !== 'visible' && box.right > frame.right + 2;
            const y = style.overflowY !== 'visible' && box.bottom > frame.bottom + 4;
            if (x || y) return true;
        }
        return false;
    })
    .map((text) => `coupé : ${text.parentElement.tagName} ${text.textContent.trim().slice(0, 60)}`)
    .slice(0, 5)"""


SPILT = """() => [...document.querySelectorAll('.field')]
    .filter((e) => e.checkVisibility() && e.clientHeight && e.scrollHeight > e.clientHeight + 4)
    .map((e) => `sort de son champ : ${e.textContent.trim().slice(0, 60)}`)
    .slice(0, 5)"""
"""Fields that are lower than what they hold, which then lies over the next."""


def wide(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    width = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return int(width)


def losses(page: Page) -> list[str]:
    """Return what of a page can't be read as it stands: what it cuts, what sticks out of it."""
    more = wide(page)
    cut: list[str] = page.evaluate(CUT) + page.evaluate(SPILT)
    return ([f"{more} px de trop en largeur"] if more > 0 else []) + cut


def space_out(page: Page) -> None:
    """Space out the text of a page, until another is opened."""
    page.evaluate(SPACED)
