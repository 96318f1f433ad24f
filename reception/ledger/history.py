"""A record's own history: its entries and those of its parts, in words."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from reception.access.scope import visible
from reception.accounts import roles
from reception.ledger.models import Entry, Kind

WRITES = (Kind.CREATED, Kind.CHANGED, Kind.MOVED, Kind.DELETED)


@dataclass(frozen=True, slots=True)
class Change:
    """One column of an entry: its label, what stood there and what stands there."""

    label: str
    old: str
    new: str


def entries_about(record: models.Model) -> models.QuerySet:
    """Return the entries about ``record`` and about its parts, the latest first."""
    label = record._meta.label_lower
    return Entry.objects.filter(
        Q(record_type=label, record_id=record.pk)
        | Q(part_of_type=label, part_of_id=record.pk)
    ).select_related("actor")


def last_entry(record: models.Model) -> int:
    """Return the key of the latest entry that changed ``record`` or a part, or 0."""
    writes = entries_about(record).filter(kind__in=WRITES)
    return writes.values_list("pk", flat=True).first() or 0


def model_of(entry: Entry) -> type[models.Model] | None:
    """Return the model of the entry's record, if it still exists."""
    try:
        return apps.get_model(entry.record_type)
    except (LookupError, ValueError):
        return None


def changes_of(entry: Entry, user) -> list[Change]:
    """Return what an entry changed, naming only records in ``user``'s reach."""
    model = model_of(entry)
    return [
        Change(
            _label(model, name),
            _word(model, name, old, user),
            _word(model, name, new, user),
        )
        for name, (old, new) in entry.changes.items()
    ]


def _column(model, name: str):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(model, name: str) -> str:
    column = _column(model, name)
    return str(getattr(column, "verbose_name", name))


def _named(column, value, user) -> str:
    """Return the name of a related record in reach, else its key; roles by name."""
    if isinstance(value, str):
        return str(roles.label(value))
    target = column.related_model._default_manager.all()
    return str(visible(user, "refer", target).filter(pk=value).first() or f"#{value}")


def _word(model, name: str, value, user) -> str:
    """Return a stored value as the screen shows it."""
    column = _column(model, name)
    if value in (None, ""):
        word = ""
    elif isinstance(value, list):
        word = "、".join(_named(column, each, user) for each in value)
    elif isinstance(value, bool):
        word = _("yes") if value else _("no")
    elif column is not None and column.is_relation:
        word = _named(column, value, user)
    elif column is not None and column.choices:
        word = dict(column.flatchoices).get(value, value)
    elif isinstance(column, models.DateTimeField) and (moment := parse_datetime(value)):
        word = timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
    else:
        word = value
    return str(word)
