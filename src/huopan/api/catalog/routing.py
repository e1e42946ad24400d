"""The room's one router; each module beside this adds its operations."""

from huopan.api.base import Router

router = Router(tags=["catalog"])
