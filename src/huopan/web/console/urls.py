"""Addresses for the operator's people."""

from django.urls import path

from huopan.web.console.pages import desk, disputes

app_name = "console"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("disputes/<str:number>/", disputes.dispute, name="dispute"),
    path("approvals/<int:party_id>/", desk.approve, name="approve"),
]
