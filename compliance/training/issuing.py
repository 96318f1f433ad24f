"""Certificates from a session: issued in one step to all who passed, and only once."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.models import Certificate, CertificateKind, TrainingSession
from compliance.training import exams
from compliance.training.attending import held_still
from compliance.training.session_states import TAUGHT
from reception.access.scope import can, may, visible
from reception.accounts import numbering
from reception.ledger import writing


class IssueRefused(Exception):
    """No certificate is issued; the text says why and is fit for the screen."""


@dataclass(frozen=True, slots=True)
class Term:
    """When certificates are issued, and the last day on which they count."""

    issued_on: date
    valid_until: date | None = None  # the kind's own term, if empty


def may_issue(user, session: TrainingSession) -> bool:
    """Whether the user keeps the session and may register certificates."""
    return may(user, "add", Certificate) and can(user, "change", session)


def obstacle(session: TrainingSession) -> str | None:
    """Say why no certificates can come of the session now, or return None."""
    if session.course.kind_id is None:
        return _("The course leads to no certificate; name its kind on the course.")
    if session.state not in TAUGHT:
        return _("The session was not held yet; say so first.")
    return None


def waiting(session: TrainingSession):
    """Return the places of those who passed and have no certificate from it yet."""
    rows = exams.passed(session).filter(certificate__isnull=True)
    return rows.select_related("member__office", "member__venue__office")


@transaction.atomic
def issue(session: TrainingSession, term: Term, *, by, at) -> list[Certificate]:
    """Issue what is waiting and return it; asked again, nothing more is issued.

    Raises:
        PermissionDenied: ``by`` may not issue to some of them.
        IssueRefused: in words, why nothing is issued.
    """
    session = held_still(session)
    if not may_issue(by, session):
        raise PermissionDenied
    if reason := obstacle(session):
        raise IssueRefused(reason)
    kind = CertificateKind.objects.get(pk=session.course.kind_id)
    last = kind.ends(term.issued_on) or term.valid_until
    if last is not None and last < term.issued_on:
        raise IssueRefused(_("A certificate cannot end before it is issued."))
    places = list(waiting(session).order_by("member__number"))
    made = [
        Certificate(
            kind=kind,
            holder=place.member,
            issuer=session.office.name,
            issued_on=term.issued_on,
            valid_until=last,
        )
        for place in places
    ]
    if wrong := Certificate.beside_others(made, set()):
        raise IssueRefused(" ".join(str(text) for _record, text in wrong))
    prefix = f"{session.office.code}-ZS-{term.issued_on.year}-"
    numbering.count_on(prefix, made)
    writing.create_all(made, details={"session": session.number})
    written = Certificate.objects.filter(pk__in=[each.pk for each in made])
    if visible(by, "add", written).count() != len(made):
        raise PermissionDenied
    changed = []
    for place, certificate in zip(places, made, strict=True):
        place.session = session
        before = writing.snapshot(place)
        place.certificate = certificate
        changed.append((place, before))
    writing.change_all(changed, by=by, at=at)
    return made
