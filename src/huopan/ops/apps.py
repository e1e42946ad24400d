from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "huopan.ops"
    label = "ops"
