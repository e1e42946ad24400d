from django.apps import AppConfig


class TourConfig(AppConfig):
    name = "huopan.web.tour"
    label = "tour"
