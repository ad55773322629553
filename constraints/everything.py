"""Load every rule, goal and agreement: for the process that others are forked from."""

from __future__ import annotations

from constraints.registry import agreements, base, clauses

base(), agreements(), clauses()
