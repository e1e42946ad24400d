"""The laws of the house that import-linter cannot see."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from tests.house.source import PACKAGE, ROOMS, ROOT, imported_models, modules, room_of, templates

# Reference data anybody may read, and rows only the platform reads: neither belongs to a party.
PUBLIC = {"Person", "Division", "IndustrialBelt", "Category", "CategoryAttribute"}
INTERNAL = {"StockMovement", "Reservation", "ProviderNotice", "CommissionRate"}
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|manager|processor|handle|data|info|v2)(_|$)", re.IGNORECASE)
STARRED = re.compile(r"\b(SELECT|RETURNING)\s+(\w+\.)?\*")
DOORS = {"visible_to", "seen"}


def contract_floors() -> list[set[str]]:
    """The domains' floors, bottom first, as the contract in pyproject.toml lists them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["name"].startswith("floors"))["layers"]
    return [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]


def domain_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("huopan.domains.")]


def test_foreign_keys_point_down() -> None:
    floor = {room: level for level, rooms in enumerate(contract_floors()) for room in rooms}
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in domain_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and isinstance(field.related_model, type)
        if (other := field.related_model._meta.app_label) in floor and other != model._meta.app_label
        if floor[other] >= floor[model._meta.app_label]
    ]
    assert upward == []


def test_every_table_has_one_door() -> None:
    doorless = {model.__name__ for model in domain_models() if not hasattr(model._default_manager, "visible_to")}
    assert doorless - PUBLIC - INTERNAL == set()


def test_nobody_opens_another_rooms_tables() -> None:
    """Outside its room a table is reached through the room's queries and actions, or through its door."""
    trespasses = []
    for path, tree in modules().items():
        foreign = {name: room for name, room in imported_models(tree) if room != room_of(path)}
        doors = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in DOORS and isinstance(node.value, ast.Attribute)
        }
        trespasses += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.value.id}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager", "_base_manager"}
            and isinstance(node.value, ast.Name)
            and node.value.id in foreign
            and id(node) not in doors
        ]
    assert trespasses == []


def test_statements_name_their_columns() -> None:
    """PostgreSQL keeps plans: `*` fails on open connections once a migration adds a column (decision 0010)."""
    starred = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules().items()
        if "sandbox" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STARRED.search(node.value)
    ]
    assert starred == []


def test_no_vague_names() -> None:
    vague = [
        str(path.relative_to(ROOT)) for path in modules() if VAGUE.search(path.stem) or VAGUE.search(path.parent.name)
    ]
    assert vague == []


def test_no_control_hides_what_its_form_can_do() -> None:
    """In a browser `form.remove` is the control of that name, and whoever replaces the form by script fails."""
    hiding = re.compile(
        r"<(?:input|button|select|textarea)\b[^>]*\bname=[\"'](remove|submit|reset|action|closest|matches)[\"']"
    )
    assert [path.name for path in templates() if hiding.search(path.read_text())] == []


def test_every_template_is_used() -> None:
    """A template is named in code or in another template; django-cotton names its own by tag."""
    text = "\n".join(path.read_text() for path in [*modules(), *templates()])
    unused = []
    for path in templates():
        name = str(path).split("/templates/", 1)[1]
        tag = name.removeprefix("cotton/").removesuffix(".html").replace("/", ".").replace("_", "-")
        # Django, allauth and unfold look these up by name themselves.
        framework = name.split("/")[0] in {"account", "mfa", "admin", "unfold", "allauth"}
        is_named = name in text or (name.startswith("cotton/") and f"<c-{tag}" in text)
        if not (framework or is_named or re.fullmatch(r"(400|403|403_csrf|404|500)\.html", name)):
            unused.append(name)
    assert unused == []


def test_example_environment_lists_every_setting() -> None:
    from huopan.config.environment import Environment

    listed = set(re.findall(r"^#? ?(HUOPAN_[A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert listed == {f"HUOPAN_{name.upper()}" for name in Environment.model_fields}


def test_every_room_stands_in_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rooms = next(c for c in contracts if c["name"].startswith("room"))["containers"]
    assert sorted(container.rsplit(".", 1)[1] for container in rooms) == ROOMS


def test_sizes_stay_small() -> None:
    """The house's figures: half the files under 90 lines, 95 in 100 under 500; the same for functions at 8 and 40."""
    files = sorted(len(path.read_text().splitlines()) for path in modules() if path.stat().st_size)
    functions = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    assert files[len(files) // 2] < 90
    assert files[len(files) * 95 // 100] < 500
    assert functions[len(functions) // 2] <= 8
    assert functions[len(functions) * 95 // 100] < 40


def test_the_project_names_no_registry_and_no_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("not a git checkout")
    hosts = re.compile(r"py" r"pi\.org|python" r"hosted\.org|registry\.npm" r"js|deb\.deb" r"ian\.org")
    named = [
        name
        for name in listed.split("\0")
        if name and (path := ROOT / name).is_file() and hosts.search(path.read_text(errors="ignore"))
    ]
    assert named == []


def test_package_has_a_source() -> None:
    assert len(modules()) > 50
    assert PACKAGE.is_dir()
