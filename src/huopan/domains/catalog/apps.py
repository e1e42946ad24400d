from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "huopan.domains.catalog"
    label = "catalog"
