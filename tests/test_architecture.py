"""Rules of the house that neither ruff nor import-linter can see."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

ROOT = settings.BASE_DIR
PACKAGES = ("reception", "venues", "compliance", "visits", "seeds")
FORBIDDEN_NAMES = {
    "constants.py",
    "helpers.py",
    "mixins.py",
    "selectors.py",
    "services.py",
    "signals.py",
    "utils.py",
}
LONGEST = 400  # lines of a module

BULK_WRITES = {"update", "bulk_create", "bulk_update"}
BULK_WRITERS = ("reception/ledger/", "reception/accounts/numbering.py")
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today")}
LISTENERS = (
    "reception/ledger/",
    "reception/accounts/apps.py",  # after migrations
    "reception/access/apps.py",  # after migrations
)


def parsed() -> dict[str, ast.Module]:
    """Return our modules by path, without migrations."""
    return {
        module.relative_to(ROOT).as_posix(): ast.parse(module.read_text("utf-8"))
        for package in PACKAGES
        for module in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in module.parts
    }


MODULES = parsed()


def nodes(
    kind: type, *, outside: tuple[str, ...] = ()
) -> Iterator[tuple[str, ast.AST]]:
    """Return each node of a kind, with ``path:line``, except where it may stand."""
    for path, module in MODULES.items():
        if not path.startswith(outside):
            for node in ast.walk(module):
                if isinstance(node, kind):
                    yield f"{path}:{node.lineno}", node


def imports(*, outside: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Return the parts of each imported name, as in ``["django", "db", "models"]``."""
    for place, node in nodes((ast.Import, ast.ImportFrom), outside=outside):
        origin = getattr(node, "module", None)
        for name in node.names:
            yield place, f"{origin or ''}.{name.name}".strip(".").split(".")


def is_models(place: str) -> bool:
    """Tell a module that defines models."""
    return "/models/" in place or "/models.py" in place


def test_no_module_is_named_by_kind():
    assert [path for path in MODULES if Path(path).name in FORBIDDEN_NAMES] == []


def test_a_module_says_in_its_first_line_what_it_is():
    first_lines = {
        path: (ast.get_docstring(module) or "").partition("\n")[0]
        for path, module in MODULES.items()
    }
    assert [path for path, line in first_lines.items() if not line] == []


def test_a_module_has_one_subject():
    lengths = {path: (ROOT / path).read_text("utf-8").count("\n") for path in MODULES}
    assert [each for each in lengths.items() if each[1] > LONGEST] == []


def test_bulk_writes_pass_through_the_ledger():
    """A queryset's ``update`` takes keywords alone; for a dictionary write ``|=``."""
    found = [
        f"{place} {ast.unparse(call.func)}"
        for place, call in nodes(ast.Call, outside=BULK_WRITERS)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in BULK_WRITES
        and (call.func.attr != "update" or (call.keywords and not call.args))
    ]
    assert found == [], "write through reception.ledger.writing"


def test_the_clock_is_the_one_of_the_office():
    found = [
        place
        for place, call in nodes(ast.Call)
        if isinstance(call.func, ast.Attribute)
        and (ast.unparse(call.func.value).rpartition(".")[2], call.func.attr) in CLOCKS
    ]
    assert found == [], "use django.utils.timezone, or take the day as an argument"


def test_models_save_as_django_does():
    found = [
        place
        for place, node in nodes(ast.FunctionDef)
        if is_models(place) and node.name == "save"
    ]
    assert found == []


def test_no_signals_between_our_applications():
    found = [place for place, name in imports(outside=LISTENERS) if "signals" in name]
    assert found == []


def test_models_never_import_admin():
    found = [place for place, name in imports() if is_models(place) and "admin" in name]
    assert found == []


def our_models() -> list[type[models.Model]]:
    """Return the models of our applications."""
    return [
        model for model in apps.get_models() if model.__module__.startswith(PACKAGES)
    ]


def test_no_generic_foreign_keys():
    generic = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert generic == []


def floors() -> list[list[str]]:
    """Return the layers of pyproject.toml from the top down, each its modules."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(each for each in contracts if each["type"] == "layers")["layers"]
    return [layer.split(" | ") for layer in layers]


def floor(module: str) -> int:
    """Return how far below the top ``module`` lies."""
    for depth, names in enumerate(floors()):
        if any(f"{module}.".startswith(f"{name}.") for name in names):
            return depth
    raise LookupError(f"{module} has no layer in pyproject.toml")


def test_foreign_keys_point_down():
    """A foreign key written as a string needs no import, so no contract sees it."""
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in our_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model in our_models()
        and floor(field.related_model.__module__) < floor(model.__module__)
    ]
    assert upward == []
