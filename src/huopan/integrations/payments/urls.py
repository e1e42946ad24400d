from django.urls import path

from huopan.integrations.payments import views

urlpatterns = [path("notify/<slug:provider>", views.notify, name="payment-notify")]
