"""The constraints of staff and certificates: what fits each, and what breaks it."""

from datetime import timedelta

from compliance.models import EarlierPost, Snooze, Suspension
from tests.records import (
    DAY,
    make_certificate,
    make_kind,
    make_required_certificate,
    make_staff,
    make_user,
    make_venue,
)

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def of_months(office):
    """Return a kind that lasts a year."""
    return make_kind(term_kind="months", term_months=12)


def make_post(office, **given):
    """Return a post that somebody held before the present one."""
    member = given.pop("member", None) or make_staff(office, joined_on=AFTER)
    told = {"member": member, "post": "waiter", "office": office}
    return EarlierPost.objects.create(**{**told, "since": DAY, "until": DAY, **given})


def second_post(office):
    """Return a post of somebody who held another one before it."""
    member = make_staff(office, joined_on=AFTER)
    make_post(office, member=member, since=BEFORE, until=BEFORE)
    return make_post(office, member=member)


def make_suspension(office, **given):
    """Return a suspension that holds."""
    told = {"reason": "under review", "suspended_by": make_user(office), "since": DAY}
    certificate = given.pop("certificate", None) or make_certificate(office)
    return Suspension.objects.create(**{"certificate": certificate, **told, **given})


def lifted(office, **given):
    """Return a suspension that ended on the day it began."""
    return make_suspension(office, lifted_on=DAY, lifted_by=make_user(office), **given)


def suspended_twice(office):
    """Return a suspension that is over, beside one that holds."""
    return lifted(office, certificate=make_suspension(office).certificate)


def revoked(office):
    """Return a certificate that was revoked."""
    told = {"revoked_on": DAY, "revoked_by": make_user(office), "revoked_reason": "x"}
    return make_certificate(office, state="revoked", **told)


def make_snooze(office, **given):
    """Return a pause of one day."""
    certificate = given.pop("certificate", None) or make_certificate(office)
    told = {"since": DAY, "until": DAY, "reason": "x", "snoozed_by": make_user(office)}
    return Snooze.objects.create(certificate=certificate, **{**told, **given})


def second_snooze(office):
    """Return a pause of a certificate that had one the day before."""
    first = make_snooze(office, since=BEFORE)
    return make_snooze(office, certificate=first.certificate)


STAFF_RULES = [
    ("snooze_once_a_day", second_snooze, lambda snooze: {"since": BEFORE}),
    ("snooze_ends_after_it_begins", make_snooze, lambda snooze: {"until": BEFORE}),
    ("snooze_has_a_reason", make_snooze, lambda snooze: {"reason": ""}),
    *(
        ("certificate_revoked_iff_when_and_why", revoked, lambda each, c=change: c)
        for change in (
            {"state": "in_force"},
            {"revoked_on": None},
            {"revoked_by": None},
            {"revoked_reason": ""},
        )
    ),
    (
        "certificate_revoked_iff_when_and_why",
        make_certificate,
        lambda each: {"revoked_reason": "x"},
    ),
    ("earlier_post_once", second_post, lambda post: {"since": BEFORE}),
    ("earlier_post_ends_after_it_begins", make_post, lambda post: {"until": BEFORE}),
    ("earlier_post_has_one_employer", make_post, lambda post: {"office": None}),
    (
        "earlier_post_has_one_employer",
        make_post,
        lambda post: {"venue": make_venue(post.office)},
    ),
    ("suspension_lifted_after_it_began", lifted, lambda s: {"lifted_on": BEFORE}),
    ("suspension_lifted_iff_by_whom", lifted, lambda s: {"lifted_by": None}),
    (
        "suspension_lifted_iff_by_whom",
        make_suspension,
        lambda s: {"lifted_on": DAY},
    ),
    ("suspension_has_a_reason", make_suspension, lambda s: {"reason": ""}),
    (
        "suspension_one_open",
        suspended_twice,
        lambda s: {"lifted_on": None, "lifted_by": None},
    ),
    *(
        ("certificate_kind_months_iff_they_end_it", of_months, lambda kind, c=change: c)
        for change in (
            {"term_months": None},
            {"term_months": 0},
            {"term_months": 601},
            {"term_kind": "none"},
            {"term_kind": "paper"},
        )
    ),
    (
        "certificate_required_of_post_or_duty",
        make_required_certificate,
        lambda each: {"duty": "driver"},
    ),
    (
        "certificate_required_of_post_or_duty",
        lambda o: make_required_certificate(duty="driver"),
        lambda each: {"duty": ""},
    ),
    (
        "certificate_requirement_ends_after_it_begins",
        lambda o: make_required_certificate(since=DAY, until=DAY),
        lambda each: {"until": BEFORE},
    ),
    (
        "certificate_required_by_something",
        lambda o: make_required_certificate(to_be_confirmed=False, basis="a law"),
        lambda each: {"basis": ""},
    ),
]
# Where the field's own question comes first.
STAFF_SAID = {
    "suspension_has_a_reason": "This field cannot be blank.",
    "snooze_has_a_reason": "This field cannot be blank.",
}
