"""The screen of venues, and the page that says whether one can be used."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import may
from reception.console.admin import Notice, RecordAdmin, RecordInline
from reception.console.inputs import DayField
from venues import fitness
from venues.admin.contact import ContactInline
from venues.admin.licence import LicenceInline
from venues.admin.photo import PhotoInline
from venues.admin.space import RateInline
from venues.exchange import VenuePhoneResource, VenueResource
from venues.fitness import Verdict, Weight
from venues.models import Space, Venue, VenuePhone

AHEAD = timedelta(days=7)  # of the period that is shown first
LONGEST = timedelta(days=366)
TONES = {Verdict.YES: "good", Verdict.REMARKS: "warn", Verdict.NO: "bad"}
SIGNS = {
    Weight.STOP: ("is-missing", "error"),
    Weight.REMARK: ("is-open", "warning"),
    Weight.FACT: ("is-open", "info"),
}


class PeriodForm(forms.Form):
    """The first and last day of a period."""

    first = DayField(label=gettext_lazy("from"))
    last = DayField(label=gettext_lazy("to"))

    def clean(self):
        """Refuse a period that ends before it begins, or is longer than a year."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not first <= last <= first + LONGEST:
            raise forms.ValidationError(
                _("Choose a period of at least one day and at most a year.")
            )
        return cleaned


def fitness_page(screen, request, venue):
    """Say whether the venue can be used in the period that is chosen."""
    today = timezone.localdate()
    chosen = {"first": today, "last": today + AHEAD - timedelta(days=1)}
    form = PeriodForm(request.GET if "first" in request.GET else None, initial=chosen)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
    said = fitness.look([venue], chosen["first"], chosen["last"])[venue.pk]
    judged = fitness.verdict(said)
    return screen.answer(
        request,
        "venues/fitness.html",
        venue,
        title=_("Can we use %(venue)s?") % {"venue": venue},
        form=form,
        period=chosen,
        verdict=judged,
        tone=TONES[judged],
        parts=_parts(request.user, said),
    )


def _parts(user, said) -> list[tuple]:
    """Return the questions with what they say, the gravest first."""
    parts = [
        (each.label, rows)
        for each in fitness.QUESTIONS.values()
        if (rows := _rows(user, each, said)) is not None
    ]
    return sorted(parts, key=lambda part: _gravest(part[1]))


def _gravest(rows: list[tuple]) -> int:
    """Return the place of the gravest weight among the rows, the least first."""
    order = list(SIGNS)
    return min((order.index(said.weight) for said, *_sign in rows), default=len(order))


def _rows(user, question, said) -> list | None:
    """Return what a question says as (said, class, sign); None if there is nothing.

    Who may not read the records learns that something is there, not what.
    """
    own = [each for each in said if each.topic == question.name]
    if may(user, "view", question.model):
        return [(each, *SIGNS[each.weight]) for each in own]
    if not fitness.stops(own):
        return None
    text = _("something that you may not read stands in the way")
    hidden = fitness.Said(weight=Weight.STOP, key="", text=text)
    return [(hidden, *SIGNS[Weight.STOP])]


class PhoneInline(RecordInline):
    """The phones of a venue."""

    model = VenuePhone
    fields = ["purpose", "number"]


@admin.register(Venue)
class VenueAdmin(RecordAdmin):
    """Venues with all that belongs to them."""

    resource_class = VenueResource
    record_pages = {"fitness": fitness_page}
    inlines = [
        PhoneInline,
        LicenceInline,
        ContactInline,
        RateInline,
        PhotoInline,
    ]
    list_display = ["number", "name", "kind", "grade", "office", "rooms", "contact"]
    list_filter = ["kind", "grade", "is_designated", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name", "address", "contact"]
    fieldsets = [
        (None, {"fields": ["name", ("kind", "grade"), ("office", "number")]}),
        (None, {"fields": ["address", ("rooms", "seats"), "contact"]}),
        (None, {"fields": ["is_designated", "remarks"]}),
    ]

    def tools(self, request, record) -> list[dict]:
        """Lead to the page of its fitness, and to what is registered from above."""
        url = self.page("fitness", record.pk)
        label = _("Can we use it?")
        doors = [{"label": label, "icon": "event_available", "url": url}]
        if may(request.user, "view", Space):
            page = reverse("admin:venues_space_changelist")
            url = f"{page}?venue__id__exact={record.pk}"
            label = _("Its spaces")
            doors.append({"label": label, "icon": "meeting_room", "url": url})
        return [*doors, *(d for door in DOORS for d in door(self, request, record))]

    def notices(self, request, record) -> list[Notice]:
        """Say shortly why the venue cannot be used in the next days."""
        today = timezone.localdate()
        said = fitness.look([record], today, today + AHEAD)[record.pk]
        told = [
            str(each.text)
            for each in fitness.stops(said)
            if may(request.user, "view", fitness.QUESTIONS[each.topic].model)
        ]
        if not told:
            return []
        text = _("Not fit for use in the next days: %(reasons)s")
        return [Notice(text % {"reasons": _("; ").join(told)})]


# Doors from a venue's page to pages of applications above, each a function of the
# screen, the request and the venue; ``join`` adds them with the page behind.
DOORS: list = []


def join(name: str, page, door) -> None:
    """Give venues the further page ``name``, to which ``door`` leads."""
    VenueAdmin.record_pages = {**VenueAdmin.record_pages, name: page}
    DOORS.append(door)


@admin.register(VenuePhone)
class VenuePhoneAdmin(RecordAdmin):
    """Phones of all venues."""

    resource_class = VenuePhoneResource
    list_display = ["venue", "purpose", "number"]
    list_select_related = ["venue"]
    search_fields = ["venue__name", "number", "purpose"]
    autocomplete_fields = ["venue"]
    fields = ["venue", "purpose", "number"]
