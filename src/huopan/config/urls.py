"""Every address of the platform, by desk."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("huopan.infra.health")),
    path("api/v1/", include("huopan.api.v1")),
    path("payments/", include("huopan.integrations.payments.urls")),
    path("admin/", admin.site.urls),
]
