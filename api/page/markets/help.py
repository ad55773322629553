"""The help of markets."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(address="/aide/marches", title="Marchés", file="coverage/markets", screens=("/marches",)),
)
