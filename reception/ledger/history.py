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
from reception.ledger.models import Entry


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
    """Return the key of the latest entry about ``record`` or a part, 0 if none."""
    return entries_about(record).values_list("pk", flat=True).first() or 0


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


def _word(model, name: str, value, user) -> str:
    """Return a stored value as the screen shows it."""
    column = _column(model, name)
    if value in (None, ""):
        word = ""
    elif isinstance(value, list):
        word = "、".join(str(each) for each in value)
    elif isinstance(value, bool):
        word = _("yes") if value else _("no")
    elif column is not None and column.is_relation:
        target = column.related_model._default_manager.all()
        word = visible(user, "refer", target).filter(pk=value).first() or f"#{value}"
    elif column is not None and column.choices:
        word = dict(column.flatchoices).get(value, value)
    elif isinstance(column, models.DateTimeField) and (moment := parse_datetime(value)):
        word = timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
    else:
        word = value
    return str(word)
