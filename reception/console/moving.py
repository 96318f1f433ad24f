"""Moving many records at once: a page that says what stands in the way, and a note."""

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextareaWidget

from reception.workflow import foresee, move_many

MOST = 500  # records on one page
TOLD = 10  # refusals told one by one


class ReasonForm(forms.Form):
    """Why a move is made."""

    reason = forms.CharField(
        label=gettext_lazy("reason"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def ask_and_move(name: str, screen, request, queryset):
    """List the chosen records and what stands in the way of each; then move them.

    Returns the page, or the way back to the list once the mover has confirmed.
    """
    chosen = list(queryset[: MOST + 1])
    if len(chosen) > MOST:
        text = _("Choose at most %(most)s records at a time; narrow the list first.")
        screen.message_user(request, text % {"most": MOST}, messages.ERROR)
        return None
    step, at = screen.moves[name], timezone.now()
    form = ReasonForm(request.POST if "confirm" in request.POST else None)
    form.fields["reason"].required = step.needs_reason is True
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        tell(
            screen,
            request,
            move_many(chosen, name, by=request.user, at=at, reason=reason),
        )
        return HttpResponseRedirect(request.get_full_path())
    foreseen = foresee(chosen, name, by=request.user, at=at)
    asked = next((said for r, _why in foreseen if (said := step.asks(r, at))), None)
    context = {
        **screen.admin_site.each_context(request),
        "title": step.label,
        "opts": screen.opts,
        "step": step,
        "action": f"move_{name}",
        "box": ACTION_CHECKBOX_NAME,
        "form": form,
        "asked": asked,
        "ready": [record for record, why in foreseen if not why],
        "stopped": [(record, why) for record, why in foreseen if why],
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "console/move_many.html", context)


def tell(screen, request, outcome) -> None:
    """Say how many moved, and what became of the others."""
    if count := len(outcome.moved):
        text = ngettext(
            "%(count)s record moved to “%(state)s”.",
            "%(count)s records moved to “%(state)s”.",
            count,
        )
        states = dict.fromkeys(each.get_state_display() for each in outcome.moved)
        told = {"count": count, "state": _(", ").join(map(str, states))}
        screen.message_user(request, text % told, messages.SUCCESS)
    for record, why in outcome.refused[:TOLD]:
        screen.message_user(request, f"{record}: {why}", messages.ERROR)
    if (more := len(outcome.refused) - TOLD) > 0:
        text = ngettext(
            "%(count)s more stays as it is.", "%(count)s more stay as they are.", more
        )
        screen.message_user(request, text % {"count": more}, messages.ERROR)
