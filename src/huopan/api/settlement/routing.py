from huopan.api.base import Router

router = Router(tags=["money"])
