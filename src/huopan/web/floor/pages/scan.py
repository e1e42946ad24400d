"""From a code to its page: by camera, by a scanner that types, or by hand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.floor.addresses import page_said
from huopan.web.refusing import status_of


@for_party("floor")
def scan(request: ActingRequest) -> HttpResponse:
    code = request.GET.get("code", "")
    refusal: RefusedError | None = None
    if code:
        try:
            return redirect(page_said(code))
        except RefusedError as no_code:
            refusal = no_code
    status = status_of(refusal) if refusal else 200
    return render(request, "floor/scan.html", {"code": code[:200], "refusal": refusal}, status=status)
