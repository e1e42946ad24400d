"""What the planner's drawings repeat hundreds of times, drawn without a template each time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huopan.web.components.templatetags.trade import duration
from huopan.web.workbench.pages.production.gantt import Bar
from huopan.web.workbench.pages.production.load import DayLoad

register = template.Library()
LABELLED = 34  # pixels a bar must have to be written on
OVER = 95  # percent
MOMENT = "%m-%d %H:%M"


@register.filter
def step_bars(bars: Iterable[Bar]) -> SafeString:
    """The steps of a machine's row, each leading to its page."""
    late = _("later than promised")
    return format_html_join("", "{}", ((_step_bar(bar, late),) for bar in bars))


def _step_bar(bar: Bar, late: str) -> SafeString:
    step, preview = _addresses(bar.demand.pk, bar.step)
    return format_html(
        '<a class="step" href="{step}" hx-get="{step}" hx-target="#step" data-preview="{preview}">'
        "<title>{title}</title>"
        '<rect class="{tone}" x="{x}" y="{y}" width="{width}" height="22" rx="3"/>{setup}{label}</a>',
        step=step,
        preview=preview,
        title=" · ".join(part for part in _told(bar, late) if part),
        tone=" ".join(
            ("bar", f"tint-{bar.tint}", *(["held"] if bar.is_held else []), *(["late"] if bar.is_late else []))
        ),
        x=bar.x,
        y=bar.y,
        width=bar.width,
        setup=_set_up(bar) if bar.setup_width >= 1 else "",
        label=_label(bar) if bar.width > LABELLED else "",
    )


def _told(bar: Bar, late: str) -> tuple[str, ...]:
    from_, until = (localtime(moment).strftime(MOMENT) for moment in (bar.starts_at, bar.ends_at))
    pieces = f"{bar.label} × {localize(bar.demand.quantity)}"
    return (pieces, bar.traits, f"{from_}–{until}", bar.pool, late if bar.is_late else "")


def _set_up(bar: Bar) -> SafeString:
    return format_html(
        '<rect class="setup" x="{}" y="{}" width="{}" height="22" rx="3"/>', bar.x, bar.y, bar.setup_width
    )


def _label(bar: Bar) -> SafeString:
    marks = ("⚓" if bar.is_fixed else "") + ("∞" if bar.joins else "")
    return format_html(
        '<svg x="{}" y="{}" width="{}" height="22"><text class="bar-label" x="5" y="15">{} {} {}</text></svg>',
        bar.x,
        bar.y,
        bar.width,
        marks,
        localize(bar.demand.quantity),
        bar.traits or bar.label,
    )


@lru_cache(maxsize=10_000)
def _addresses(demand_id: int, step: int) -> tuple[str, str]:
    return (
        reverse("workbench:board_step", args=[demand_id, step]),
        reverse("workbench:board_preview", args=[demand_id, step]),
    )


@register.simple_tag
def day_bars(days: Iterable[DayLoad], names: Iterable[str], height: int) -> SafeString:
    """A work centre's load, a bar a day; `names`: the days in the reader's language."""
    return format_html_join("", "{}", ((_day_bar(day, name, height),) for day, name in zip(days, names, strict=True)))


def _day_bar(day: DayLoad, name: str, height: int) -> SafeString:
    room = format_html('<rect class="room" x="{}" y="0" width="27" height="{}" rx="2"/>', day.x, height)
    return format_html(
        "<g><title>{}: {} / {} ({}%)</title>{}"
        '<rect class="{}" x="{}" y="{}" width="27" height="{}" rx="2"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        name,
        duration(day.busy),
        duration(day.capacity),
        day.percent,
        room if day.is_open else "",
        "over" if day.percent > OVER else "",
        day.x,
        day.y,
        day.height,
        day.x + 13,
        height + 13,
        day.on.day,
    )


@register.filter
def said_by_day(days: Iterable[DayLoad]) -> str:
    """A work centre's load for who does not see the drawing."""
    return " ".join(f"{day.on:%m-%d} {day.percent}%;" for day in days)
