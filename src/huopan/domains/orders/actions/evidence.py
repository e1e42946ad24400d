"""What one side shows of an after-sale."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.orders.events import EvidenceAdded
from huopan.domains.orders.models import AfterSale, Evidence
from huopan.infra.files.pictures import Picture
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

MOST_EVIDENCE = 20


class TooMuchEvidenceError(RefusedError):
    sentence = said("Each side may show {most} things; the platform has enough to decide on.")


def show(after_sale: AfterSale, text: str, picture: Picture | None, *, by: Actor, at: datetime) -> Evidence:
    """Add one text or picture to a locked after-sale. Raises TooMuchEvidenceError."""
    if Evidence.objects.filter(after_sale=after_sale, party_id=by.party_id).count() >= MOST_EVIDENCE:
        raise TooMuchEvidenceError(most=MOST_EVIDENCE)
    shown = Evidence(after_sale=after_sale, party_id=by.party_id, text=text, at=at)
    if picture is not None:
        shown.width, shown.height = picture.width, picture.height
        shown.file.save(picture.name, picture.as_file(), save=False)
    shown.save()
    announce(EvidenceAdded.of(after_sale, evidence_id=shown.pk, has_picture=picture is not None, at=at), by=by)
    return shown
