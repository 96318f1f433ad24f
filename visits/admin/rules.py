"""The page of what the rules say of a visit, where reasons are given in place."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget

from compliance.models import Breach
from compliance.rules.core import Severity, Stage
from reception.access.scope import can, may
from visits.judging import Judged, judge_visit
from visits.models import Justification, Visit

STEPS = {
    Stage.SUBMIT: gettext_lazy("before it is submitted"),
    Stage.APPROVE: gettext_lazy("before it is approved"),
    Stage.READY: gettext_lazy("before it is ready"),
    Stage.SETTLE: gettext_lazy("before it is settled"),
    Stage.AFTER: gettext_lazy("checked afterwards"),
}
KINDS = {
    Severity.BLOCK: (gettext_lazy("stands in the way"), "bad"),
    Severity.JUSTIFY: (gettext_lazy("asks for a reason"), "warn"),
    Severity.WARN: (gettext_lazy("to note"), "info"),
}


class JustificationForm(forms.Form):
    """The reason for one finding; ``fingerprint`` says for which facts."""

    rule = forms.CharField(widget=forms.HiddenInput)
    detail = forms.CharField(widget=forms.HiddenInput)
    fingerprint = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as the page shows it."""

    judged: Judged
    where: str
    what: str
    title: str
    text: str
    source: str
    url: str
    measured: str
    limit: str
    unit: str
    kind: str
    tone: str
    step: str
    form: JustificationForm | None = None

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.judged.finding.rule.id


def _number(value) -> str:
    if value is None:
        return ""
    return number_format(value, 0 if value == int(value) else 2)


def _line(judged: Judged, form: JustificationForm | None = None) -> Line:
    finding, language = judged.finding, get_language() or "en"
    kind, tone = KINDS[finding.severity]
    if judged.is_answered:
        kind, tone = _("answered"), "good"
    return Line(
        judged=judged,
        where=finding.subject.words.told(language),
        what=finding.words.told(language),
        title=finding.rule.title.told(language),
        text=finding.citation.text.told(language),
        source=finding.citation.words.told(language),
        url=finding.citation.document.url,
        measured=_number(finding.measured),
        limit=_number(finding.limit),
        unit=finding.unit.told(language) if finding.unit else "",
        kind=kind,
        tone=tone,
        step=STEPS[finding.rule.stage],
        form=form,
    )


def tool(screen, visit: Visit) -> dict:
    """Return the door to the page, with how many findings are unanswered."""
    found = judge_visit(visit, timezone.localdate())
    count = sum(_is_open(each) for each in found)
    label = _("Rules (%(count)s)") % {"count": count} if count else _("Rules")
    return {"label": label, "icon": "gavel", "url": screen.page("rules", visit.pk)}


def _is_open(judged: Judged) -> bool:
    finding = judged.finding
    stands = finding.severity is not Severity.WARN
    return stands and not finding.is_unknown and not judged.is_answered


def rules_page(screen, request, visit):
    """Show what the rules say; on POST keep the reason for one finding."""
    may_justify = not visit.closed_reason() and can(request.user, "change", visit)
    sent = None
    if request.method == "POST":
        if not may_justify:
            raise PermissionDenied
        sent = JustificationForm(request.POST)
        if sent.is_valid() and justify(request, visit, sent.cleaned_data):
            return HttpResponseRedirect(screen.page("rules", visit.pk))
    found = judge_visit(visit, timezone.localdate())
    broken = [each for each in found if not each.finding.is_unknown]
    lines = [_line(each, _form(each, sent) if may_justify else None) for each in broken]
    return screen.answer(
        request,
        "visits/rules.html",
        visit,
        title=_("Rules: %(record)s") % {"record": visit},
        lines=sorted(lines, key=_order),
        open_count=sum(_is_open(each) for each in broken),
        unknown=[_line(each) for each in found if each.finding.is_unknown],
        sees_register=may(request.user, "view", Breach),
    )


def _order(line: Line) -> tuple:
    """What stands in the way comes first, what is answered last."""
    severities = list(Severity)
    severity = line.judged.finding.severity
    return line.judged.is_answered, severities.index(severity), line.id


def _form(judged: Judged, sent: JustificationForm | None) -> JustificationForm | None:
    """Return the form for the reason that a finding asks for."""
    finding = judged.finding
    if finding.severity is not Severity.JUSTIFY or judged.is_answered:
        return None
    about = {
        "rule": finding.rule.id,
        "detail": finding.subject.key,
        "fingerprint": judged.fingerprint,
    }
    if sent is not None and all(sent.data.get(name) == about[name] for name in about):
        return sent
    return JustificationForm(initial=about, auto_id=f"{finding.rule.id}-%s")


def justify(request, visit: Visit, given: dict) -> bool:
    """Keep a reason if the facts are still those that the user saw; say how it went."""
    at = timezone.now()
    for judged in judge_visit(visit, timezone.localdate(at)):
        finding = judged.finding
        if (
            finding.severity is Severity.JUSTIFY
            and not judged.is_answered
            and judged.fingerprint == given["fingerprint"]
        ):
            Justification.objects.get_or_create(
                visit=visit,
                rule=finding.rule.id,
                detail=finding.subject.key,
                fingerprint=judged.fingerprint,
                defaults={
                    "reason": given["reason"],
                    "given_by": request.user,
                    "given_at": at,
                },
            )
            messages.success(request, _("The reason is on the file."))
            return True
    messages.error(
        request,
        _("The facts have changed, or the reason has been given; look again."),
    )
    return True
