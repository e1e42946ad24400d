from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "huopan.infra.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Load every room's `tasks`, where jobs and sweeps are registered."""
        import_module("huopan.infra.jobs.invariants")
        autodiscover_modules("tasks")
