"""What an agreed change makes of a line."""

from __future__ import annotations

from collections.abc import Mapping

COLOUR_AXES = ("颜色", "颜色分类", "color", "colour")


def recoloured(spec: Mapping[str, str], colour: str) -> dict[str, str]:
    """The specification in another colour, under the name that it has for it."""
    axis = next((name for name in spec if name.strip().lower() in COLOUR_AXES), COLOUR_AXES[0])
    return {**spec, axis: colour}
