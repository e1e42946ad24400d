"""Addresses for the operator's people."""

from django.urls import path, register_converter

from huopan.web.console.pages import (
    credentials,
    desk,
    disputes,
    health,
    ledger,
    memberships,
    offers,
    parties,
    payments,
    payouts,
    trail,
)


class Signed:
    """The ledger's platform accounts have ids below zero."""

    regex = "-?[0-9]{1,18}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, number: int) -> str:
        return str(number)


register_converter(Signed, "signed")
app_name = "console"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("organisations/", parties.party_list, name="parties"),
    path("organisations/<int:party_id>/", parties.party, name="party"),
    path("organisations/<int:party_id>/people/<int:person_id>/reveal/", parties.reveal, name="reveal_person"),
    path("organisations/<int:party_id>/membership/", memberships.of_party, name="membership"),
    path("organisations/<int:party_id>/<slug:verb>/", parties.judge, name="judge_party"),
    path("credentials/", credentials.credential_list, name="credentials"),
    path("credentials/<int:credential_id>/", credentials.credential, name="credential"),
    path("credentials/<int:credential_id>/<slug:verb>/", credentials.judge, name="judge_credential"),
    path("memberships/", memberships.membership_list, name="memberships"),
    path("memberships/<int:subscription_id>/end/", memberships.end, name="end_membership"),
    path("offers/", offers.offer_list, name="offers"),
    path("offers/<int:offer_id>/", offers.offer, name="offer"),
    path("offers/<int:offer_id>/<slug:verb>/", offers.judge, name="judge_offer"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/<str:number>/", disputes.dispute, name="dispute"),
    path("payments/", payments.payment_list, name="payments"),
    path("payments/quarantine/", payments.quarantine, name="quarantine"),
    path("payments/quarantine/<int:notice_id>/", payments.resolve, name="resolve"),
    path("payments/<str:number>/", payments.payment, name="payment"),
    path("payments/<str:number>/refunds/<str:refund>/", payments.retry_refund, name="retry_refund"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/accounts/<signed:account_id>/", ledger.account, name="account"),
    path("ledger/transfers/<int:transfer_id>/", ledger.transfer, name="transfer"),
    path("payouts/", payouts.payout_list, name="payouts"),
    path("payouts/<str:number>/reveal/", payouts.reveal, name="reveal_destination"),
    path("payouts/<str:number>/<slug:verb>/", payouts.judge, name="judge_payout"),
    path("health/", health.events, name="health"),
    path("health/events/<int:entry_id>/again/", health.retry_event, name="retry_event"),
    path("health/jobs/", health.job_list, name="jobs"),
    path("health/jobs/<uuid:job_id>/again/", health.retry_job, name="retry_job"),
    path("health/webhooks/", health.webhook_list, name="webhooks"),
    path("health/letters/", health.letter_list, name="letters"),
    path("health/letters/<int:letter_id>/again/", health.retry_letter, name="retry_letter"),
    path("trail/", trail.trail, name="trail"),
]
