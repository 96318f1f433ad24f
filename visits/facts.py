"""From records to facts: what is recorded of visits, as the law looks at it.

What has no record in the system is None: the rules then say that they cannot judge.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils import timezone

from compliance import working_days
from compliance.rules.admission import LETTER_WORKING_DAYS
from compliance.rules.facts import (
    BudgetFacts,
    Category,
    CeremonyFacts,
    CostFacts,
    GiftFacts,
    LetterFacts,
    ListFacts,
    MealFacts,
    ReceivedGiftFacts,
    Standard,
    VisitFacts,
)
from compliance.standards import Book
from visits import budgeting, listing
from visits.models import Cost, Gift, Letter, Meal, Visit

# States in which a visit does not take place; merged ones are one with another.
GIVEN_UP = frozenset({"refused", "cancelled", "merged"})
PARTS = ("letter", "meals__place__venue", "costs", "guest_payments", "gifts")
LISTED = ("reception_list__people", "party__guest")
COMING = frozenset({"draft", "submitted", "approved", "ready"})
OVER = frozenset({"completed", "settled", "archived"})


def facts_of(visit: Visit, book: Book | None = None) -> VisitFacts:
    """Return the facts of one visit; see ``facts_of_many``."""
    return facts_of_many([visit], book)[visit.pk]


def facts_of_many(
    visits: Iterable[Visit], book: Book | None = None
) -> dict[int, VisitFacts]:
    """Return the facts of each visit by its key, in a constant number of queries.

    ``book`` holds the standards; it is read if it is not given.
    """
    visits = list(visits)
    if not visits:
        return {}
    book = book or Book.read()
    prefetch_related_objects(visits, *PARTS, *LISTED)
    others, budgets = _overlapping(visits), _budgets(visits)
    return {
        visit.pk: _facts(visit, book, others[visit.pk], budgets.get(visit.pk))
        for visit in visits
    }


def letter_due(visit: Visit) -> working_days.Due:
    """Return the last day for a letter that follows a call, and how it was counted."""
    departs = timezone.localdate(visit.departs_at)
    return working_days.after(departs, LETTER_WORKING_DAYS)


def _facts(
    visit: Visit, book: Book, overlapping: tuple[str, ...], budget: BudgetFacts | None
) -> VisitFacts:
    arrives = timezone.localdate(visit.arrives_at)
    departs = timezone.localdate(visit.departs_at)
    due = letter_due(visit)
    return VisitFacts(
        number=visit.number,
        category=Category(visit.category),
        rank=visit.rank,
        guests=visit.guests,
        guests_are_state_employees=visit.state_employees,
        companions=visit.companions,
        support_staff=visit.support_staff,
        purpose_kind=visit.purpose_kind or None,
        arrives=arrives,
        departs=departs,
        sender=visit.sending_unit,
        same_city=visit.same_city,
        has_letter=visit.letter is not None,
        letter=_letter(visit.letter) if visit.letter else None,
        phone_notice=visit.phone_record_id is not None,
        letter_due=due.day,
        letter_due_note=due.note,
        overlapping=overlapping,
        ceremony=CeremonyFacts(
            **{name: getattr(visit, name) for name in CeremonyFacts.__slots__}
        ),
        meals=tuple(_meal(visit, each, book) for each in visit.meals.all()),
        gifts=tuple(_given(visit)),
        gifts_received=tuple(_received(visit)),
        costs=tuple(_cost(each) for each in visit.costs.all()),
        reception_list=_list(visit),
        budget=budget,
    )


def _letter(letter: Letter) -> LetterFacts:
    """Return what the letter says; one letter announces one visit by constraint."""
    return LetterFacts(
        kind=letter.kind,
        received_on=letter.received_on,
        has_content=bool(letter.content.strip()),
        has_itinerary=bool(letter.itinerary.strip()),
        has_persons=bool(letter.persons.strip()),
        visits=1,
    )


def _meal(visit: Visit, meal: Meal, book: Book) -> MealFacts:
    known = meal.alcohol != ""
    venue = meal.place.venue if meal.place else None
    return MealFacts(
        line=meal.line,
        on=meal.on,
        kind=meal.kind,
        guests=meal.guests,
        companions=meal.companions,
        amount=meal.amount,
        standard=_standard(visit, meal, book),
        alcohol=meal.alcohol != Meal.Alcohol.NONE if known else None,
        high_grade_alcohol=meal.alcohol == Meal.Alcohol.HIGH_GRADE if known else None,
        cigarettes=meal.cigarettes,
        venue_kind=venue.kind if venue else None,
        fee_collected=_fee_collected(visit),
    )


def _fee_collected(visit: Visit) -> bool | None:
    """Whether guests paid for meals; not known before they have left."""
    paid = any(each.purpose == "meals" for each in visit.guest_payments.all())
    return paid or (False if visit.state in OVER else None)


def _standard(visit: Visit, meal: Meal, book: Book) -> Standard | None:
    """Return the office's standard in force, or the one written on the meal."""
    found = book.standard(
        visit.host_office_id,
        category=visit.category,
        rank=visit.rank,
        sitting=meal.sitting,
        day=meal.on,
    )
    if found is None and meal.standard is not None:
        return Standard(meal.standard, "meal", meal.standard_source)
    return found


