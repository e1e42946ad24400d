"""What the page shows, in order: one template each, whose own text is the snippet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEMPLATES = Path(__file__).parents[1] / "templates"
_TAG = re.compile(r"<c-([\w-]+)")


@dataclass(frozen=True, slots=True)
class Example:
    template: str
    title: str | Promise
    says: str | Promise

    @property
    def anchor(self) -> str:
        return f"of-{Path(self.template).stem}"

    @property
    def source(self) -> str:
        return (TEMPLATES / self.template).read_text(encoding="utf-8").strip()

    @property
    def tags(self) -> list[str]:
        """The components it uses, each once."""
        return [f"c-{name}" for name in dict.fromkeys(_TAG.findall(self.source)) if name != "slot"]


EXAMPLES = (
    Example(
        "components/design/buttons.html",
        _("Buttons"),
        _("One primary button a view. Words say what happens; an icon alone has a name for screen readers."),
    ),
    Example("components/design/icons.html", _("Icons"), _("Drawn in the colour of the words beside them.")),
    Example(
        "components/design/chips.html",
        _("Status chips"),
        _("A state has one colour everywhere: give the state, never a colour."),
    ),
    Example("components/design/notes.html", _("Notes"), _("What the reader must know here, in one sentence.")),
    Example(
        "components/design/refusals.html",
        _("Refusals"),
        _("Each refusal says what to do. Pages hand over the error itself."),
    ),
    Example(
        "components/design/toast.html",
        _("Toasts"),
        _("What was done, with a way back: tell() in toasts.py. It stays until dismissed and is read aloud."),
    ),
    Example(
        "components/design/money.html", _("Amounts of money"), _("From fen, or Money. Signs only where money moves.")
    ),
    Example(
        "components/design/ladder.html",
        _("Price ladder"),
        _("The step that holds at the quantity chosen is marked."),
    ),
    Example(
        "components/design/stepper.html",
        _("Quantity stepper"),
        _("A number field first: arrow keys and typing work; the first press goes to the least quantity."),
    ),
    Example("components/design/facts.html", _("Facts"), _("Names and values; what is not known is a dash.")),
    Example("components/design/sums.html", _("Sums"), _("Amounts under one another, the total last.")),
    Example(
        "components/design/todo.html",
        _("To-dos"),
        _("A count, what to do, by when. Late and soon are told in words too."),
    ),
    Example(
        "components/design/table.html",
        _("Data table"),
        _("The head stays; which columns show is remembered in this browser; on a phone the table scrolls by itself."),
    ),
    Example(
        "components/design/cards.html",
        _("Table of cards"),
        _("Below 768 pixels each row is a card that names its figures; a table without cards scrolls there."),
    ),
    Example(
        "components/design/chart.html",
        _("Charts"),
        _("Drawn on the server by charts.py; the same figures stand below as a table."),
    ),
    Example(
        "components/design/timeline.html",
        _("Timelines"),
        _("What is done, what is now, what is still to come; tall for histories."),
    ),
    Example(
        "components/design/steps.html",
        _("Steps of a task"),
        _("A task that takes several pages: finished steps can be gone back to."),
    ),
    Example("components/design/progress.html", _("Progress"), _("How far a long task is, with the words beside it.")),
    Example("components/design/tabs.html", _("Tabs"), _("Addresses, not scripts: each tab is a page of its own.")),
    Example("components/design/crumbs.html", _("Breadcrumbs"), _("Where the reader is.")),
    Example("components/design/pages.html", _("Pager"), _("At most seven numbers and the ends.")),
    Example(
        "components/design/fields.html",
        _("Fields"),
        _("Label above, hint and error below, each tied to the field."),
    ),
    Example("components/design/plain_field.html", _("Plain field"), _("Without hint and mark of the optional.")),
    Example(
        "components/design/place.html",
        _("Place picker"),
        _("Province, city, county: each list comes when the one before is chosen."),
    ),
    Example(
        "components/design/drop.html",
        _("File drop"),
        _("A real file field under the whole frame: drop onto it, click it, or press space."),
    ),
    Example(
        "components/design/row_errors.html",
        _("Row errors"),
        _("What is wrong in which cell, and how to mend it."),
    ),
    Example(
        "components/design/drawer.html",
        _("Drawer"),
        _("A native dialog: Escape, the cross or a click beside it closes, and the focus goes back."),
    ),
    Example("components/design/facets.html", _("Facets"), _("A group of filters, and a link that changes the list.")),
    Example("components/design/facet_choice.html", _("Facet choice"), _("One line of such a group, with its count.")),
    Example("components/design/tray.html", _("Compare tray"), _("What was put aside, at the foot of the window.")),
    Example("components/design/offer_card.html", _("Offer card"), _("Title, price, least quantity, supplier.")),
    Example("components/design/order_card.html", _("Order card"), _("Number, state, goods, total, what to do next.")),
    Example(
        "components/design/picture.html",
        _("Pictures"),
        _("The browser takes the fitting copy by srcset and sizes; the frame is there before the picture."),
    ),
    Example("components/design/thumb.html", _("Thumbnails"), _("In rows and cards; a box where there is no picture.")),
    Example("components/design/empty.html", _("Empty state"), _("Why there is nothing, and what to do.")),
)
