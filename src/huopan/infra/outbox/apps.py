from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "huopan.infra.outbox"
    label = "outbox"
