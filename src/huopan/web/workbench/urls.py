"""Addresses for suppliers."""

from django.urls import path

from huopan.web.workbench.pages import after_sales, orders, today

app_name = "workbench"
urlpatterns = [
    path("", today.today, name="today"),
    path("orders/", orders.orders_list, name="orders"),
    path("orders/accept/", orders.accept_many, name="accept_many"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/accept/", orders.accept, name="accept"),
    path("orders/<str:number>/refuse/", orders.refuse, name="refuse"),
    path("orders/<str:number>/ship/", orders.ship, name="ship"),
    path("orders/<str:number>/say/", orders.say, name="say"),
    path("after-sales/", after_sales.after_sales, name="after_sales"),
    path("after-sales/<str:number>/", after_sales.after_sale, name="after_sale"),
    path("after-sales/<str:number>/<slug:verb>/", after_sales.act, name="after_sale_act"),
    path("orders/<str:number>/reveal/", orders.reveal, name="reveal"),
]
