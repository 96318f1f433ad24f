"""The sidebar: the screens a user may open, by subject."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from compliance.models import (
    Campaign,
    Certificate,
    CertificateKind,
    Finding,
    Inspection,
    StaffMember,
)
from reception.access.scope import may
from reception.accounts.models import Office, User
from reception.ledger.models import Entry
from venues.models import Venue, VenueLicence, VenuePhone
from visits.models import ActivityPlace, Guest, ItineraryItem, Letter, Party, Visit

# Sections with their screens in order, each with the name of a Material symbol.
MENU = (
    (
        _("Visits"),
        {
            Visit: "luggage",
            Letter: "mail",
            Guest: "badge",
            Party: "groups",
            ItineraryItem: "route",
            ActivityPlace: "location_on",
        },
    ),
    (_("Venues"), {Venue: "hotel", VenueLicence: "verified", VenuePhone: "call"}),
    (_("Audits"), {Campaign: "flag", Inspection: "fact_check", Finding: "rule"}),
    (
        _("Staff"),
        {
            StaffMember: "group",
            Certificate: "workspace_premium",
            CertificateKind: "category",
        },
    ),
    (
        _("Administration"),
        {User: "manage_accounts", Office: "apartment", Entry: "history_edu"},
    ),
)


def sections(request) -> list[dict]:
    """Return the sidebar; a section with nothing to open is left out."""
    home = {"title": _("Home"), "icon": "home", "link": reverse("admin:index")}
    shown = [{"items": [home]}]
    for title, screens in MENU:
        items = [
            _item(model, icon)
            for model, icon in screens.items()
            if may(request.user, "view", model)
        ]
        if items:
            shown.append({"title": title, "separator": True, "items": items})
    return shown


def _item(model, icon: str) -> dict:
    meta = model._meta
    return {
        "title": capfirst(meta.verbose_name_plural),
        "icon": icon,
        "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
    }
