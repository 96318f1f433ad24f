"""What an approval approves: the content of a visit's file, its print, and differences.

The content is plain data, so that it can be kept beside the approval and compared
with what the file says later. Shapes: a column maps to text or None; a list of parts
maps to one line of text a part.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Aspect(models.TextChoices):
    """What a change concerns; a level of approval may look at some aspects only."""

    MATTER = "matter", _("the matter")
    PEOPLE = "people", _("people")
    PROGRAMME = "programme", _("programme")
    MONEY = "money", _("expenses")


COLUMNS = {
    "title": Aspect.MATTER,
    "category": Aspect.MATTER,
    "host_office": Aspect.MATTER,
    "letter": Aspect.MATTER,
    "phone_record": Aspect.MATTER,
    "sending_unit": Aspect.MATTER,
    "purpose": Aspect.MATTER,
    "head_name": Aspect.PEOPLE,
    "head_position": Aspect.PEOPLE,
    "rank": Aspect.PEOPLE,
    "guests": Aspect.PEOPLE,
    "companions": Aspect.PEOPLE,
    "support_staff": Aspect.PEOPLE,
    "arrives_at": Aspect.PROGRAMME,
    "departs_at": Aspect.PROGRAMME,
    "budget": Aspect.MONEY,
}
PARTS = {
    "announced": (Aspect.MATTER, _("text of the letter or the call")),
    "party": (Aspect.PEOPLE, _("guests")),
    "itinerary": (Aspect.PROGRAMME, _("itinerary")),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: ``old`` and ``new`` are texts, empty for nothing."""

    label: str | Promise
    aspect: Aspect
    old: str
    new: str


def _text(visit: models.Model, name: str) -> str:
    """Return a column as a reader writes it, the same in every language."""
    column = visit._meta.get_field(name)
    value = getattr(visit, column.attname)
    if value is None:
        return ""
    if isinstance(column, models.ForeignKey):
        return str(getattr(getattr(visit, name), column.related_model.business_key[0]))
    if isinstance(column, models.DateTimeField):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(column, models.DecimalField):
        return f"{value:.{column.decimal_places}f}"
    return str(value)


def _announced(visit: models.Model) -> list[str]:
    """Return what letter and phone record say: it is on their word that guests come."""
    letter, call = visit.letter, visit.phone_record
    lines = [letter.sending_unit, letter.document_number] if letter else []
    lines += [call.caller_unit, call.caller] if call else []
    for paper in filter(None, (letter, call)):
        lines += [paper.content, paper.itinerary, paper.persons]
    return [line for line in lines if line]


def _guest(part: models.Model) -> str:
    guest = part.guest
    told = (guest.number, guest.name, part.role, part.rank, part.position)
    return " ".join(filter(None, told))


def _item(part: models.Model) -> str:
    moments = [part.starts_at, part.ends_at]
    clock = [timezone.localtime(at).strftime("%Y-%m-%d %H:%M") for at in moments if at]
    place = part.place.name if part.place_id else ""
    return " ".join(filter(None, ("–".join(clock), part.activity, place, part.host)))


def content_of(visit: models.Model) -> dict[str, str | list[str]]:
    """Return what an approval of ``visit`` approves, as plain data."""
    party = visit.party.select_related("guest").order_by("precedence", "pk")
    items = visit.itinerary.select_related("place").order_by("starts_at", "line")
    return {
        **{name: _text(visit, name) for name in COLUMNS},
        "announced": _announced(visit),
        "party": [_guest(part) for part in party],
        "itinerary": [_item(part) for part in items],
    }


def fingerprint(content: dict) -> str:
    """Return the SHA-256 of a content, as 64 hexadecimal digits."""
    plain = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode()).hexdigest()


def fingerprint_of(visit: models.Model) -> str:
    """Return the print of what the visit's file says now."""
    return fingerprint(content_of(visit))


def differences(model: type[models.Model], old: dict, new: dict) -> list[Difference]:
    """Return what differs between two contents of visits, parts line by line."""
    found = []
    for name, aspect in COLUMNS.items():
        was, now = old.get(name, ""), new.get(name, "")
        if was != now:
            column = model._meta.get_field(name)
            shown = dict(column.flatchoices)
            label = column.verbose_name
            found.append(
                Difference(
                    label, aspect, str(shown.get(was, was)), str(shown.get(now, now))
                )
            )
    for name, (aspect, label) in PARTS.items():
        was, now = old.get(name, []), new.get(name, [])
        found += [Difference(label, aspect, line, "") for line in _without(was, now)]
        found += [Difference(label, aspect, "", line) for line in _without(now, was)]
    return found


def _without(lines: Iterable[str], others: Iterable[str]) -> list[str]:
    gone = list(others)
    left = []
    for line in lines:
        if line in gone:
            gone.remove(line)
        else:
            left.append(line)
    return left
