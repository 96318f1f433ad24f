"""The service standards of a visit on one page, and of a rehearsal."""

from itertools import groupby

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from compliance.models import Checklist, ChecklistVersion
from reception.access.admin import is_key
from reception.access.scope import can
from reception.workflow import MoveNotPossible
from visits import standards
from visits.models.standard import standards_of


def standards_page(screen, request, visit):
    """Show the steps of the standards of a visit; on POST note which were taken."""
    may_note = can(request.user, "change", visit) and not visit.closed_reason()
    if request.method == "POST":
        _note(request, visit)
        return HttpResponseRedirect(screen.page("standards", visit.pk))
    steps = {
        step.item_id: step for step in visit.standard_steps.select_related("taken_by")
    }
    lists = [
        (version, _by_phase(version, steps))
        for version in standards_of(visit).prefetch_related("items")
    ]
    return screen.answer(
        request,
        "visits/standards.html",
        visit,
        title=_("Service standards of %(visit)s") % {"visit": visit},
        lists=lists,
        may_note=may_note,
        locked=visit.closed_reason() or "",
    )


def _by_phase(version, steps) -> list[tuple]:
    """Return the phases of a standard, each with (item, step taken or None)."""
    rows = [(item, steps.get(item.pk)) for item in version.items.all()]
    return [
        (phase, list(held)) for phase, held in groupby(rows, lambda row: row[0].phase)
    ]


def _note(request, visit) -> None:
    """Note the steps that the page says were taken."""
    wanted, shown = (
        {int(key) for key in request.POST.getlist(name) if is_key(key)}
        for name in ("taken", "shown")
    )
    now = timezone.now()
    try:
        standards.note_steps(visit, wanted, shown, by=request.user, at=now)
    except MoveNotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The steps are noted."))


class StandardForm(forms.Form):
    """The standard whose steps are rehearsed."""

    standard = forms.ModelChoiceField(
        ChecklistVersion.objects.none(),
        label=gettext_lazy("service standard"),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = Checklist.Kind.PROCESS
        self.fields["standard"].queryset = ChecklistVersion.objects.in_force(kind)


def take_points(screen, request, rehearsal):
    """Ask whose steps a rehearsal takes as its points; on POST take them."""
    if not can(request.user, "change", rehearsal):
        raise PermissionDenied
    form = StandardForm(request.POST or None)
    wanted = request.method == "POST" and form.is_valid()
    if wanted and _taken(request, rehearsal, form.cleaned_data["standard"]):
        return HttpResponseRedirect(screen.page("change", rehearsal.pk))
    return screen.answer(
        request,
        "visits/take_points.html",
        rehearsal,
        title=_("Take points from a standard: %(rehearsal)s")
        % {"rehearsal": rehearsal},
        form=form,
        locked=rehearsal.locked_reason() or "",
    )


def _taken(request, rehearsal, version) -> bool:
    """Take the points and say how many came."""
    try:
        count = standards.rehearse_by(rehearsal, version, by=request.user)
    except MoveNotPossible as refused:
        messages.error(request, str(refused))
        return False
    told = ngettext(
        "%(count)s point was added to the list.",
        "%(count)s points were added to the list.",
        count,
    )
    messages.success(request, told % {"count": count})
    return True
