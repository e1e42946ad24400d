from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "huopan.domains.parties"
    label = "parties"
