"""Certificates as Word documents, one to a page, as an office prints them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Certificate, TrainingSession
from reception.documents.word import Paper


def certificates(
    session: TrainingSession, issued: Sequence[Certificate], author: str, at: datetime
) -> bytes:
    """Return one document with a page for each of ``issued``, in their order."""
    name = _("Certificates of %(session)s") % {"session": session}
    paper = Paper(name, author, at, numbered=False)
    for number, each in enumerate(issued):
        if number:
            paper.new_page()
        _page(paper, session, each)
    return paper.data()


def _page(paper: Paper, session: TrainingSession, certificate: Certificate) -> None:
    """Write the page of one certificate."""
    paper.title(certificate.kind.name)
    paper.paragraph(_("No.: %(number)s") % {"number": certificate.number})
    paper.paragraph("")
    first, last = (timezone.localdate(t) for t in (session.starts_at, session.ends_at))
    told = {
        "name": certificate.holder.name,
        "unit": certificate.holder.employer,
        "course": session.course,
        "hours": floatformat(session.length, "-2"),
        "days": _day(first) if first == last else f"{_day(first)}至{_day(last)}",
    }
    paper.paragraph(
        _(
            "%(name)s of %(unit)s took part in the training “%(course)s” on %(days)s, "
            "%(hours)s hours, passed, and is hereby given this certificate."
        )
        % told
    )
    if certificate.valid_until:
        text = _("Valid until %(day)s.")
        paper.paragraph(text % {"day": _day(certificate.valid_until)})
    else:
        paper.paragraph(_("Without a term."))
    paper.signature(certificate.issuer, _day(certificate.issued_on))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
