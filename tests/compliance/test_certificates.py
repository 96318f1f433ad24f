"""How a certificate stands on a day, on screen and in lists alike."""

from datetime import timedelta

import pytest

from compliance.models import Certificate
from compliance.models.certificate_kind import EXPIRING_DAYS
from tests.records import DAY, make_certificate, make_kind, make_staff

pytestmark = pytest.mark.django_db
Status = Certificate.Status
WINDOW = 30  # days before the end
END = DAY + timedelta(days=365)
FOREVER = timedelta(days=100_000)
# The day, and how a certificate with an end and one without stand on it.
BOUNDARIES = [
    pytest.param(DAY - timedelta(days=1), Status.NOT_YET, id="the day before issue"),
    pytest.param(DAY, Status.VALID, id="the day of issue"),
    pytest.param(
        END - timedelta(days=WINDOW + 1), Status.VALID, id="before the window"
    ),
    pytest.param(END - timedelta(days=WINDOW), Status.EXPIRING, id="the window opens"),
    pytest.param(END, Status.EXPIRING, id="the last day"),
    pytest.param(END + timedelta(days=1), Status.EXPIRED, id="the day after"),
]


def certificate(office, **given):
    """Return a certificate whose kind is renewed in the last ``WINDOW`` days."""
    kind = make_kind(renew_days=WINDOW)
    values = {"kind": kind, "issued_on": DAY, "valid_until": END}
    return make_certificate(office, **{**values, **given})


@pytest.mark.parametrize(("day", "status"), BOUNDARIES)
def test_the_status_changes_on_its_boundary_days(day, status, north):
    assert certificate(north).status(day) == status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param(DAY - timedelta(days=1), Status.NOT_YET, id="before issue"),
        pytest.param(DAY, Status.VALID, id="the day of issue"),
        pytest.param(DAY + FOREVER, Status.VALID, id="very much later"),
    ],
)
def test_without_a_term_it_never_ends(day, status, north):
    held = certificate(north, valid_until=None)
    assert held.status(day) == status
    assert held not in Certificate.objects.expired(day)
    assert held not in Certificate.objects.ending(DAY - FOREVER, day)


@pytest.mark.parametrize(("day", "status"), BOUNDARIES)
def test_the_lists_agree_with_each_certificate(day, status, north):
    held = certificate(north)
    last = day + timedelta(days=WINDOW)
    assert (held in Certificate.objects.expired(day)) is (status == Status.EXPIRED)
    assert (held in Certificate.objects.ending(day, last)) is (
        status == Status.EXPIRING
    )


@pytest.mark.parametrize(
    ("first", "last", "ends"),
    [
        pytest.param(0, 0, True, id="that day alone"),
        pytest.param(1, 9, False, id="from the day after"),
        pytest.param(-9, -1, False, id="until the day before"),
    ],
)
def test_ending_counts_both_its_days(first, last, ends, north):
    held = certificate(north)
    days = (END + timedelta(days=first), END + timedelta(days=last))
    assert (held in Certificate.objects.ending(*days)) is ends


def test_a_certificate_of_one_day_is_expiring_on_it(north):
    held = certificate(north, valid_until=DAY)
    days = [DAY + timedelta(days=n) for n in (-1, 0, 1)]
    wanted = [Status.NOT_YET, Status.EXPIRING, Status.EXPIRED]
    assert [held.status(day) for day in days] == wanted


def test_a_kind_that_says_nothing_is_renewed_in_its_last_quarter(north):
    held = certificate(north, kind=make_kind())
    opens = END - timedelta(days=EXPIRING_DAYS)
    assert held.status(opens) == Status.EXPIRING
    assert held.status(opens - timedelta(days=1)) == Status.VALID


def test_who_has_left_holds_no_current_certificate(north):
    here, gone = certificate(north), certificate(north, holder=make_staff(north))
    gone.holder.left_on = DAY
    gone.holder.save()
    assert set(Certificate.objects.current_holders(DAY)) == {here, gone}
    after = Certificate.objects.current_holders(DAY + timedelta(days=1))
    assert list(after) == [here]
