"""The room's one router."""

from huopan.api.base import Router

router = Router(tags=["search"])
