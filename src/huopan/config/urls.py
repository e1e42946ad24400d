"""Every address of the platform, by desk."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from huopan.web.components.design.pages import design

# Django's own login form knows neither second factors nor rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("huopan.infra.health")),
    path("api/v1/", include("huopan.api.v1")),
    path("payments/", include("huopan.integrations.payments.urls")),
    path("carriers/", include("huopan.integrations.carriers.urls")),
    path("accounts/", include("huopan.web.accounts.urls")),
    path("admin/", admin.site.urls),
    path("workbench/", include("huopan.web.workbench.urls")),
    path("floor/", include("huopan.web.floor.urls")),
    path("console/", include("huopan.web.console.urls")),
    path("design/", design, name="design"),
    path("tour/", include("huopan.web.tour.urls")),
    path("", include("huopan.web.market.urls")),
]
