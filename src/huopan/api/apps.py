from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "huopan.api"
    label = "api"
