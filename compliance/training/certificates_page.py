"""The page of a session's certificates: who gets one, issued in one step, printed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.models import Certificate, CertificateKind
from compliance.training import paper
from compliance.training.issuing import (
    IssueRefused,
    Term,
    issue,
    may_issue,
    obstacle,
    waiting,
)
from reception.access.admin import is_key
from reception.access.scope import may, visible
from reception.console import sending
from reception.console.inputs import DayInput


class TermForm(forms.Form):
    """When the certificates are issued, and until when they count."""

    issued_on = forms.DateField(label=gettext_lazy("issued on"), widget=DayInput)
    valid_until = forms.DateField(
        label=gettext_lazy("valid until"), widget=DayInput, required=False
    )

    def __init__(self, kind: CertificateKind | None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if kind is None or kind.term_kind != CertificateKind.TermKind.PAPER:
            del self.fields["valid_until"]


def certificates_page(screen, request, session):
    """Show who passed and what was issued; on POST issue what is waiting."""
    if not may(request.user, "view", Certificate):
        raise PermissionDenied
    kind = session.course.kind
    form = TermForm(
        kind, request.POST or None, initial={"issued_on": timezone.localdate()}
    )
    if request.method == "POST":
        if not may_issue(request.user, session):
            raise PermissionDenied
        if form.is_valid() and _issued(request, session, form.cleaned_data):
            return HttpResponseRedirect(screen.page("certificates", session.pk))
    issued = visible(request.user, "view", Certificate.objects.all())
    issued = issued.filter(enrolment__session=session).order_by("number")
    return screen.answer(
        request,
        "compliance/training/certificates.html",
        session,
        title=_("Certificates: %(course)s") % {"course": session.course},
        session=session,
        kind=kind,
        form=form,
        why_not=obstacle(session) or "",
        may_issue=may_issue(request.user, session),
        waiting=list(waiting(session).order_by("member__number")),
        issued=list(issued.select_related("holder__office", "holder__venue")),
        printed=screen.page("print", session.pk),
        results=screen.page("results", session.pk),
    )


def _issued(request, session, told: dict) -> bool:
    """Issue the certificates and say how it went."""
    term = Term(told["issued_on"], told.get("valid_until"))
    try:
        made = issue(session, term, by=request.user, at=timezone.now())
    except IssueRefused as refused:
        messages.error(request, str(refused))
        return False
    text = ngettext(
        "%(count)s certificate is issued.",
        "%(count)s certificates are issued.",
        len(made),
    )
    messages.success(request, text % {"count": len(made)})
    return True


def print_page(screen, request, session):
    """Send the certificates of the session as one Word document; or ``only`` one."""
    rows = visible(request.user, "view", Certificate.objects.all())
    rows = rows.filter(enrolment__session=session)
    only = request.GET.get("only", "")
    if is_key(only):
        rows = rows.filter(pk=only)
    found = list(
        rows.select_related("kind", "holder__office", "holder__venue").order_by(
            "number"
        )
    )
    if not found:
        messages.info(request, _("No certificate was issued yet."))
        return HttpResponseRedirect(screen.page("certificates", session.pk))
    now = timezone.now()
    name = found[0].number if len(found) == 1 else session.number
    return sending.word(
        request,
        session,
        f"{_('Certificate')} {name}",
        paper.certificates(session, found, session.office.name, now),
        rows=len(found),
        at=now,
    )
