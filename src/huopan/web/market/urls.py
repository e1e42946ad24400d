"""Addresses for visitors and buyers."""

from django.urls import path

from huopan.web.components.claims import evidence
from huopan.web.components.pictures import picture
from huopan.web.components.places import division_picker
from huopan.web.market.pages import (
    account,
    addresses,
    after_sales,
    cart,
    checkout,
    home,
    offer,
    orders,
    pay,
    preferences,
    purchases,
    search,
    supplier,
    team,
)

app_name = "market"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("offers/<int:offer_id>/", offer.offer, name="offer"),
    path("offers/<int:offer_id>/price/", offer.price, name="offer_price"),
    path("offers/<int:offer_id>/freight/", offer.freight, name="offer_freight"),
    path("offers/<int:offer_id>/add/", cart.add, name="add_to_cart"),
    path("suppliers/<int:supplier_id>/", supplier.supplier, name="supplier"),
    path("language/", preferences.language, name="language"),
    path("act-for/", preferences.act_for, name="act_for"),
    path("media/offers/<str:name>", picture, name="picture"),
    path("divisions/", division_picker, name="divisions"),
    path("cart/", cart.cart, name="cart"),
    path("cart/quantities/", cart.set_quantities, name="cart_set"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("pay/<str:number>/", pay.pay, name="pay"),
    path("pay/<str:number>/go/", pay.go, name="pay_go"),
    path("pay/<str:number>/progress/", pay.progress, name="pay_progress"),
    path("purchases/", purchases.purchases, name="purchases"),
    path("purchases/<str:number>/", purchases.purchase, name="purchase"),
    path("purchases/<str:number>/cancel/", purchases.cancel, name="cancel_purchase"),
    path("orders/", orders.orders_list, name="orders"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/cancel/", orders.cancel, name="cancel_order"),
    path("orders/<str:number>/confirm/", orders.confirm, name="confirm_order"),
    path("orders/<str:number>/say/", orders.say, name="say"),
    path("orders/<str:number>/claim/", after_sales.ask, name="claim"),
    path("after-sales/", after_sales.after_sales, name="after_sales"),
    path("after-sales/<str:number>/", after_sales.after_sale, name="after_sale"),
    path("after-sales/<str:number>/<slug:verb>/", after_sales.act, name="after_sale_act"),
    path("evidence/<int:evidence_id>/", evidence, name="evidence"),
    path("account/", account.account, name="account"),
    path("account/register/", account.register, name="register"),
    path("account/describe/", account.describe, name="describe"),
    path("account/addresses/", addresses.addresses, name="addresses"),
    path("account/addresses/new/", addresses.address, name="new_address"),
    path("account/addresses/<int:address_id>/", addresses.address, name="address"),
    path("account/addresses/<int:address_id>/remove/", addresses.remove, name="remove_address"),
    path("account/team/", team.team, name="team"),
    path("account/team/<int:person_id>/remove/", team.remove, name="remove_member"),
    path("account/team/invitations/<int:invitation_id>/withdraw/", team.withdraw, name="withdraw_invitation"),
    path("account/keys/", team.keys, name="keys"),
    path("account/keys/<int:api_key_id>/revoke/", team.revoke_key, name="revoke_key"),
]
