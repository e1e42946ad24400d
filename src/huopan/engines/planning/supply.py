"""Materials in time: when enough of everything is there."""

from __future__ import annotations

from huopan.engines.planning.model import ALWAYS, Job, Material, Shop


def ready_at(shop: Shop, job: Job) -> int:
    """The first second in which all the job's materials are there; ALWAYS or later when one never is."""
    materials = {material.code: material for material in shop.materials}
    return max((_enough_at(materials.get(need.material), need.quantity) for need in job.needs), default=0)


def short_materials(shop: Shop, job: Job) -> tuple[tuple[str, int, int], ...]:
    """(material, quantity missing now, second in which enough is there) of each that is short at the origin."""
    materials = {material.code: material for material in shop.materials}
    found = []
    for need in job.needs:
        material = materials.get(need.material)
        at = _enough_at(material, need.quantity)
        if at > 0:
            here = sum(each.quantity for each in material.arrivals if each.at <= 0) if material else 0
            found.append((need.material, need.quantity - here, at))
    return tuple(found)


def _enough_at(material: Material | None, quantity: int) -> int:
    total = 0
    for arrival in sorted(material.arrivals, key=lambda each: each.at) if material else ():
        total += arrival.quantity
        if total >= quantity:
            return max(0, arrival.at)
    return ALWAYS if quantity > 0 else 0
