from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "huopan.integrations.mail"
    label = "mail"
