"""Fields that requests share: a moment, and free text."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Moment = Annotated[
    str, Field(max_length=20, examples=["2026-12-24"], description="Jour, ou jour et heure.")
]
Text = Annotated[str, Field(max_length=240, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
"""A few words, on several lines or not."""
