"""Sharing one record with a user or an office, from the page that says who sees it."""

from datetime import datetime

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from reception.access.admin import is_key
from reception.access.granting import can_be_shared, share, shares_of, take_back
from reception.access.scope import can, visible
from reception.accounts.models import Office, User
from reception.console.inputs import MomentField

RIGHTS = {"view": _("see"), "change": _("change")}


class ShareForm(forms.Form):
    """With whom, for what, until when."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("user"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    office = forms.ModelChoiceField(
        Office.objects.all(),
        label=_("or an office"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    action = forms.ChoiceField(
        label=_("right"), choices=list(RIGHTS.items()), widget=UnfoldAdminSelectWidget
    )
    until = MomentField(
        label=_("until"),
        required=False,
        help_text=_("Lapses by itself; empty means until taken back."),
    )

    def __init__(self, sharer: User, record: Model, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sharer, self.record = sharer, record
        colleagues = User.objects.filter(is_active=True).exclude(pk=sharer.pk)
        self.fields["user"].queryset = visible(sharer, "refer", colleagues)

    def clean_action(self) -> str:
        """Refuse to share a right that the sharer lacks."""
        action = self.cleaned_data["action"]
        if not can(self.sharer, action, self.record):
            raise forms.ValidationError(_("You can share only rights of your own."))
        return action

    def clean_until(self) -> datetime | None:
        """Refuse an end that has passed."""
        until = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise forms.ValidationError(_("Choose a time in the future."))
        return until

    def clean(self) -> dict:
        """Ask for exactly one holder."""
        told = super().clean()
        if bool(told.get("user")) == bool(told.get("office")):
            raise forms.ValidationError(_("Choose a user or an office."))
        return told


def panel(record: Model, user, form: ShareForm | None = None) -> dict:
    """Return what the page shows about the record's shares."""
    if not can_be_shared(type(record)):
        return {}
    now = timezone.now()
    may_share = can(user, "share", record)
    shares = [
        {
            "holder": grant.holder,
            "right": RIGHTS[grant.permission.codename.split("_")[0]],
            "until": grant.expires_at,
            "lapsed": grant.expires_at is not None and grant.expires_at <= now,
            "by": grant.granted_by,
            "key": f"{grant._meta.model_name}-{grant.pk}",
        }
        for grant in shares_of(record)
    ]
    return {
        "shares": shares,
        "may_share": may_share,
        "share_form": (form or ShareForm(user, record)) if may_share else None,
    }


@transaction.atomic
def change_shares(record: Model, user, data) -> ShareForm | None:
    """Share the record, or take a share back, as the posted ``data`` says.

    Return the form if it has errors.

    Raises:
        PermissionDenied: ``user`` may not share this record.
    """
    if not can_be_shared(type(record)) or not can(user, "share", record):
        raise PermissionDenied
    if "take_back" in data:
        table, _hyphen, key = data["take_back"].partition("-")
        take_back(record, table, int(key) if is_key(key) else 0)
        return None
    form = ShareForm(user, record, data)
    if not form.is_valid():
        return form
    told = form.cleaned_data
    share(
        record,
        told["user"] or told["office"],
        told["action"],
        by=user,
        until=told["until"],
    )
    return None
