"""Literals and linear expressions, opaque outside the model."""

from __future__ import annotations

from typing import Any

from ortools.sat.python import cp_model

Literal = Any
"""A solver literal, opaque to rules: an IntVar, its negation, or a constant."""

Terms = list[tuple[int, Literal]]
"""A linear expression: coefficients and literals (or integer variables)."""


def total(terms: Terms) -> Any:
    """Return the terms as an expression of the solver."""
    return cp_model.LinearExpr.weighted_sum([lit for _, lit in terms], [c for c, _ in terms])
