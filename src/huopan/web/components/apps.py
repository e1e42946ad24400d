from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class ComponentsConfig(AppConfig):
    name = "huopan.web.components"
    label = "components"

    def ready(self) -> None:
        from huopan.web.languages import remember_language  # noqa: PLC0415 - models are ready only now

        user_logged_in.connect(remember_language, dispatch_uid="remember_language")
