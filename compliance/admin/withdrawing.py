"""The pages that withdraw a certificate or let it count again: day, paper, reason."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from reception.access.scope import can_at_place
from reception.console.inputs import DayInput
from reception.workflow import MoveNotPossible, move


class DayForm(forms.Form):
    """From when, by which document, and why."""

    day = forms.DateField(label=gettext_lazy("from"), widget=DayInput)
    document = forms.CharField(
        label=gettext_lazy("document"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The letter or decision that says so, if there is one."),
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


LEADS = {
    "suspend": gettext_lazy(
        "From this day on it does not count, until somebody lets it count again."
    ),
    "reinstate": gettext_lazy("From this day on it counts again."),
    "revoke": gettext_lazy(
        "From this day on it does not count any more. This cannot be taken back."
    ),
}


def page_of(name: str):
    """Return the page on which the move ``name`` is made."""

    def page(screen, request, record):
        step, at = record.moves[name], timezone.now()
        until = record.valid_until.isoformat() if record.valid_until else "—"
        if not can_at_place(request.user, step.action, record):
            raise PermissionDenied
        form = DayForm(
            request.POST or None, initial={"day": timezone.localdate(at).isoformat()}
        )
        if request.method == "POST" and form.is_valid():
            facts = dict(form.cleaned_data)
            told = {"by": request.user, "at": at, "reason": facts.pop("reason")}
            try:
                moved = move(record, name, facts=facts, **told)
            except MoveNotPossible as refused:
                form.add_error(None, str(refused))
            else:
                text = _("%(record)s is now “%(state)s”.")
                said = {"record": moved, "state": moved.get_state_display()}
                screen.message_user(request, text % said, messages.SUCCESS)
                return HttpResponseRedirect(screen.page("change", record.pk))
        return screen.answer(
            request,
            "compliance/withdraw.html",
            record,
            title=_("%(move)s: %(record)s") % {"move": step.label, "record": record},
            form=form,
            label=step.label,
            lead=LEADS[name],
            facts=[
                (_("holder"), f"{record.holder} · {record.holder.employer}"),
                (_("issued on"), record.issued_on.isoformat()),
                (_("valid until"), until),
            ],
        )

    return page


PAGES = {name: page_of(name) for name in LEADS}
