"""The readiness board of a visit (三到位), and waivers of what is missing."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.scope import can_at_place
from reception.console.admin import ToldAdmin
from visits import readiness
from visits.admin.assignment import assignment_door
from visits.admin.task_order import order_doors
from visits.exchange import ReadinessWaiverResource
from visits.models import ReadinessWaiver
from visits.readiness import Answer, Area

SIGNS = {
    Answer.DONE: ("is-done", "check_circle"),
    Answer.MISSING: ("is-missing", "error"),
    Answer.WAIVED: ("is-open", "do_not_disturb_on"),
    Answer.NOT_NEEDED: ("is-open", "radio_button_unchecked"),
}


class WaiverForm(forms.Form):
    """What is let pass, and why."""

    check = forms.ChoiceField()
    reason = forms.CharField(max_length=1000)

    def __init__(self, missing, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["check"].choices = [(each.name, each.label) for each, _f in missing]


def readiness_page(screen, request, visit):
    """Show what is in place and what is missing; let approvers waive."""
    today = timezone.localdate()
    by_own_hand = request.user.pk in {visit.entered_by_id, visit.submitted_by_id}
    may_waive = can_at_place(request.user, "approve", visit) and not (
        visit.closed_reason() or by_own_hand
    )
    if request.method == "POST":
        if not may_waive:
            raise PermissionDenied
        waive(request, visit, today)
        return HttpResponseRedirect(screen.page("readiness", visit.pk))
    found = readiness.look(visit, today)
    missing = [each for each, answer in found if answer.answer == Answer.MISSING]
    return screen.answer(
        request,
        "visits/readiness.html",
        visit,
        title=_("Readiness of %(visit)s") % {"visit": visit},
        areas=[(area, _rows(found, area)) for area in Area if _rows(found, area)],
        missing=len(missing),
        total=sum(answer.answer != Answer.NOT_NEEDED for _c, answer in found),
        may_waive=may_waive,
        doors=[
            *order_doors(request.user, visit),
            *assignment_door(request.user, visit),
        ],
        obstacles=screen.obstacles_of(request, visit, "make_ready"),
        move=screen.page("move", visit.pk, "make_ready"),
    )


def _rows(found, area: Area) -> list[tuple]:
    """Return (check, answer, class, sign) of the checks of an area."""
    return [(c, f, *SIGNS[f.answer]) for c, f in found if c.area == area]


def waive(request, visit, today) -> None:
    """Keep that an approver lets something missing pass, or say why not."""
    form = WaiverForm(readiness.missing(visit, today), request.POST)
    if not form.is_valid():
        text = _("Choose what is missing and give a reason; nothing was waived.")
        messages.error(request, text)
        return
    told = {"given_by": request.user, "given_at": timezone.now()}
    told |= {"reason": form.cleaned_data["reason"]}
    name = form.cleaned_data["check"]
    ReadinessWaiver.objects.get_or_create(visit=visit, name=name, defaults=told)
    messages.success(request, _("It is waived; auditors see who and why."))


@admin.register(ReadinessWaiver)
class ReadinessWaiverAdmin(ToldAdmin):
    """What was let pass before arrivals, for auditors."""

    resource_class = ReadinessWaiverResource
    list_display = ["visit", "label", "reason", "given_by", "given_at"]
    list_filter = ["name"]
    list_select_related = ["visit", "given_by"]
    search_fields = ["visit__number", "visit__title", "reason"]
    fields = ["visit", "label", "reason", ("given_by", "given_at")]
    readonly_fields = ["label"]

    @admin.display(description=gettext_lazy("check"), ordering="name")
    def label(self, waiver):
        """Return what was let pass, in words."""
        known = readiness.CHECKS.get(waiver.name)
        return known.label if known else waiver.name
