from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    name = "huopan.domains.logistics"
    label = "logistics"
