from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "huopan.web.floor"
    label = "floor"
