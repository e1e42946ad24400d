"""Processes (工艺) as readers know them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.infra.languages import own_words

PROCESSES: dict[str, str | Promise] = {
    "artwork": _("Artwork"),
    "baking": _("Baking"),
    "cutting": _("Cutting"),
    "drying": _("Drying"),
    "embroidery": _("Embroidery"),
    "heat_transfer": _("Heat transfer"),
    "inspection": _("Inspection"),
    "laser_engraving": _("Laser engraving"),
    "mixing": _("Mixing"),
    "packing": _("Packing"),
    "screen_print": _("Screen printing"),
    "sewing": _("Sewing"),
    "uv_print": _("UV printing"),
}


def process_name(code: str) -> str:
    """A code that has no name loses its underscores; what a machine is set up for may also be a colour."""
    return str(PROCESSES.get(code) or own_words(code.replace("_", " ")))
