"""What a factory is asked, plans and makes."""

from huopan.api.base import Router
from huopan.api.production import calendars, demands, floor, materials, plans, printing, setting_up, work_orders

router = Router(tags=["production"])
for part in (demands, plans, work_orders, floor, printing, setting_up, calendars, materials):
    router.add_router("", part.router)
