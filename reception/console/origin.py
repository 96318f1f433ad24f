"""Where a file comes from: looked up by its hash, its number, or the file itself."""

import hashlib
import re

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from reception.access.scope import visible
from reception.exchange import reports
from reception.ledger.history import model_of
from reception.ledger.models import Entry, Kind

SHA256 = re.compile(r"[0-9a-fA-F]{64}")
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
FILES = (Kind.EXPORTED, Kind.IMPORTED)


class OriginForm(forms.Form):
    """What is known of the file."""

    told = forms.CharField(
        label=gettext_lazy("SHA-256 or number of the export"),
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
    )
    file = forms.FileField(
        label=gettext_lazy("or the file itself"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy("It is compared and forgotten, not kept."),
    )

    def clean_told(self):
        """Return a hash in small letters, or a number."""
        told = self.cleaned_data["told"].strip().replace(" ", "")
        if told and not SHA256.fullmatch(told) and not NUMBER.fullmatch(told):
            raise forms.ValidationError(
                _("A SHA-256 has 64 digits and letters from a to f; a number, digits.")
            )
        return told.lower()

    def clean(self):
        """Want the one or the other."""
        told = super().clean()
        if not self.errors and not told.get("told") and not told.get("file"):
            raise forms.ValidationError(
                _("Write the hash or the number, or choose the file.")
            )
        return told


def digest_of(upload) -> str:
    """Return the SHA-256 of an uploaded file."""
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return digest.hexdigest()


def entries_of(user, told: str):
    """Return the entries about files with this hash or number that ``user`` may see.

    Those are the files of offices within reach, for who may read the ledger, and
    always his own.
    """
    within = Q(pk__in=visible(user, "view", Entry.objects.all()).values("pk"))
    entries = Entry.objects.filter(within | Q(actor_id=user.pk), kind__in=FILES)
    if NUMBER.fullmatch(told):
        return entries.filter(details__export=int(told))
    return entries.filter(details__sha256=told)


def origin(request):
    """Ask for a file, and say where it comes from."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OriginForm(*sent)
    found = sha256 = None
    if form.is_valid():
        upload = form.cleaned_data["file"]
        sha256 = digest_of(upload) if upload else ""
        told = sha256 or form.cleaned_data["told"]
        found = [_told(entry) for entry in entries_of(request.user, told)[:SHOWN]]
    context = {
        **admin.site.each_context(request),
        "title": _("Where does this file come from?"),
        "form": form,
        "found": found,
        "sha256": sha256,
        "limit": settings.UPLOAD_LIMIT_MB,
    }
    return TemplateResponse(request, "console/origin.html", context)


SHOWN = 20  # a file exported unchanged by many has one hash


def _told(entry: Entry) -> dict:
    """Return what an entry says of its file."""
    model, details = model_of(entry), entry.details
    report = reports.known().get(details.get("report"))
    what = model._meta.verbose_name_plural if model else entry.record_type
    return {
        "entry": entry,
        "what": report.title if report else what,
        "details": details,
        "is_broken": details.get("complete") is False,
    }
