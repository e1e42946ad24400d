from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "huopan.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Note each sign-in in the trail."""
        import_module("huopan.web.accounts.noting")
