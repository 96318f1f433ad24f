"""Loading the demonstration world from the files beside this module.

The files are written for ``REFERENCE``; loading moves every date by whole weeks
towards today, so that somebody always arrives this week. Loading again changes
nothing: the records are found by their business keys.
"""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from compliance import exchange as compliance
from compliance import shipped, staff_exchange
from compliance.honour_exchange import HonourResource
from compliance.standards import Book
from reception.access.granting import give_reach
from reception.accounts.models import Office, User
from reception.accounts.system import system_user
from reception.console.exchange import OfficeResource
from reception.ledger.context import acting
from seeds import careers, discipline, houses, ledger, plans, roster, rounds, training
from seeds.files import WHY, bring_in, read
from seeds.lives import Lives, answer_orders
from venues import exchange as venues
from venues.models import Venue
from visits import exchange as visits
from visits import register
from visits.models import Visit

REFERENCE = date(2026, 11, 23)  # a Monday: the "today" of the files
PASSWORD = "reception-demo"  # noqa: S105 - printed at every start; see accounts.checks
LOADER = "demo-loader"

AFTER_USERS = [
    ("venues", venues.VenueResource),
    ("venue_phones", venues.VenuePhoneResource),
    ("venue_licences", venues.VenueLicenceResource),
    ("licence_requirements", venues.LicenceRequirementResource),
    ("venue_contacts", venues.VenueContactResource),
    ("spaces", venues.SpaceResource),
    ("rates", venues.RateResource),
    ("control_periods", compliance.ControlPeriodResource),
    ("food_samples", compliance.FoodSampleResource),
]
AFTER_PLACES = [
    ("staff", staff_exchange.StaffResource),
    ("certificates", staff_exchange.CertificateResource),
    ("certificates_renewed", staff_exchange.CertificateResource),
    ("honours", HonourResource),
    ("money_standards", compliance.MoneyStandardResource),
    ("rectification_terms", compliance.RectificationTermResource),
    ("places", visits.ActivityPlaceResource),
    ("letters", visits.LetterResource),
    ("phone_records", visits.PhoneRecordResource),
    ("guests", visits.GuestResource),
    ("approval_levels", visits.ApprovalLevelResource),
    ("deputyships", visits.DeputyshipResource),
    ("paper_requirements", visits.PaperRequirementResource),
]
PARTS = [
    ("visit_merges", visits.VisitResource),
    ("parties", visits.PartyResource),
    ("itinerary", visits.ItineraryResource),
    ("bookings", visits.BookingResource),
]
# What a venue is about to become; a project that is over takes no file any more.
UPGRADES = [
    ("upgrade_projects", venues.UpgradeProjectResource),
    ("upgrade_stages", venues.UpgradeStageResource),
]
# What came after the approval: one programme grew, and its approval went stale.
ON_APPROVED = [
    ("itinerary_later", visits.ItineraryResource),
    ("meetings", visits.CoordinationMeetingResource),
    ("task_orders", visits.TaskOrderResource),
]
# Noted while the guests are here and after they left, as in life.
SPENDING = [
    ("meals", visits.MealResource),
    ("costs", visits.CostResource),
    ("guest_payments", visits.GuestPaymentResource),
    ("papers", visits.VisitPaperResource),
    ("closings", visits.ClosingResource),
]
# The findings of this month were not known when older visits were made ready.
TODAY = [
    ("campaigns", compliance.CampaignResource),
    ("campaign_rounds", compliance.CampaignRoundResource),
    ("campaign_teams", compliance.CampaignTeamResource),
    ("inspections", compliance.InspectionResource),
    ("year_budgets", visits.YearBudgetResource),
    ("disclosures", visits.DisclosureResource),
]


