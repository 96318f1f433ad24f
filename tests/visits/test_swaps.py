"""Swaps of shifts: asked, agreed, approved by a third; two at once cannot both win."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation

from reception.accounts import roles
from reception.dashboard.panels import roster
from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.dashboard.reading import asked
from tests.records import (
    DAY,
    make_certificate,
    make_office,
    make_shift,
    make_staff,
    moment,
)
from tests.test_workflow_concurrency import all_at_once
from tests.visits.test_shifts import required
from visits import swapping
from visits.models import Shift, ShiftSwap

pytestmark = pytest.mark.django_db
BEFORE = moment(DAY - timedelta(days=2))


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


def employee(office, name, *held):
    """Return somebody with a login and a line in the staff register."""
    user = person(name, office, *(held or ("butler",)), reaches=[office])
    return make_staff(office, user=user, name=name.title())


@pytest.fixture
def anna(north):
    """Holds the shift."""
    return employee(north, "anna")


@pytest.fixture
def bea(north):
    """Takes it over."""
    return employee(north, "bea")


@pytest.fixture
def shift(north, anna):
    """Anna's day shift."""
    return make_shift(north, member=anna)


def ask(shift, colleague, in_return=None, reason="a wedding"):
    told = {"by": shift.member.user, "at": BEFORE}
    return swapping.ask(shift, colleague, in_return, reason, **told)


def agreed(shift, colleague, in_return=None):
    swap = ask(shift, colleague, in_return)
    return move(swap, "agree", by=colleague.user, at=BEFORE)


def holder(shift):
    return Shift.objects.get(pk=shift.pk).member


def test_an_approved_swap_changes_both_shifts(shift, anna, bea, north, approver):
    other = make_shift(north, member=bea, starts_at=moment(hour=20))
    swap = agreed(shift, bea, other)
    assert (holder(shift), holder(other)) == (anna, bea)
    move(swap, "approve", by=approver, at=BEFORE)
    assert (holder(shift), holder(other)) == (bea, anna)
    told = Entry.objects.filter(kind=Kind.CHANGED, record_type="visits.shift")
    assert {each.changes["member"][1] for each in told} == {anna.pk, bea.pk}


def test_only_one_s_own_shift_that_is_still_to_come(shift, bea, north):
    other = make_shift(north, member=bea)
    with pytest.raises(PermissionDenied):
        swapping.ask(other, bea, None, "x", by=shift.member.user, at=BEFORE)
    with pytest.raises(PermissionDenied):
        swapping.ask(shift, bea, None, "x", by=shift.member.user, at=moment())


def test_a_colleague_is_of_the_same_place_and_can_answer(shift, north, south):
    stranger = employee(south, "stranger")
    for nobody in (stranger, make_staff(north), shift.member):
        with pytest.raises(MoveNotPossible, match="colleague of the same place"):
            ask(shift, nobody)


def test_one_swap_of_a_shift_is_open_at_a_time(shift, bea, north):
    ask(shift, bea)
    with pytest.raises(MoveNotPossible, match="open already"):
        ask(shift, employee(north, "cleo"))


def test_only_the_colleague_agrees_and_only_the_holder_takes_back(shift, anna, bea):
    swap = ask(shift, bea)
    with pytest.raises(MoveNotPossible, match="Only Bea"):
        move(swap, "agree", by=anna.user, at=BEFORE)
    with pytest.raises(MoveNotPossible, match="Only Anna"):
        move(swap, "withdraw", by=bea.user, at=BEFORE)
    assert move(swap, "withdraw", by=anna.user, at=BEFORE).state == "withdrawn"


def test_neither_of_the_two_approves(north, approver):
    heads = [employee(north, each, "approver") for each in ("one", "two")]
    shift = make_shift(north, member=heads[0])
    swap = agreed(shift, heads[1])
    for head in heads:
        with pytest.raises(MoveNotPossible, match="your own swap"):
            move(swap, "approve", by=head.user, at=BEFORE)
    assert move(swap, "approve", by=approver, at=BEFORE).decided_by == approver


def test_a_butler_does_not_approve(shift, bea, anna):
    swap = agreed(shift, bea)
    with pytest.raises(PermissionDenied):
        move(swap, "approve", by=anna.user, at=BEFORE)


def test_the_gate_and_clashes_hold_for_the_new_person(shift, bea, north, approver):
    swap = agreed(shift, bea)
    busy = make_shift(north, member=bea, starts_at=moment(hour=12))
    with pytest.raises(MoveNotPossible, match="on duty already"):
        move(swap, "approve", by=approver, at=BEFORE)
    busy.delete()
    kind = required("driver")
    Shift.objects.filter(pk=shift.pk).update(duty="driver")
    with pytest.raises(MoveNotPossible, match="cannot do this duty"):
        move(swap, "approve", by=approver, at=BEFORE)
    make_certificate(north, holder=bea, kind=kind, issued_on=DAY)
    move(swap, "approve", by=approver, at=BEFORE)
    assert holder(shift) == bea


