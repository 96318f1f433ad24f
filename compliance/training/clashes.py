"""Who would have to be in two training sessions at the same time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Wanted:
    """A member who shall be in a session from ``begin`` to ``end``."""

    record: Model  # about which the answer is
    member: int
    session: int
    begin: datetime
    end: datetime


def doubled(wanted: Sequence[Wanted], enrolments: QuerySet) -> list[tuple]:
    """Say whose time is taken by another of ``enrolments``, or twice by ``wanted``."""
    if not wanted:
        return []
    rows = enrolments.filter(
        member__in={each.member for each in wanted},
        session__starts_at__lt=max(each.end for each in wanted),
        session__ends_at__gt=min(each.begin for each in wanted),
    ).exclude(session__state="cancelled")
    names, held = {}, defaultdict(list)
    for pk, name, session, label, course, begin, end in rows.order_by().values_list(
        "member",
        "member__name",
        "session",
        "session__number",
        "session__course__name",
        "session__starts_at",
        "session__ends_at",
    ):
        names[pk] = name
        held[pk].append((session, f"{label} {course}", begin, end))
    found = []
    for each in wanted:
        clash = next((h for h in held[each.member] if _meets(each, h)), None)
        if clash is not None:
            found.append((each.record, _worded(names.get(each.member), clash)))
        held[each.member].append((each.session, "", each.begin, each.end))
    return found


def _meets(one: Wanted, other: tuple) -> bool:
    """Whether both take the same time; one may begin when the other ends."""
    session, _label, begin, end = other
    return session != one.session and one.begin < end and begin < one.end


def _worded(name: str | None, clash: tuple) -> str:
    _session, label, begin, end = clash
    told = {
        "name": name or _("This person"),
        "session": label or _("another session"),
        "begin": f"{timezone.localtime(begin):%Y-%m-%d %H:%M}",
        "end": f"{timezone.localtime(end):%H:%M}",
    }
    text = _("%(name)s is in %(session)s at that time, %(begin)s to %(end)s.")
    return text % told
