"""The one router of this room."""

from huopan.api.base import Router

router = Router(tags=["organisations"])
