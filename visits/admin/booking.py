"""The screens of bookings and of waivers of venues; a venue's own bookings."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import visible
from reception.console.admin import RecordInline, ToldAdmin
from reception.console.filters import PeriodFilter, first_instant
from venues.admin.venue import PeriodForm, join
from venues.models import Rate
from visits.admin.parts import PartAdmin
from visits.exchange import BookingResource, VenueWaiverResource
from visits.models import Booking, VenueWaiver

AHEAD = timedelta(days=30)  # of the bookings that a venue sees first


class BookingInline(RecordInline):
    """What a visit has booked."""

    model = Booking
    fields = [
        "line",
        "kind",
        "venue",
        "space",
        "starts_at",
        "ends_at",
        "people",
    ]
    autocomplete_fields = ["venue", "space"]

    def get_queryset(self, request):
        """Return the bookings with their venues, which name them."""
        return super().get_queryset(request).select_related("venue", "space")


def agreed_price() -> Subquery:
    """Return the price agreed for a booking's first day, the special one first."""
    day = OuterRef("first_day")
    rates = Rate.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        Q(space_kind=OuterRef("space__kind")) | Q(space_kind=""),
        venue=OuterRef("venue"),
        unit=OuterRef("unit"),
        valid_from__lte=day,
    )
    special = Case(When(space_kind="", then=1), default=0, output_field=IntegerField())
    return Subquery(rates.order_by(special).values("price")[:1])


@admin.register(Booking)
class BookingAdmin(PartAdmin):
    """Bookings of all visits, the latest first."""

    resource_class = BookingResource
    back_to = "venues"
    list_display = [
        "visit",
        "line",
        "kind",
        "venue",
        "space",
        "starts_at",
        "ends_at",
        "people",
        "rate",
    ]
    list_filter = [
        "kind",
        ("venue", ScopedRelatedFilter),
        ("starts_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["visit", "venue", "space"]
    search_fields = ["visit__number", "visit__title", "venue__name", "remark"]
    autocomplete_fields = ["visit", "venue", "space"]
    readonly_fields = ["rate"]
    ordering = ["-starts_at", "-pk"]
    fieldsets = [
        (None, {"fields": [("visit", "line"), ("kind", "people"), "venue", "space"]}),
        (None, {"fields": [("starts_at", "ends_at")]}),
        (
            gettext_lazy("agreed rate"),
            {"fields": [("quantity", "unit"), "rate", "remark"]},
        ),
    ]

    def known(self, visit) -> dict:
        """A booking begins with the days and people of the visit."""
        return {
            **super().known(visit),
            "starts_at": visit.arrives_at,
            "ends_at": visit.departs_at,
            "people": visit.guests,
        }

    def get_queryset(self, request):
        """Find the agreed price of each booking."""
        rows = super().get_queryset(request).annotate(first_day=TruncDate("starts_at"))
        return rows.annotate(price=agreed_price())

    @admin.display(description=gettext_lazy("agreed rate"))
    def rate(self, booking):
        """Return price and unit, or that nothing is agreed."""
        price = getattr(booking, "price", None)
        if price is None:
            return "—"
        return f"{number_format(price, 2)} {booking.get_unit_display()}"


@admin.register(VenueWaiver)
class VenueWaiverAdmin(ToldAdmin):
    """Which venues were let pass, for auditors."""

    resource_class = VenueWaiverResource
    list_display = ["visit", "venue", "reason", "given_by", "given_at"]
    list_filter = [("venue", ScopedRelatedFilter), ("given_at", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["visit", "venue", "given_by"]
    search_fields = ["visit__number", "visit__title", "venue__name", "reason"]
    fields = ["visit", "venue", "told", "reason", ("given_by", "given_at")]


def _may_see(user) -> bool:
    return user.has_perm("visits.host_booking") or user.has_perm("visits.view_booking")


def bookings_page(screen, request, venue):
    """Tell whoever keeps the venue when it is booked: no name, no title, no number."""
    if not _may_see(request.user):
        return screen._get_obj_does_not_exist_redirect(
            request, screen.opts, str(venue.pk)
        )
    today = timezone.localdate()
    period = {"first": today, "last": today + AHEAD}
    form = PeriodForm(request.GET if "first" in request.GET else None, initial=period)
    if form.is_bound and form.is_valid():
        period = form.cleaned_data
    rows = Booking.objects.holding().filter(
        venue=venue,
        ends_at__gte=first_instant(period["first"]),
        starts_at__lt=first_instant(period["last"] + timedelta(days=1)),
    )
    rows = list(rows.select_related("space").order_by("starts_at", "pk"))
    keys = [each.pk for each in rows]
    seen = visible(request.user, "view", Booking.objects.filter(pk__in=keys))
    seen = set(seen.values_list("pk", flat=True))
    return screen.answer(
        request,
        "visits/venue_bookings.html",
        venue,
        title=_("Bookings of %(venue)s") % {"venue": venue},
        form=form,
        rows=[(each, each.pk in seen) for each in rows],
    )


def bookings_door(screen, request, venue) -> list[dict]:
    """Return the way to the bookings of a venue."""
    if not _may_see(request.user):
        return []
    url = screen.page("bookings", venue.pk)
    return [{"label": _("Its bookings"), "icon": "book_online", "url": url}]


join("bookings", bookings_page, bookings_door)


def booking_door(user, visit) -> list[dict]:
    """Return the way to a new booking of a visit that is open to it."""
    if visit.locked_reason() or not user.has_perm("visits.add_booking"):
        return []
    url = f"{reverse('admin:visits_booking_add')}?visit={visit.pk}"
    return [{"label": _("Book a venue"), "icon": "add_business", "url": url}]
