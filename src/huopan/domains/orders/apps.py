from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "huopan.domains.orders"
    label = "orders"
