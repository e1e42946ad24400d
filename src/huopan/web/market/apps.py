from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "huopan.web.market"
    label = "market"
