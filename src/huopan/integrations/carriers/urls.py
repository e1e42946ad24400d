from django.urls import path

from huopan.integrations.carriers import views

urlpatterns = [path("push/<slug:carrier>", views.push, name="carrier-push")]
