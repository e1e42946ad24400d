from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "huopan.domains.search"
    label = "search"
