"""What a factory is asked, plans and makes."""

from huopan.api.base import Router
from huopan.api.production import (
    calendars,
    demands,
    floor,
    materials,
    plans,
    pools,
    printing,
    setting_up,
    terms,
    work_orders,
)

router = Router(tags=["production"])
for part in (demands, pools, plans, work_orders, floor, printing, setting_up, calendars, materials, terms):
    router.add_router("", part.router)
