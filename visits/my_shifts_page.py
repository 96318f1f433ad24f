"""My shifts: everybody's own duty, on a phone, and his swaps."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from compliance.models import StaffMember
from reception.access.admin import is_key
from reception.workflow import MoveNotPossible, move
from visits import swapping
from visits.models import Assignment, Shift, ShiftSwap

BEHIND = timedelta(days=14)  # of past shifts that are shown
ANSWERS = ("agree", "decline", "withdraw")


class SwapForm(forms.Form):
    """Whom to ask, what to take in return, and why."""

    colleague = forms.ModelChoiceField(
        StaffMember.objects.none(),
        label=pgettext_lazy("a swap", "takes it over"),
        widget=UnfoldAdminSelectWidget,
    )
    in_return = forms.ModelChoiceField(
        Shift.objects.none(),
        label=pgettext_lazy("a swap", "shift in return"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Of this colleague; empty: none."),
    )
    reason = forms.CharField(
        label=pgettext_lazy("a swap", "reason"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, shift: Shift, at: datetime, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = swapping.colleagues(shift)
        offered = swapping.offered_in_return(shift, at)
        self.fields["in_return"].queryset = offered
        self.fields["in_return"].label_from_instance = lambda each: (
            f"{each} {each.get_kind_display()}"
        )


def my_shifts(request):
    """Show the reader's own shifts and assignments, and his swaps."""
    now = timezone.now()
    if request.method == "POST":
        return _answer(request, now)
    today = timezone.localdate(now)
    member = getattr(request.user, "staff_member", None)
    shifts = swapping.own_shifts(request.user).select_related("office", "venue")
    coming = list(shifts.filter(ends_at__gt=now).order_by("starts_at", "pk"))
    past = shifts.filter(ends_at__lte=now, starts_at__gt=now - BEHIND)
    swaps = ShiftSwap.objects.select_related(
        "shift", "in_return", "holder", "colleague", "colleague__user"
    )
    asked = list(swaps.filter(asked_by=request.user, asked_at__gt=now - 2 * BEHIND))
    in_swap = {each.shift_id for each in asked if each.state in ("asked", "agreed")}
    assigned = Assignment.objects.holding().filter(
        member__user=request.user, last_day__gte=today
    )
    context = {
        **admin.site.each_context(request),
        "title": _("My shifts"),
        "member": member,
        "coming": [
            (each, each.pk not in in_swap and swapping.may_ask(request.user, each, now))
            for each in coming
        ],
        "past": past.order_by("-starts_at"),
        "assignments": assigned.select_related("visit").order_by("first_day", "pk"),
        "to_answer": swaps.filter(colleague__user=request.user, state="asked"),
        "asked": asked,
        "open": ("asked", "agreed"),
        "today": today,
    }
    return TemplateResponse(request, "visits/my_shifts.html", context)


def _answer(request, now: datetime) -> HttpResponseRedirect:
    """Agree to a swap, decline it or take it back, and say how it went."""
    key, name = request.POST.get("swap", ""), request.POST.get("move", "")
    rows = ShiftSwap.objects.filter(pk=int(key) if is_key(key) else None)
    swap = rows.first()
    if swap is None or name not in ANSWERS:
        raise Http404
    own = (swap.asked_by_id, swap.colleague.user_id)
    if request.user.pk not in own:  # others learn nothing of it
        raise Http404
    try:
        moved = move(swap, name, by=request.user, at=now)
    except MoveNotPossible as refused:
        messages.error(request, str(refused))
    else:
        told = {"swap": moved, "state": moved.get_state_display()}
        text = _("The swap %(swap)s is now “%(state)s”.")
        messages.success(request, text % told)
    return HttpResponseRedirect(reverse("roster:mine"))


def ask_swap(request, pk: int):
    """Ask a colleague to take over one of the reader's own shifts."""
    now = timezone.now()
    rows = swapping.own_shifts(request.user).select_related("member", "office", "venue")
    shift = rows.filter(pk=pk).first()
    if shift is None:
        raise Http404
    if not swapping.may_ask(request.user, shift, now):
        raise PermissionDenied
    form = SwapForm(shift, now, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            swapping.ask(shift, **given, by=request.user, at=now)
        except MoveNotPossible as refused:
            form.add_error(None, str(refused))
        else:
            text = _("%(name)s is asked; after his yes an approver decides.")
            messages.success(request, text % {"name": given["colleague"]})
            return HttpResponseRedirect(reverse("roster:mine"))
    context = {
        **admin.site.each_context(request),
        "title": _("Ask for a swap"),
        "shift": shift,
        "form": form,
        "back": reverse("roster:mine"),
    }
    return TemplateResponse(request, "visits/ask_swap.html", context)
