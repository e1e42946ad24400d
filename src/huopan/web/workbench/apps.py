from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "huopan.web.workbench"
    label = "workbench"
