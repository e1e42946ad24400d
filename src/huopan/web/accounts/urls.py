"""Accounts, all below /accounts/."""

from django.urls import include, path

from huopan.web.accounts import pages

urlpatterns = [
    path("invitation/", pages.invitation, name="account_invitation"),
    path("", include("allauth.urls")),
]
