"""What a SKU's specification asks of the machines."""

from __future__ import annotations

from collections.abc import Mapping

AXES = {
    "颜色": "colour",
    "颜色分类": "colour",
    "color": "colour",
    "colour": "colour",
    "材质": "substrate",
    "尺码": "size",
}


def traits_of_spec(spec: Mapping[str, object]) -> dict[str, str]:
    """{"颜色": "红"} → {"colour": "红"}: axes that set-ups are named after by those names, all others by their own."""
    return {AXES.get(axis.strip().lower(), axis.strip()): str(value).strip() for axis, value in spec.items()}


def asked_of(step: Mapping[str, str], demand: Mapping[str, object]) -> dict[str, str]:
    """The traits a step is done with: its own, and the demand's where it leaves them open ("")."""
    return {name: value or str(demand.get(name, "")) for name, value in step.items()}
