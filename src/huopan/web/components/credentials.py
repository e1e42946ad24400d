"""The document behind a credential: for its owner's people and the operator."""

from __future__ import annotations

from django.http import HttpResponse

from huopan.domains.parties import queries as parties
from huopan.web.acting import ActingRequest, for_party


@for_party()
def document(request: ActingRequest, credential_id: int) -> HttpResponse:
    found = parties.credential(credential_id, request.actor)
    if not request.actor.is_operator:
        request.actor.must("party.manage")
    with found.document.open() as file:
        content = file.read()
    kind = "image/png" if str(found.document.name).endswith("png") else "image/jpeg"
    response = HttpResponse(content, content_type=kind)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