def test_a_shift_that_is_not_any_more_whose_it_was(shift, bea, north, approver):
    swap = agreed(shift, bea)
    shift.member = make_staff(north)
    shift.save(update_fields=["member"])
    with pytest.raises(MoveNotPossible, match="The roster changed meanwhile"):
        move(swap, "approve", by=approver, at=BEFORE)


def test_each_of_the_three_is_offered_what_is_his(shift, anna, bea, approver, client):
    swap = ask(shift, bea)
    address = reverse("admin:visits_shiftswap_change", args=[swap.pk])

    def offered(user):
        client.force_login(user)
        answer = client.get(address)
        moves = answer.context["moves"] if answer.status_code == 200 else ()
        return {each["name"] for each in moves}

    assert offered(approver) == set()
    move(swap, "agree", by=bea.user, at=BEFORE)
    assert offered(approver) == {"approve", "refuse"}
    assert offered(anna.user) == offered(bea.user) == set()  # theirs is the other page


class TestPage:
    """My shifts, as everybody sees his own."""

    @pytest.fixture
    def soon(self, north, anna):
        """A shift of tomorrow."""
        begin = timezone.now() + timedelta(days=1)
        return make_shift(north, member=anna, starts_at=begin)

    def test_asking_and_agreeing_on_the_page(self, client, soon, anna, bea, approver):
        client.force_login(anna.user)
        assert "Ask for a swap" in client.get(reverse("roster:mine")).content.decode()
        address = reverse("roster:swap", args=[soon.pk])
        assert client.get(address).status_code == 200
        client.post(address, {"colleague": bea.pk, "reason": "a wedding"})
        swap = ShiftSwap.objects.get()
        client.force_login(bea.user)
        assert "I take it" in client.get(reverse("roster:mine")).content.decode()
        client.post(reverse("roster:mine"), {"swap": swap.pk, "move": "agree"})
        card = roster.swaps(asked(approver, timezone.now()))
        assert card.waiting == 1
        client.force_login(approver)
        page = reverse("admin:visits_shiftswap_move", args=[swap.pk, "approve"])
        assert client.get(page).status_code == 200
        client.post(page, {"reason": ""})
        assert holder(soon) == bea

    def test_another_s_shifts_and_swaps_are_not_there(self, client, soon, bea, north):
        swap = ask_now(soon, bea)
        other = employee(north, "cleo")
        client.force_login(other.user)
        assert client.get(reverse("roster:swap", args=[soon.pk])).status_code == 404
        answer = client.post(reverse("roster:mine"), {"swap": swap.pk, "move": "agree"})
        assert answer.status_code == 404
        assert "Anna" not in client.get(reverse("roster:mine")).content.decode()

    def test_whoever_is_in_no_register_is_told_what_to_do(self, client, clerk):
        client.force_login(clerk)
        body = client.get(reverse("roster:mine")).content.decode()
        assert "Ask the training officer" in body


def ask_now(shift, colleague):
    told = {"by": shift.member.user, "at": timezone.now()}
    return swapping.ask(shift, colleague, None, "a wedding", **told)


@pytest.mark.django_db(transaction=True)
def test_of_two_swaps_with_one_shift_one_wins_and_the_other_is_told():
    """Anna's and Cleo's swaps both want Bea's shift in return."""
    roles.apply()
    office = make_office("BUSY")
    anna, bea, cleo = (employee(office, each) for each in ("anna", "bea", "cleo"))
    wanted = make_shift(office, member=bea, starts_at=moment(hour=20))
    swaps = {}
    for asker in (anna, cleo):
        own = make_shift(office, member=asker)
        swaps[asker] = agreed(own, bea, wanted)
    heads = {
        each: person(f"head{each.pk}", office, "approver", reaches=[office])
        for each in swaps
    }
    found = all_at_once(
        {
            asker: lambda asker=asker: move(
                swaps[asker], "approve", by=heads[asker], at=BEFORE
            )
            for asker in swaps
        }
    )
    won = [asker for asker, result in found.items() if isinstance(result, ShiftSwap)]
    lost = [each for each in found.values() if isinstance(each, MoveNotPossible)]
    assert (len(won), len(lost)) == (1, 1)
    assert holder(wanted) == won[0]
    held = Shift.objects.order_by("member", "starts_at")
    assert held.filter(member=bea).count() == 1
