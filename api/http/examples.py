"""Examples of bodies, as the OpenAPI document shows them."""

from __future__ import annotations

from typing import Any

from fastapi import Body


def example(**fields: Any) -> Any:
    """Give a body whose `model_input` has these fields as its example."""
    return Body(openapi_examples={"exemple": {"value": {"model_input": fields}}})
