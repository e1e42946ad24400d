"""How figures, states and refusals look, in every template."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huopan.domains.logistics import queries as logistics
from huopan.domains.orders import queries as orders
from huopan.domains.orders.models import CartLine
from huopan.domains.parties.rules import masked_email, masked_name, masked_phone
from huopan.infra import languages
from huopan.infra.files.renditions import renditions_of
from huopan.infra.sentences import filled, in_words
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import RefusalsError, RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.labelled import labelled
from huopan.web.components.processes import process_name
from huopan.web.components.states import tone_of
from huopan.web.components.toasts import Undo, undo_in
from huopan.web.submitting import TOKEN
from huopan.web.tour import opening as tour

register = template.Library()


@register.filter
def money(amount: Money | int | str | None) -> str:
    """¥1,234.50, from Money or fen, with a true minus sign; a dash for nothing known."""
    if amount in (None, ""):
        return "—"
    return str(amount if isinstance(amount, Money) else Money(int(amount or 0))).replace("-", "−")


@register.filter
def carrier_name(code: str) -> str:
    return logistics.carrier_name(code)


@register.filter
def is_above_zero(amount: Money | int | str | None) -> bool:
    return amount not in (None, "") and (amount.fen if isinstance(amount, Money) else int(amount or 0)) > 0


@register.filter
def unit_price(hao: UnitPrice | int) -> str:
    return str(hao if isinstance(hao, UnitPrice) else UnitPrice(int(hao)))


@register.filter
def price(hao: UnitPrice | int) -> SafeString:
    """A unit price to read at a glance: the yuan large, symbol and decimals small."""
    yuan, decimals = unit_price(hao).lstrip("¥").rsplit(".", 1)
    return format_html('<span class="price"><small>¥</small>{}<small>.{}</small></span>', yuan, decimals)


@register.filter
def plain(hao: int | None) -> str:
    """A unit price as it is typed into a field."""
    return "" if hao is None else unit_price(hao).lstrip("¥")


@register.filter
def in_own_words(refusal: RefusedError) -> str:
    return in_words(refusal)


@register.filter
def saving_words(saving: Any) -> str:
    """What a few pieces more would save, in the reader's language."""
    return filled(saving.sentence, saving.params)


@register.filter
def each_refusal(refusal: RefusedError) -> list[RefusedError]:
    return refusal.refusals if isinstance(refusal, RefusalsError) else [refusal]


@register.filter
def tone(state: str) -> str:
    return tone_of(state)


@register.filter
def state_name(row: Model) -> str:
    """As `row.get_state_display`, which translates every state there is each time."""
    state = getattr(row, "state", "")
    return str(_state_names(type(row)).get(state, state))


@cache
def _state_names(model: type[Model]) -> dict[str, Any]:
    field: Any = model._meta.get_field("state")
    return dict(field.flatchoices)


@register.filter
def own_language(row: Any, field: str) -> str:
    """`row.title_en` or `row.title_zh`, whichever the reader reads and the row has. Rows are objects or dicts."""
    read = row.get if isinstance(row, dict) else lambda name: getattr(row, name, "")
    zh, en = read(f"{field}_zh") or "", read(f"{field}_en") or ""
    return languages.own_language(zh, en)


@register.filter
def spec(values: dict[str, Any] | None) -> str:
    """A SKU's variant in one breath: 红 / M, Red / M."""
    return languages.spec_words((values or {}).values())


@register.filter
def own_words(text: str) -> str:
    """One axis or value of a variant."""
    return languages.own_words(text)


@register.filter
def cells_named(table: SafeString) -> SafeString:
    """What stands in a c-table, each cell with its column's name."""
    return mark_safe(labelled(table))  # noqa: S308 - a template's own output, changed by attributes only


@register.filter
def media(name: str) -> str:
    """The address of a stored picture."""
    return default_storage.url(name) if name else ""


@register.filter
def srcset(name: str) -> str:
    """The copies of a stored picture with their widths, for the browser to choose from; empty before they are made."""
    return ", ".join(f"{default_storage.url(each.name)} {each.width}w" for each in renditions_of(name))


NOTE_TONES = {"success": "good", "error": "bad", "warning": "warn", "info": "calm", "debug": "calm", "": "calm"}


