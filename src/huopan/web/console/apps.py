from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "huopan.web.console"
    label = "console"
