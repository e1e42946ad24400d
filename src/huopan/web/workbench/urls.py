"""Addresses for suppliers."""

from django.urls import path

from huopan.web.workbench.pages import after_sales, freight, imports, money, offers, orders, today

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
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.new_offer, name="new_offer"),
    path("offers/<int:offer_id>/", offers.offer, name="offer"),
    path("offers/<int:offer_id>/publish/", offers.publish, name="publish"),
    path("offers/<int:offer_id>/withdraw/", offers.withdraw, name="withdraw"),
    path("offers/<int:offer_id>/pictures/", offers.add_picture, name="add_picture"),
    path("offers/<int:offer_id>/pictures/<int:image_id>/remove/", offers.remove_picture, name="remove_picture"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:run_id>/", imports.import_run, name="import"),
    path("imports/<int:run_id>/faults.csv", imports.import_faults, name="import_faults"),
    path("terms/", freight.freight, name="freight"),
    path("terms/freight/new/", freight.template, name="new_template"),
    path("terms/freight/<int:template_id>/", freight.template, name="template"),
    path("terms/freight/<int:template_id>/remove/", freight.remove, name="remove_template"),
    path("money/", money.money, name="money"),
    path("money/bank/", money.bank, name="bank"),
]