def _cost(cost: Cost) -> CostFacts:
    return CostFacts(
        line=cost.line,
        category=cost.category,
        amount=cost.amount,
        payer=cost.payer,
        payment=cost.payment or None,
        is_paid=cost.paid_on is not None,
        paid_on=cost.paid_on,
        has_voucher=bool(cost.voucher) if cost.paid_on else None,
    )


def _gifts(visit: Visit, direction: str) -> Iterator[tuple[int, Gift]]:
    """Yield the gifts of a visit that went one way, counted as they were entered."""
    entered = sorted(visit.gifts.all(), key=lambda gift: gift.pk)
    same_way = (gift for gift in entered if gift.direction == direction)
    return enumerate(same_way, start=1)


def _given(visit: Visit) -> Iterator[GiftFacts]:
    for line, gift in _gifts(visit, Gift.Direction.GIVEN):
        each = None if gift.value is None else gift.value / gift.quantity
        yield GiftFacts(line, gift.happened_on, gift.kind, each)


def _received(visit: Visit) -> Iterator[ReceivedGiftFacts]:
    for line, gift in _gifts(visit, Gift.Direction.RECEIVED):
        yield ReceivedGiftFacts(
            line,
            received_on=gift.happened_on,
            registered_on=gift.registered_on,
            is_registered=True,
            due=gift.due_on,
        )


def _list(visit: Visit) -> ListFacts | None:
    """Return the reception list; before the guests have left nothing is due."""
    record = getattr(visit, "reception_list", None)
    due = listing.due_on(visit)
    if record is None:
        is_due = visit.state in OVER
        told = {"is_signed": False, "signing_due": due}
        return ListFacts(exists=False, **told) if is_due else None
    people = list(record.people.all())
    kinds = {each.kind for each in people}
    signed = record.signed_at and timezone.localdate(record.signed_at)
    return ListFacts(
        exists=True,
        matches_letter=_matches(visit, record, people),
        is_signed=signed is not None,
        signed_on=signed,
        signing_due=due,
        has_companions=listing.Kind.COMPANION in kinds or not visit.companions,
        has_support_staff=listing.Kind.SUPPORT in kinds or not visit.support_staff,
    )


def _matches(visit: Visit, record, people: list) -> bool | None:
    """Whether the list agrees with what was announced; None if nobody was named."""
    announced = {part.guest.name for part in visit.party.all()}
    if not announced:
        return None
    came = {each.name for each in people if each.kind == listing.Kind.GUEST}
    days = _days(visit.arrives_at, visit.departs_at)
    return came == announced and days == (record.arrived_on, record.left_on)


def _budgets(visits: list[Visit]) -> dict[int, BudgetFacts]:
    """Return, per visit to come, the budget of its year and office, if there is one."""
    found, years = {}, {}
    for visit in visits:
        if visit.state not in COMING:
            continue
        year = visit.host_office_id, timezone.localdate(visit.arrives_at).year
        if year not in years:
            years[year] = budgeting.spending_of(visit.host_office, year[1])
        total = years[year]
        if total.ceiling is None:
            continue
        own = visit.budget or Decimal(0)
        counted = own if visit.state != "draft" else Decimal(0)
        found[visit.pk] = BudgetFacts(
            approved=total.ceiling,
            spent=total.spent + total.planned - counted,
            planned=own,
        )
    return found


def _overlapping(visits: list[Visit]) -> dict[int, tuple[str, ...]]:
    """Return, per visit, the numbers of the same sender's visits on the same days.

    Only visits to the same office count: it alone can merge them.
    """
    offices = {visit.host_office_id for visit in visits}
    first = min(visit.arrives_at for visit in visits)
    last = max(visit.departs_at for visit in visits)
    near = Visit.objects.exclude(state__in=GIVEN_UP).filter(
        host_office__in=offices,
        sending_unit__in={visit.sending_unit for visit in visits},
        arrives_at__lt=last + timedelta(days=1),
        departs_at__gt=first - timedelta(days=1),
    )
    columns = (
        "pk",
        "number",
        "host_office",
        "sending_unit",
        "arrives_at",
        "departs_at",
    )
    by_sender = defaultdict(list)
    for pk, number, office, unit, *moments in near.order_by("number").values_list(
        *columns
    ):
        by_sender[office, unit].append((pk, number, _days(*moments)))
    found = {}
    for visit in visits:
        first_day, last_day = _days(visit.arrives_at, visit.departs_at)
        found[visit.pk] = tuple(
            number
            for pk, number, (begins, ends) in by_sender[
                visit.host_office_id, visit.sending_unit
            ]
            if pk != visit.pk and begins <= last_day and first_day <= ends
        )
    return found


def _days(arrives, departs) -> tuple[date, date]:
    return timezone.localdate(arrives), timezone.localdate(departs)
