"""A body's own example in the OpenAPI document, where fields alone don't tell enough."""

from __future__ import annotations

from typing import Any

from fastapi import Body


def example(**values: Any) -> Any:
    """Return what to annotate a body with, so that it is shown with these values."""
    return Body(openapi_examples={"exemple": {"value": values}})