@register.filter
def note_tone(level: str) -> str:
    """The tone of a message's level; a tone is its own."""
    return NOTE_TONES.get(level, level)


@register.filter
def undo_of(message: Message) -> Undo | None:
    return undo_in(message)


@register.filter
def may(actor: Actor, scope: str) -> bool:
    return actor.may(scope)


@register.filter
def duration(seconds: int | None) -> str:
    """4 h 05 min of working time."""
    if seconds is None:
        return "—"
    hours, minutes = divmod(round(seconds / 60), 60)
    return _("%(h)s h %(m)s min") % {"h": hours, "m": f"{minutes:02}"} if hours else _("%(m)s min") % {"m": minutes}


@register.filter
def signed_duration(seconds: int) -> str:
    """As `duration`, saying whether it is more or less."""
    return f"{'+' if seconds > 0 else '−' if seconds < 0 else '±'}{duration(abs(seconds))}"


UNITS = {
    "件": ("pc", "pcs"),
    "个": ("pc", "pcs"),
    "只": ("pc", "pcs"),
    "套": ("set", "sets"),
    "箱": ("carton", "cartons"),
    "双": ("pair", "pairs"),
    "米": ("m", "m"),
    "公斤": ("kg", "kg"),
    "包": ("pack", "packs"),
}

SEVERAL = {"pcs", "sets", "cartons", "pairs", "packs"}  # of one there is no s


@register.filter
def unit_name(unit: str, how_many: int | None = None) -> str:
    """The unit an offer counts in, which sellers write in Chinese, for readers of English too; of one, in the
    singular."""
    one, many = UNITS.get(unit, (unit, unit)) if languages.is_english() else (unit, unit)
    return one if how_many == 1 else many


@register.filter
def ships(days: int) -> str:
    """How soon after payment goods leave."""
    if not days:
        return _("ships the same day")
    return ngettext("ships in %(n)s day", "ships in %(n)s days", days) % {"n": days}


@register.filter
def counted(number: int, unit: str) -> str:
    """24 pcs, 1 pc, 24 件."""
    name = unit_name(unit)
    is_plural = number != 1 or name not in SEVERAL or not languages.is_english()
    return f"{number} {name if is_plural else name.removesuffix('s')}"


@register.filter
def of(mapping: dict[Any, Any] | None, key: Any) -> Any:
    return (mapping or {}).get(key)


@register.simple_tag
def form_token() -> SafeString:
    """What makes a double click one click: a name for this showing of the form."""
    return format_html('<input type="hidden" name="{}" value="{}">', TOKEN, secrets.token_urlsafe(12))


register.filter("process_name", process_name)
register.filter("masked_name", masked_name)
register.filter("masked_email", masked_email)


@register.filter(name="masked_phone")
def phone_masked(phone: str) -> str:
    """A dash's place stays empty."""
    return masked_phone(phone) if phone else ""


@register.filter
def last_line(text: str) -> str:
    """The line of a traceback that says what was wrong."""
    return (text.strip().splitlines() or [""])[-1]


@register.simple_tag
def own_name(names: tuple[str, str]) -> str:
    """Of a Chinese and an English name the reader's."""
    return languages.own_language(*names)


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The present address's query with `changes`; an empty value removes its key, and a new filter starts at page 1."""
    query: QueryDict = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def is_demo() -> bool:
    return tour.is_open()


@register.simple_tag(takes_context=True)
def cart_count(context: dict[str, Any]) -> int:
    """How many kinds of goods lie in the cart of whom the reader acts for; the cart's own page has counted them."""
    request: ActingRequest = context["request"]
    if hasattr(request, "cart_kinds"):
        return int(request.cart_kinds)
    if not request.user.is_authenticated or not request.actor.party_id or request.actor.is_operator:
        return 0
    if request.method in ("GET", "HEAD") and request.standing:
        return request.standing.basket
    return CartLine.objects.visible_to(request.actor).filter(buyer_id=request.actor.party_id).count()


@register.simple_tag(takes_context=True)
def is_favourite(context: dict[str, Any], offer_id: int) -> bool:
    """Whether whom the reader acts for marked the offer; the first question of a page asks for all of them."""
    request: ActingRequest = context["request"]
    if not hasattr(request, "favourite_offers"):
        request.favourite_offers = orders.favourite_offers(request.actor)
    return offer_id in request.favourite_offers
