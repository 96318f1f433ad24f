"""The duty roster of a week as a Word document (值班表)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reception.documents.word import Paper
from visits.models import Shift
from visits.resting import DAY, WEEK, day_of, days_between

WIDTHS = (4, 5, 5, 5)


def roster_paper(
    place, first: date, shifts: Sequence[Shift], author: str, at: datetime
) -> bytes:
    """Return the document: a row for each day, a column for each kind of shift."""
    last = first + WEEK - DAY
    paper = Paper(_("Duty roster of %(place)s") % {"place": place}, author, at)
    paper.title(_("Duty roster of %(place)s") % {"place": place})
    days = {"first": _day(first), "last": _day(last)}
    paper.paragraph(_("From %(first)s to %(last)s.") % days)
    kinds = list(Shift.Kind)
    cells = defaultdict(list)
    for shift in shifts:
        if shift.state != Shift.State.ABSENT:
            cells[day_of(shift), shift.kind].append(_line(shift))
    paper.table(
        [_("day"), *(str(kind.label) for kind in kinds)],
        [
            [
                f"{_day(day)}\n{date_format(day, 'l')}",
                *("\n".join(cells[day, kind]) or "—" for kind in kinds),
            ]
            for day in days_between(first, last)
        ],
        WIDTHS,
    )
    phone = getattr(place, "phone", "")
    if phone:
        paper.paragraph(_("Duty phone: %(phone)s") % {"phone": phone})
    paper.paragraph(
        _("Whoever cannot come asks for a swap beforehand; nobody leaves his post.")
    )
    paper.signature(str(place), _day(timezone.localdate(at)))
    return paper.data()


def _line(shift: Shift) -> str:
    """Return who is on duty, from when to when, and as what."""
    begin, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    what = _(", ").join(
        str(each) for each in (shift.get_duty_display(), shift.task) if each
    )
    who = f"{shift.member} {begin:%H:%M}–{end:%H:%M}"
    return _("%(who)s (%(what)s)") % {"who": who, "what": what} if what else who


def _day(day: date) -> str:
    # Translators: a day in a document; in Chinese Y年n月j日
    return date_format(day, pgettext("date format", "j F Y"))
