from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "huopan.web.components"
    label = "components"
