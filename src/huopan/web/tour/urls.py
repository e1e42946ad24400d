"""Addresses of the guided tour, which only the demo answers."""

from django.urls import path

from huopan.web.tour import pages

app_name = "tour"
urlpatterns = [
    path("", pages.tour, name="tour"),
    path("again/", pages.begin_again, name="again"),
    path("as/<slug:role>/", pages.become, name="become"),
    path("<slug:key>/", pages.go, name="go"),
]
