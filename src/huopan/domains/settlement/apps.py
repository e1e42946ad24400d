from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "huopan.domains.settlement"
    label = "settlement"
