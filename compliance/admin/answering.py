"""The pages that answer a finding: report, extension, transfer, photographs."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from compliance.models import Finding, FindingPhoto, StaffMember
from reception.access.records import why_locked
from reception.access.scope import can_at_place, can_part
from reception.console.inputs import DayField
from reception.documents.pictures import validate_picture
from reception.workflow import MoveNotPossible, move

MOST = 20  # pictures at once


class PicturesInput(forms.FileInput):
    """An input for several pictures."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        """Return all files that were sent."""
        return files.getlist(name) if files else []


class PicturesField(forms.FileField):
    """Several pictures, each looked at; what is wrong with one names it."""

    def __init__(self, **given):
        camera = {"capture": "environment"} if given.pop("camera", False) else {}
        attrs = {"accept": "image/*", "multiple": True, **camera}
        super().__init__(widget=PicturesInput(attrs=attrs), required=False, **given)

    def clean(self, data, initial=None):
        """Return the pictures as a list."""
        files = [each for each in data or () if each]
        if len(files) > MOST:
            text = _("Send at most %(most)s pictures at a time.")
            raise ValidationError(text % {"most": MOST})
        return [self.judged(each) for each in files]

    def judged(self, file):
        """Return the file if it is a picture."""
        try:
            super().clean(file)
            validate_picture(file)
        except ValidationError as error:
            told = {"file": file.name, "why": " ".join(error.messages)}
            raise ValidationError(_("%(file)s: %(why)s") % told) from error
        return file


class PicturesForm(forms.Form):
    """Pictures, from the camera or from the files."""

    camera = PicturesField(label=gettext_lazy("take a photograph"), camera=True)
    pictures = PicturesField(label=gettext_lazy("choose pictures"))

    def chosen(self) -> list:
        """Return all pictures."""
        return self.cleaned_data["camera"] + self.cleaned_data["pictures"]


class PhotosForm(PicturesForm):
    """Pictures of how it was before, or is after."""

    stage = forms.ChoiceField(
        label=gettext_lazy("what they show"),
        choices=FindingPhoto.Stage,
        widget=UnfoldAdminSelectWidget,
    )
    note = forms.CharField(
        label=gettext_lazy("note"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    field_order = ("stage", "camera", "pictures", "note")

    def __init__(self, *args, record, at, **given):
        super().__init__(*args, **given)

    def clean(self):
        """Want at least one picture."""
        cleaned = super().clean()
        if not self.errors and not self.chosen():
            raise ValidationError(_("Choose at least one picture."))
        return cleaned


class ReportForm(PicturesForm):
    """What was done, by whom, when, and how it looks now."""

    move = "report"
    reason = forms.CharField(
        label=gettext_lazy("what was done"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    rectified_on = DayField(label=gettext_lazy("rectified on"))
    rectified_by = forms.ModelChoiceField(
        StaffMember.objects.none(),
        label=gettext_lazy("rectified by"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ("reason", "rectified_on", "rectified_by", "camera", "pictures")
    facts = ("rectified_on", "rectified_by")

    def __init__(self, *args, record, at, **given):
        super().__init__(*args, **given)
        people = StaffMember.objects.filter(
            venue=record.inspection.venue_id, left_on__isnull=True
        )
        held = StaffMember.objects.filter(pk=record.responsible_id)
        self.fields["rectified_by"].queryset = people | held
        self.initial = {
            "reason": record.measure,
            "rectified_on": timezone.localdate(at),
            "rectified_by": record.responsible_id,
        }


class ExtensionForm(forms.Form):
    """Until when more time is needed, and why."""

    move = "ask_extension"
    asked_until = DayField(label=gettext_lazy("until"))
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    facts = ("asked_until",)

    def __init__(self, *args, record, at, **given):
        super().__init__(*args, **given)


class TransferForm(forms.Form):
    """To whom it is handed on, and why."""

    move = "transfer"
    transferred_to = forms.CharField(
        label=gettext_lazy("to"),
        max_length=120,
        help_text=gettext_lazy("Such as the authority in charge."),
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    facts = ("transferred_to",)

    def __init__(self, *args, record, at, **given):
        super().__init__(*args, **given)


def _answered(form_class, screen, request, record):
    """Ask for what a move needs; on POST make it, or say why it is not possible."""
    step, at = record.moves[form_class.move], timezone.now()
    if not can_at_place(request.user, step.action, record):
        raise PermissionDenied
    given = {"record": record, "at": at}
    form = form_class(request.POST or None, request.FILES or None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            moved = take(record, form, by=request.user, at=at)
        except MoveNotPossible as refused:
            form.add_error(None, str(refused))
        else:
            text = _("%(record)s is now “%(state)s”.")
            told = {"record": moved, "state": moved.get_state_display()}
            screen.message_user(request, text % told, messages.SUCCESS)
            return HttpResponseRedirect(screen.page("change", record.pk))
    return _page(screen, request, record, form, step.label)


def take(record: Finding, form, *, by, at) -> Finding:
    """Keep the form's pictures and make its move, both or neither.

    Raises:
        MoveNotPossible: nothing was stored.
    """
    facts = {name: form.cleaned_data[name] for name in form.facts}
    kept = []
    try:
        with transaction.atomic():
            if hasattr(form, "chosen"):
                files, after = form.chosen(), FindingPhoto.Stage.AFTER
                kept = keep(record, files, after, by=by, at=at)
            reason = form.cleaned_data["reason"]
            return move(record, form.move, by=by, at=at, reason=reason, facts=facts)
    except (MoveNotPossible, PermissionDenied):
        for photo in kept:
            photo.picture.storage.delete(photo.picture.name)
        raise


def keep(record: Finding, files, stage, *, by, at, note="") -> list[FindingPhoto]:
    """Store pictures of a finding and return them."""
    rows = Finding.objects.select_for_update(of=("self",))
    record = rows.get(pk=record.pk)
    photos = [
        FindingPhoto(
            finding=record,
            stage=stage,
            picture=file,
            note=note,
            attempt=record.times_returned,
            added_by=by,
            added_at=at,
        )
        for file in files
    ]
    if photos and (why := why_locked(photos[0])):
        raise MoveNotPossible(str(why))
    for photo in photos:
        photo.save(force_insert=True)
    return photos


def report(screen, request, record):
    """The page on which a finding is reported as rectified."""
    return _answered(ReportForm, screen, request, record)


def extend(screen, request, record):
    """The page on which more time is asked for."""
    return _answered(ExtensionForm, screen, request, record)


def transfer(screen, request, record):
    """The page on which a finding is handed on."""
    return _answered(TransferForm, screen, request, record)


def photographs(screen, request, record):
    """The page on which photographs are added, several at once."""
    if not may_add_photographs(request.user, record):
        raise PermissionDenied
    given = {"record": record, "at": timezone.now()}
    form = PhotosForm(request.POST or None, request.FILES or None, **given)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "at": given["at"]}
        stage, note = form.cleaned_data["stage"], form.cleaned_data["note"]
        with transaction.atomic():
            keep(record, form.chosen(), stage, **told, note=note)
        screen.message_user(request, _("The photographs are kept."), messages.SUCCESS)
        return HttpResponseRedirect(screen.page("change", record.pk))
    return _page(screen, request, record, form, _("Add photographs"))


def may_add_photographs(user, record: Finding) -> bool:
    """Whether ``user`` may add photographs to the finding now."""
    if why_locked(FindingPhoto(finding=record)):
        return False
    return can_part(user, "add", FindingPhoto, record)


def _page(screen, request, record, form, label):
    return screen.answer(
        request,
        "compliance/answer.html",
        record,
        title=label,
        form=form,
        label=label,
        photos=record.photos.all(),
        today=timezone.localdate(),
    )


PAGES = {
    "report": report,
    "extend": extend,
    "transfer": transfer,
    "photos": photographs,
}
# Moves that have a page of their own, by that page.
OF_MOVES = {"report": "report", "ask_extension": "extend", "transfer": "transfer"}
