"""What is done in logistics."""

from huopan.domains.logistics.actions.correcting import (
    AlreadySeenError,
    correct_waybill,
    mark_label_booked,
    mark_labels_printed,
)
from huopan.domains.logistics.actions.freight import (
    FreightTemplateInUseError,
    FreightTemplateNameTakenError,
    remove_freight_template,
    save_freight_template,
    set_offer_freight,
)
from huopan.domains.logistics.actions.labelling import request_label
from huopan.domains.logistics.actions.shipping import NoParcelError, WaybillTakenError, book_shipment
from huopan.domains.logistics.actions.tracking import NotASightingError, NotSeenYetError, record_tracking

__all__ = [
    "AlreadySeenError",
    "FreightTemplateInUseError",
    "FreightTemplateNameTakenError",
    "NoParcelError",
    "NotASightingError",
    "NotSeenYetError",
    "WaybillTakenError",
    "book_shipment",
    "correct_waybill",
    "mark_label_booked",
    "mark_labels_printed",
    "record_tracking",
    "remove_freight_template",
    "request_label",
    "save_freight_template",
    "set_offer_freight",
]
