"""Sentences and their translations: collects them from code and templates, compiles what is translated.

`make messages` runs this; `test_translations.py` fails when anything is missing or stale.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from tests.house.source import PACKAGE

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "said": None,
    "counted": (1, 2),
}
LOCALE = "zh_Hans"


@cache
def homes() -> list[Path]:
    """Directories that own a catalogue: each app, and the package for every floor without one."""
    apps = {
        path.parent
        for pattern in ("domains/*/apps.py", "web/*/apps.py", "api/apps.py", "ops/apps.py")
        for path in PACKAGE.glob(pattern)
    }
    return [*sorted(apps), PACKAGE]


@cache
def home_of(path: Path) -> Path:
    owners = [home for home in homes() if home in path.parents]
    return max(owners, key=lambda home: len(home.parts))


@cache
def sources() -> tuple[Path, ...]:
    return tuple(_sources())


def _sources() -> Iterator[Path]:
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(PACKAGE.rglob(pattern)):
            if "migrations" not in path.parts and (path.suffix == ".py" or "templates" in path.parts):
                yield path


def _code(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def sentences(home: Path) -> Catalog:
    """Every sentence that a home's own files say, with where it is said."""
    found = Catalog(locale=LOCALE, charset="utf-8")
    for path in sources():
        if home_of(path) != home:
            continue
        lines = io.BytesIO(_code(path).encode())
        for _line, message, _comments, context in extract("python", lines, KEYWORDS, (), {"encoding": "utf-8"}):
            found.add(message, locations=[(str(path.relative_to(home)), 0)], context=context)
    return found


def po_of(home: Path) -> Path:
    return home / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def translated(home: Path) -> Catalog:
    path = po_of(home)
    if not path.exists():
        return Catalog(locale=LOCALE, charset="utf-8")
    with path.open("rb") as file:
        return pofile.read_po(file, locale=LOCALE)


def compiled(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    mofile.write_mo(out, catalog)
    return out.getvalue()


def bring_up_to_date(home: Path) -> int:
    """Merge the sentences into the home's catalogue, compile it, and return how many still want a translation."""
    found = sentences(home)
    if not len(found):
        return 0
    catalog = translated(home)
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    _calm_header(catalog)
    path = po_of(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pofile.write_po(file, catalog, omit_header=False, sort_output=True, include_lineno=False, width=120)
    stable = translated(home)
    path.with_suffix(".mo").write_bytes(compiled(stable))
    return len(missing(stable))


def _calm_header(catalog: Catalog) -> None:
    """No dates and no names: a header that changes by itself makes every merge a conflict."""
    catalog.header_comment = f"# {catalog.locale_identifier} sentences of this room; collected by `make messages`."
    catalog.project, catalog.version = "Huopan", "1"
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalog.fuzzy = False


def missing(catalog: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalog
        if message.id and not (all(message.string) if isinstance(message.string, (list, tuple)) else message.string)
    ]


if __name__ == "__main__":
    for each in homes():
        print(f"{each.relative_to(PACKAGE.parent)}: {bring_up_to_date(each)} without a translation")
