from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "huopan.infra.jobs"
    label = "jobs"
