"""The page that silences the reminders of a certificate for some days."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from compliance.expiring import LONGEST_PAUSE
from compliance.models import Certificate, Snooze
from reception.access.scope import can
from reception.console.inputs import DayInput


class SnoozeForm(forms.Form):
    """Until when nobody is reminded, and why."""

    until = forms.DateField(
        label=gettext_lazy("silent until"),
        widget=DayInput,
        help_text=gettext_lazy("At most 30 days ahead."),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=500,
        help_text=gettext_lazy("Such as: the examination is booked for the 12th."),
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args, today, **given):
        super().__init__(*args, **given)
        self.today = today

    def clean_until(self):
        """Want a day that is neither past nor far ahead."""
        until = self.cleaned_data["until"]
        if not self.today <= until <= self.today + timedelta(days=LONGEST_PAUSE):
            text = _("Choose a day from today on, at most %(days)s days ahead.")
            raise ValidationError(text % {"days": LONGEST_PAUSE})
        return until


def snooze(screen, request, record):
    """Let reminders of the certificate be silent for some days."""
    if not can(request.user, "change", record):
        raise PermissionDenied
    today = timezone.localdate()
    form = SnoozeForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        keep(record, today, request.user, **form.cleaned_data)
        text = _("Nobody is reminded of it until %(day)s.")
        told = {"day": form.cleaned_data["until"].isoformat()}
        screen.message_user(request, text % told, messages.SUCCESS)
        return HttpResponseRedirect(screen.page("change", record.pk))
    label = _("Pause reminders")
    return screen.answer(
        request,
        "compliance/withdraw.html",
        record,
        title=_("%(move)s: %(record)s") % {"move": label, "record": record},
        form=form,
        label=label,
        lead=_("Holder, head of office and training officer are not reminded so long."),
        facts=[
            (_("holder"), f"{record.holder} · {record.holder.employer}"),
            (_("valid until"), record.valid_until or "—"),
        ],
    )


@transaction.atomic
def keep(record, today, user, *, until, reason) -> Snooze:
    """Keep the pause; one that was entered today is replaced."""
    Certificate.objects.select_for_update(of=("self",)).get(pk=record.pk)
    told = {"until": until, "reason": reason, "snoozed_by": user}
    kept, _is_new = Snooze.objects.update_or_create(
        certificate=record, since=today, defaults=told
    )
    return kept
