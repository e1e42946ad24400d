from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from huopan.domains.catalog import queries as catalog
from huopan.domains.catalog.models import MixBatchRule, Offer
from huopan.domains.membership import queries as membership
from huopan.domains.parties import queries
from huopan.domains.parties.models import Party
from huopan.domains.search import queries as search
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of


def supplier(request: ActingRequest, supplier_id: int) -> HttpResponse:
    """A supplier, its terms of trade, and what it has on sale."""
    parties = Party.objects.visible_to(request.actor).filter(kind__in=(Party.Kind.FACTORY, Party.Kind.TRADER))
    party = parties.select_related("division__parent", "belt", "standing").seen(request.actor, pk=supplier_id)
    offers = Offer.objects.visible_to(request.actor).filter(supplier=party, state=Offer.State.PUBLISHED)
    page = page_of(request, offers.order_by("-pk"))
    return render(
        request,
        "market/supplier.html",
        {
            "supplier": party,
            "conduct": search.conduct_of(getattr(party, "standing", None)),
            "page": page,
            "cards": catalog.cards_of(page.rows),
            "proofs": queries.proofs([party.pk], on=localdate()).get(party.pk, []),
            "membership": membership.memberships([party.pk], on=localdate()).get(party.pk),
            "mix_batch": MixBatchRule.objects.visible_to(request.actor).filter(supplier=party).first(),
        },
    )
