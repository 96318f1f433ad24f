"""Questions to the database, some hundred keys at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import models

from reception.exchange import constraints

CHUNK = 900  # keys in one query; SQLite takes 999 in its oldest builds


def holders(
    model, rule: constraints.Unique, wanted: Iterable[tuple]
) -> Iterator[tuple]:
    """Yield (key, values) of stored records that may hold values of ``wanted``."""
    rows = model._base_manager.filter(rule.condition or models.Q())
    for chunk in chunks(wanted, CHUNK // len(rule.fields)):
        parts = zip(rule.fields, zip(*chunk, strict=True), strict=True)
        some = rows.filter(**{f"{name}__in": set(part) for name, part in parts})
        for pk, *values in some.values_list("pk", *rule.fields):
            yield pk, tuple(values)


def refer(widget, within: models.QuerySet, wanted: set[str]) -> None:
    """Let ``widget`` know those of ``within`` that ``wanted`` names by key, or by name.

    A name counts where no key is so called and one record alone has it.
    """
    widget.known = {
        str(getattr(record, widget.field)): record
        for chunk in chunks(sorted(wanted))
        for record in within.filter(**{f"{widget.field}__in": chunk})
    }
    name = getattr(widget.model, "also_known_by", "")
    missing = sorted(wanted - widget.known.keys()) if name else []
    if not missing:
        return
    tidy = getattr(widget.model._meta.get_field(name), "tidy", str)
    texts: dict[str, list[str]] = {}
    for text in missing:
        texts.setdefault(tidy(text), []).append(text)
    found: dict[str, list] = {}
    for chunk in chunks(texts):
        for record in within.filter(**{f"{name}__in": chunk}):
            found.setdefault(getattr(record, name), []).append(record)
    for called, records in found.items():
        for text in texts.get(called, ()):
            if len(records) == 1:
                widget.known[text] = records[0]
            else:
                widget.several.add(text)


def among(pks: Iterable[int], within: models.QuerySet) -> set[int]:
    """Return those of ``pks`` that are in ``within``."""
    return {
        pk
        for chunk in chunks(pks)
        for pk in within.filter(pk__in=chunk).values_list("pk", flat=True)
    }


def lineage(model: type[models.Model], prefix: str = "") -> list[str]:
    """Return the relations from ``model`` to all it is part of, offices left out.

    A part asks what it belongs to whether it is closed, and the ledger where it
    stands: both are then told without a query for each.
    """
    found = []
    for path in getattr(model, "access_paths", ()):
        target = model._meta.get_field(path).related_model
        if getattr(target, "access_paths", ()) and not hasattr(target, "is_place"):
            found += [f"{prefix}{path}", *lineage(target, f"{prefix}{path}__")]
    return found


def locked(rows: models.QuerySet) -> models.QuerySet:
    """Return ``rows`` locked until the transaction ends, always in the same order."""
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)


def chunks(items: Iterable, most: int = CHUNK) -> Iterator[list]:
    """Yield ``items`` in lists short enough for one query."""
    iterator = iter(items)
    while chunk := list(islice(iterator, most)):
        yield chunk
