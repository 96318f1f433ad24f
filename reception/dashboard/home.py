"""The home page: what waits for its reader today, by his roles."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from compliance.models import (
    Breach,
    Certificate,
    Finding,
    FoodSample,
    Inspection,
    StaffMember,
)
from reception.access.scope import reach_of, right
from reception.accounts import roles
from reception.accounts.models import User
from reception.dashboard.cards import Asked, Card, Link, page
from reception.dashboard.panels import (
    assignments,
    breaches,
    certificates,
    findings,
    gifts,
    houses,
    inspections,
    overview,
    people,
    roster,
    tasks,
    training,
    visits,
)
from visits.models import Gift, Guest, Letter, Visit

# Role → its panels, the most urgent first.
PANELS = {
    "clerk": (
        visits.drafts,
        houses.unfit_venues,
        roster.mine,
        roster.lacking,
        roster.gaps,
        tasks.papers,
        tasks.given,
        visits.mine,
        visits.arrivals,
    ),
    "approver": (
        visits.inbox,
        roster.swaps,
        roster.without_rest,
        roster.mine,
        findings.to_decide,
        certificates.not_covered,
        visits.arrivals,
    ),
    "butler": (tasks.mine, roster.mine, assignments.guests),
    "inspector": (
        tasks.mine,
        roster.mine,
        inspections.today,
        findings.reminders,
        findings.to_recheck,
        findings.overdue,
        findings.rectification,
    ),
    "venue_contact": (
        houses.controls,
        tasks.of_venue,
        roster.gaps,
        roster.mine,
        findings.reminders,
        findings.to_rectify,
        houses.samples,
        houses.bookings,
        findings.licences,
    ),
    "auditor": (overview.months, overview.findings, overview.doors, overview.exports),
    "discipline_officer": (breaches.noted, gifts.waiting),
    "training_officer": (
        training.desk,
        roster.lacking,
        certificates.due,
        certificates.not_covered,
        certificates.next_to_expire,
    ),
    "driver": (tasks.mine, roster.mine, assignments.trips),
    "administrator": (people.unplaced, people.logins, people.failed_logins),
}
EVERYBODY = (training.mine,)  # who has a file of his own
# Role → what it often adds.
ACTIONS = {
    "clerk": (Letter, Visit, Guest),
    "inspector": (Inspection, Finding),
    "discipline_officer": (Breach, Gift),
    "venue_contact": (FoodSample,),
    "training_officer": (Certificate, StaffMember),
    "administrator": (User,),
}
LABELS = {
    Letter: (gettext_lazy("Register a letter"), "mail"),
    Visit: (gettext_lazy("Enter a visit"), "luggage"),
    Guest: (gettext_lazy("Add a guest"), "badge"),
    Inspection: (gettext_lazy("Enter an inspection"), "fact_check"),
    Finding: (gettext_lazy("Enter a finding"), "rule"),
    Breach: (gettext_lazy("Note a breach"), "gavel"),
    Gift: (gettext_lazy("Register a gift"), "redeem"),
    FoodSample: (gettext_lazy("Enter a food sample"), "kitchen"),
    Certificate: (gettext_lazy("Register a certificate"), "workspace_premium"),
    StaffMember: (gettext_lazy("Add a staff member"), "person_add"),
    User: (gettext_lazy("Add a user"), "person_add"),
}
SUPERUSER = ("auditor", "administrator")  # whose panels he sees, if he has no role
NOON, EVENING = 12, 18  # o'clock


@dataclass(frozen=True, slots=True)
class Home:
    """What the template shows."""

    greeting: str
    lines: list[str]
    told: str
    actions: list[Link]
    cards: list[Card]
    hint: str


def context(request, context: dict) -> dict:
    """Return the context of the home page: unfold's, with ours added."""
    asked = Asked(request.user, timezone.now())
    return {**context, "title": _("Home"), "home": home(asked)}


def home(asked: Asked) -> Home:
    """Return what waits for the reader at that time."""
    held = roles_of(asked.user)
    of_roles = (panel for role in held for panel in PANELS[role])
    panels = dict.fromkeys([*of_roles, *EVERYBODY])
    hint = missing(asked.user, held)
    made = [] if hint else [panel(asked) for panel in panels]
    cards = [card for card in made if card is not None]
    cards.sort(key=lambda card: not card.waiting)  # what waits stands first
    return Home(
        greeting=greeting(asked),
        lines=introduction(asked, held),
        told="" if hint else told(cards),
        actions=[] if hint else actions(asked.user, held),
        cards=cards,
        hint=hint,
    )


def roles_of(user: User) -> list[str]:
    """Return the codes of the user's roles, in the order of the table."""
    held = set(Group.objects.filter(user=user).values_list("name", flat=True))
    return [code for code in PANELS if code in held] or (
        list(SUPERUSER) if user.is_superuser else []
    )


def greeting(asked: Asked) -> str:
    """Return a greeting by the local time of day."""
    hour = timezone.localtime(asked.now).hour
    if hour < NOON:
        text = _("Good morning, %(name)s")
    else:
        text = (
            _("Good afternoon, %(name)s")
            if hour < EVENING
            else _("Good evening, %(name)s")
        )
    return text % {"name": asked.user}


def introduction(asked: Asked, held: list[str]) -> list[str]:
    """Return who the reader is here, and which day it is."""
    named = [str(roles.label(code)) for code in held]
    if asked.user.is_superuser:
        named = [_("superuser")]
    where = str(asked.user.office) if asked.user.office_id else ""
    # Translators: a day with its weekday; in Chinese Y年n月j日 l
    day = date_format(asked.today, pgettext("date format", "l, j F Y"))
    return [text for text in (day, where, *named) if text]


def told(cards: list[Card]) -> str:
    """Return in a sentence how much waits; nothing where nothing ever waits."""
    counts = [card.waiting for card in cards if card.waiting is not None]
    if not counts:
        return ""
    if not (count := sum(counts)):
        return _("Nothing waits for you today.")
    text = ngettext(
        "%(count)s thing waits for you today.",
        "%(count)s things wait for you today.",
        count,
    )
    return text % {"count": count}


def actions(user: User, held: list[str]) -> list[Link]:
    """Return the buttons of what the reader often adds, and may."""
    models = dict.fromkeys(model for role in held for model in ACTIONS.get(role, ()))
    return [
        Link(LABELS[model][0], page(model, "add"), LABELS[model][1])
        for model in models
        if user.has_perm(right(model, "add"))
    ]


def missing(user: User, held: list[str]) -> str:
    """Return a sentence to a reader who cannot do anything yet, and whom to ask."""
    if not held:
        return _(
            "You have no role yet, so there is nothing to do here. Ask the system "
            "administrator of your office to give you one."
        )
    reach = reach_of(user)
    if not (reach.everything or reach.offices or reach.records):
        return _(
            "You have a role but no place to use it at. Ask the system administrator "
            "of your office which offices or venues you should reach."
        )
    return ""
