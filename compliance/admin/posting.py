"""The page on which somebody takes another post, or returns."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from compliance.models import StaffMember
from compliance.posting import NotPossible, take_post
from reception.access.scope import can, visible
from reception.accounts.models import Office
from reception.console.inputs import DayInput
from venues.models import Venue


class PostForm(forms.Form):
    """From when, as what, and where."""

    on = forms.DateField(label=gettext_lazy("from"), widget=DayInput)
    post = forms.ChoiceField(
        label=gettext_lazy("post"),
        choices=StaffMember.Post,
        widget=UnfoldAdminSelectWidget,
    )
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("employing office"),
        required=False,
        help_text=gettext_lazy("Fill in the office or the venue, not both."),
        widget=UnfoldAdminSelectWidget,
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label=gettext_lazy("employing venue"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args, member, user, today, **given):
        super().__init__(*args, **given)
        for name, model in (("office", Office), ("venue", Venue)):
            self.fields[name].queryset = visible(user, "refer", model.objects.all())
        self.initial = {
            "on": today.isoformat(),
            "post": member.post,
            "office": member.office_id,
            "venue": member.venue_id,
        }

    def clean(self):
        """Want one employer."""
        told = super().clean()
        if bool(told.get("office")) == bool(told.get("venue")):
            raise ValidationError(
                _("A staff member works for one office or one venue.")
            )
        return told


def another_post(screen, request, member):
    """Let somebody take another post or return; what he did before is kept."""
    if not can(request.user, "change", member):
        raise PermissionDenied
    given = {"member": member, "user": request.user, "today": timezone.localdate()}
    form = PostForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                moved = take_post(member, **form.cleaned_data)
                screen.ask_again(request, moved)
        except NotPossible as refused:
            form.add_error("on", str(refused))
        else:
            text = _("%(member)s is now %(post)s at %(employer)s; the past is kept.")
            told = {"member": moved, "post": moved.get_post_display()}
            told["employer"] = moved.employer
            screen.message_user(request, text % told, messages.SUCCESS)
            return HttpResponseRedirect(screen.page("change", member.pk))
    label = _("Return") if member.left_on else _("Change of post")
    present = f"{member.get_post_display()} · {member.employer}"
    return screen.answer(
        request,
        "compliance/withdraw.html",
        member,
        title=_("%(move)s: %(record)s") % {"move": label, "record": member},
        form=form,
        label=label,
        lead=_("Until the day before, the present post is kept as an earlier one."),
        facts=[
            (_("present post"), present),
            (_("joined on"), member.joined_on or "—"),
            *([(_("left on"), member.left_on)] if member.left_on else []),
        ],
    )
