"""How to make one record of each kind, for tests that go through all of them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from compliance.models import (
    Breach,
    Campaign,
    Certificate,
    CertificateKind,
    Finding,
    Inspection,
    MoneyStandard,
    RuleSetting,
    StaffMember,
)
from compliance.rules import RULES
from reception.accounts.models import Office, User
from reception.ledger.models import Entry, Kind
from venues.models import Venue, VenueLicence, VenuePhone
from visits.models import (
    ActivityPlace,
    Cost,
    Guest,
    ItineraryItem,
    Letter,
    Meal,
    Party,
    Visit,
)

serial = count(1)
DAY = date(2026, 3, 2)  # a Monday


def moment(day=DAY, hour=9):
    """Return ``hour`` o'clock on the local day ``day``."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(
        hours=hour
    )


def make_office(code, parent=None, level="county"):
    return Office.objects.create(
        code=code, name=f"{code} office", level=level, parent=parent
    )


def make_letter(office, **given):
    n = next(serial)
    return Letter.objects.create(
        **{
            "number": f"{office.code}-L-2026-{n:04}",
            "office": office,
            "sending_unit": f"unit {n}",
            "document_number": f"{n}",
            "issued_on": DAY,
            "received_on": DAY,
            "content": "study",
            "itinerary": "one day",
            "persons": "five people",
            **given,
        }
    )


def make_visit(office, **given):
    n = next(serial)
    return Visit.objects.create(
        **{
            "number": f"{office.code}-2026-{n:04}",
            "title": f"visit {n}",
            "category": "official",
            "host_office": office,
            "sending_unit": f"unit {n}",
            "head_name": f"head {n}",
            "rank": "division",
            "guests": 5,
            "arrives_at": moment(),
            "departs_at": moment(hour=17),
            "purpose": "study",
            **given,
        }
    )


def make_guest(office, **given):
    n = next(serial)
    return Guest.objects.create(
        **{
            "number": f"{office.code}-G-{n:04}",
            "office": office,
            "name": f"guest {n}",
            "phone": f"139{n:08}",
            "identity_number": f"4106{n:014}",
            **given,
        }
    )


def make_party(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    guest = given.pop("guest", None) or make_guest(office)
    return Party.objects.create(visit=visit, guest=guest, **given)


def make_place(office, **given):
    n = next(serial)
    return ActivityPlace.objects.create(
        **{"number": f"{office.code}-P-{n:04}", "office": office, "name": f"place {n}"},
        **given,
    )


def make_item(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return ItineraryItem.objects.create(
        **{
            "visit": visit,
            "line": next(serial),
            "starts_at": moment(hour=10),
            "activity": "talk",
            **given,
        }
    )


def make_meal(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return Meal.objects.create(
        **{
            "visit": visit,
            "line": next(serial),
            "on": DAY,
            "sitting": "lunch",
            "guests": 5,
            "companions": 2,
            **given,
        }
    )


def make_cost(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return Cost.objects.create(
        **{
            "visit": visit,
            "line": next(serial),
            "category": "meals",
            "amount": Decimal("120.50"),
            **given,
        }
    )


def make_venue(office, **given):
    n = next(serial)
    return Venue.objects.create(
        **{
            "number": f"{office.code}-V-{n:04}",
            "name": f"venue {n}",
            "kind": "hotel",
            "office": office,
            **given,
        }
    )


def make_phone(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    return VenuePhone.objects.create(venue=venue, number=f"0392-{next(serial):07}")


def make_licence(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    return VenueLicence.objects.create(
        venue=venue, kind="food", number=f"L{next(serial)}", **given
    )


def make_staff(office, **given):
    n = next(serial)
    employer = {} if "venue" in given else {"office": office}
    return StaffMember.objects.create(
        **{
            "number": f"{office.code}-S-{n:04}",
            "name": f"staff {n}",
            "post": "clerk",
            **employer,
            **given,
        }
    )


def make_kind(office=None, **given):
    n = next(serial)
    return CertificateKind.objects.create(
        **{"code": f"kind-{n}", "name": f"kind {n}", **given}
    )


def make_certificate(office, **given):
    holder = given.pop("holder", None) or make_staff(office)
    kind = given.pop("kind", None) or make_kind()
    return Certificate.objects.create(
        **{
            "kind": kind,
            "number": f"N{next(serial)}",
            "holder": holder,
            "issued_on": DAY,
            "valid_until": DAY + timedelta(days=365),
            **given,
        }
    )


def make_campaign(office, **given):
    n = next(serial)
    return Campaign.objects.create(
        **{
            "number": f"{office.code}-C-2026-{n:04}",
            "name": f"campaign {n}",
            "office": office,
            "starts_on": DAY,
            **given,
        }
    )


def make_inspection(office, **given):
    n = next(serial)
    return Inspection.objects.create(
        **{
            "number": f"{office.code}-I-2026-{n:04}",
            "office": office,
            "venue": given.pop("venue", None) or make_venue(office),
            "inspected_on": DAY,
            **given,
        }
    )


def make_finding(office, **given):
    n = next(serial)
    return Finding.objects.create(
        **{
            "number": f"{office.code}-F-2026-{n:04}",
            "inspection": given.pop("inspection", None) or make_inspection(office),
            "category": "food",
            "item": f"FS{n}",
            "severity": "C",
            "found_on": DAY,
            **given,
        }
    )


def make_standard(office, **given):
    day = DAY + timedelta(days=next(serial))
    return MoneyStandard.objects.create(
        **{"office": office, "category": "official", "valid_from": day, **given}
    )


def make_setting(office, **given):
    """An office has one setting of a rule; a lower office takes what does not fit."""
    held = set(office.rule_settings.values_list("rule", flat=True))
    free = [rule for rule in RULES if rule not in held]
    if not free and "rule" not in given:
        return make_setting(make_lower_office(office), **given)
    return RuleSetting.objects.create(
        **{"office": office, "rule": free[-1] if free else None, **given}
    )


def make_breach(office, **given):
    n = next(serial)
    return Breach.objects.create(
        **{
            "number": f"{office.code}-B-2026-{n:04}",
            "office": office,
            "subject": f"{office.code}-2026-{n:04}",
            "rule": "R13",
            "found_on": DAY,
            **given,
        }
    )


def make_user(office, **given):
    n = next(serial)
    return User.objects.create(
        **{"username": f"user{n}", "name": f"User {n}", "office": office, **given}
    )


def make_entry(office, **given):
    return Entry.objects.create(
        kind=Kind.LOGGED_IN, office=office, actor_name=f"actor {next(serial)}"
    )


def make_lower_office(office, **given):
    return make_office(f"{office.code}-{next(serial)}", parent=office)


# One way to make each kind of record that has a screen. A new screen fails the
# access grid until it stands here.
MAKERS = {
    Office: make_lower_office,
    User: make_user,
    Entry: make_entry,
    Venue: make_venue,
    VenuePhone: make_phone,
    VenueLicence: make_licence,
    StaffMember: make_staff,
    CertificateKind: make_kind,
    Certificate: make_certificate,
    Campaign: make_campaign,
    Inspection: make_inspection,
    Finding: make_finding,
    MoneyStandard: make_standard,
    RuleSetting: make_setting,
    Breach: make_breach,
    Letter: make_letter,
    Visit: make_visit,
    Guest: make_guest,
    Party: make_party,
    ItineraryItem: make_item,
    ActivityPlace: make_place,
    Meal: make_meal,
    Cost: make_cost,
}