def whole_weeks(today: date) -> timedelta:
    """Return the whole weeks between ``REFERENCE`` and ``today``, rounded down."""
    return timedelta(weeks=(today - REFERENCE).days // 7)


def present_shift(today: date) -> timedelta:
    """Return the shift of the world that is loaded, or the one for ``today``."""
    first = read("visits", timedelta())[1][0]
    visit = Visit.objects.filter(number=first["number"]).first()
    if visit is None:
        return whole_weeks(today)
    day = date.fromisoformat(first["arrives_at"][:10])
    return timezone.localdate(visit.arrives_at) - day


@transaction.atomic
def load(now: datetime) -> dict[str, dict[str, int]]:
    """Load the whole world and return, per file, how many rows were new or changed."""
    shift = present_shift(timezone.localdate(now))
    counts = {}

    def bring(files):
        for name, resource in files:
            header, rows = read(name, shift)
            counts[name] = bring_in(resource, header, rows, loader, now)

    loader = system_user(LOADER, WHY)
    counts["offices"] = _offices(loader, shift, now)
    people = _people(shift)
    bring(AFTER_USERS)
    bring(UPGRADES)
    _places(people, loader)
    counts["daily_controls"] = {"new": houses.keep_controls(shift, now, loader)}
    counts["house_steps"] = {"new": houses.take_steps(shift)}
    counts |= shipped.load_kinds(loader, now)
    bring(AFTER_PLACES)
    counts |= careers.load(shift, loader)
    counts["visits"] = _visits(shift, now)
    bring(PARTS)
    counts |= plans.load(shift, now, loader)
    lives = Lives(shift)
    counts["moves"] = {"new": lives.replay("moves")}
    bring(ON_APPROVED)
    counts["order_steps"] = {"new": answer_orders(shift)}
    bring(SPENDING)
    counts["settlement_steps"] = {"new": lives.replay("settlement_steps")}
    counts |= shipped.load(loader, now)
    bring(TODAY)
    counts |= ledger.load(shift, now, loader)
    counts |= rounds.load(now)
    counts |= discipline.load(shift, now, loader)
    counts |= training.load(shift, now, loader)
    counts |= roster.load(shift, roster.morning(REFERENCE + shift), loader)
    counts["breaches"] = {"new": _breaches(loader, REFERENCE + shift)}
    return counts


def _offices(loader: User, shift: timedelta, now: datetime) -> dict[str, int]:
    """Import the offices, the higher before the lower."""
    header, rows = read("offices", shift)
    total: Counter[str] = Counter()
    for lower in (False, True):
        level = [row for row in rows if bool(row["parent"]) is lower]
        total.update(bring_in(OfficeResource, header, level, loader, now))
    return dict(total)


def _people(shift: timedelta) -> list[dict[str, str]]:
    """Make the demonstration logins and give them their roles."""
    people = read("users", shift)[1]
    offices = {office.code: office for office in Office.objects.all()}
    groups = {group.name: group for group in Group.objects.all()}
    for person in people:
        if User.objects.filter(username=person["username"]).exists():
            continue
        user = User(
            username=person["username"],
            name=person["name"],
            office=offices[person["office"]],
            is_demo=True,
        )
        user.set_password(PASSWORD)
        user.save()
        user.groups.set([groups[role] for role in person["roles"].split(";")])
    return people


def _places(people: list[dict[str, str]], loader: User) -> None:
    """Give everybody reach of his offices and venues."""
    places = {place.code: place for place in Office.objects.all()}
    places |= {place.number: place for place in Venue.objects.all()}
    with acting(loader, reason=WHY):
        for person in people:
            user = User.objects.get(username=person["username"])
            for code in filter(None, person["places"].split(";")):
                give_reach(user, places[code], by=loader)


def _visits(shift: timedelta, now: datetime) -> dict[str, int]:
    """Import each visit in the name of the clerk who entered it."""
    header, rows = read("visits", shift)
    submitters = {
        line["visit"]: line["by"]
        for line in read("moves", shift)[1]
        if line["step"] == "submit"
    }
    by_clerk = defaultdict(list)
    for row in rows:
        office = row["host_office"]
        own = "clerk" if office == "HB" else f"clerk.{office.lower()}"
        by_clerk[submitters.get(row["number"], own)].append(row)
    total: Counter[str] = Counter()
    for username, visits_of_clerk in by_clerk.items():
        clerk = User.objects.get(username=username)
        total.update(
            bring_in(visits.VisitResource, header, visits_of_clerk, clerk, now)
        )
    return dict(total)


def _breaches(loader: User, on: date) -> int:
    """Enter what the rules found by the world's own day; return how many."""
    book = Book.read()
    visits = register.held(Visit.objects.all(), date.min, on)
    with acting(loader, reason=WHY):
        found = [
            b
            for lot in register.in_lots(visits)
            for b in register.found_in(lot, on, book)
        ]
        register.enter(found, on)
    return len(found)
