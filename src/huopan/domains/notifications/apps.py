from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "huopan.domains.notifications"
    label = "notifications"
