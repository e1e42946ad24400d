"""How the operator's console looks: the same brand as the pages, everything in reach."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

# The colours of the pages' tokens.css, as near as eleven steps come; a test compares those that both have.
BRAND = {
    "50": "#fdf2ef",
    "100": "oklch(93.9% .031 34)",
    "200": "oklch(88.1% .061 34)",
    "300": "oklch(79.8% .107 34)",
    "400": "oklch(69.9% .16 34)",
    "500": "oklch(60.5% .187 34)",
    "600": "#c2361b",
    "700": "#a42b13",
    "800": "oklch(40% .128 34)",
    "900": "oklch(34.8% .103 34)",
    "950": "oklch(24.3% .07 34)",
}
GREYS = {
    "50": "#f4f5f6",
    "100": "#eceef0",
    "200": "#e0e3e7",
    "300": "#c2c8cf",
    "400": "#98a2ad",
    "500": "#5f6873",
    "600": "#454d56",
    "700": "#2e3338",
    "800": "#25292e",
    "900": "#1b1e22",
    "950": "#121416",
}


def _icon(_request: HttpRequest) -> str:
    return static("huopan/favicon.svg")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Huopan console"),
    "SITE_HEADER": _("Huopan"),
    "SITE_SUBHEADER": _("Operator's console"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "pallet",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _icon}],
    "SHOW_HISTORY": False,
    "SHOW_BACK_BUTTON": True,
    "COLORS": {"primary": BRAND, "base": GREYS},
    "SIDEBAR": {"show_search": True, "show_all_applications": True},
}

# unfold brings no Chinese: what it says is translated with our own sentences.
SAID_BY_UNFOLD = (
    _("Add row"),
    _("All applications"),
    _("Apply Filters"),
    _("Cancel"),
    _("Choose file to upload"),
    _("Clear all filters"),
    _("Clear selection"),
    _("Click here to select the objects across all pages"),
    _("Close"),
    _("Dark"),
    _("Expand row"),
    _("Filter navigation items"),
    _("Filters"),
    _("General"),
    _("Go back"),
    _("Hide counts"),
    _("Light"),
    _("Loading more results..."),
    _("More actions"),
    _("Next"),
    _("No data"),
    _("No results found"),
    _("No results matching your query"),
    _("Previous"),
    _("Record picture"),
    _("Recent searches"),
    _("Remove from sorting"),
    _("Reset filters"),
    _("Return to site"),
    _("Run"),
    _("Run the selected action"),
    _("Search apps and models..."),
    _("Select action"),
    _("Select action to run"),
    _("Select all rows"),
    _("Select record"),
    _("Select value"),
    _("Show all"),
    _("Show counts"),
    _("Submit"),
    _("System"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("Toggle sorting"),
    _("Type to search"),
    _("Unknown"),
    _("Value"),
)
