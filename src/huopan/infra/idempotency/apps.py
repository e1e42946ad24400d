from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "huopan.infra.idempotency"
    label = "idempotency"
