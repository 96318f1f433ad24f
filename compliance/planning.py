"""Planning a campaign: the inspections that its venues, teams and rounds call for.

One inspection is one call of one team at one venue, by all lists of the campaign: the
inspector goes there once, speaks to the manager once and leaves one record; the lists
are its chapters, each with its score. Sixty venues and three rounds are 180
inspections, not 720, whatever the lists.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from compliance import working_days
from compliance.models import Campaign, CampaignRound, CampaignTeam, Inspection
from reception.accounts import numbering
from reception.ledger import writing
from venues.models import Venue


@dataclass(frozen=True, slots=True)
class Call:
    """One inspection that the plan calls for; ``team`` is None if there are none."""

    round: int
    venue: Venue
    team: CampaignTeam | None
    day: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the plan calls for, what of it is there already, and what is missing."""

    calls: list[Call]
    present: int
    lists: int
    lacks: list[str]

    def by_round(self) -> list[tuple[int, int, date, date]]:
        """Return (round, number of inspections, first day, last day)."""
        found = []
        for number, count in sorted(Counter(c.round for c in self.calls).items()):
            days = [call.day for call in self.calls if call.round == number]
            found.append((number, count, min(days), max(days)))
        return found

    def busiest(self) -> int:
        """Return how many calls the busiest team has on one day."""
        loads = Counter((call.day, call.team) for call in self.calls)
        return max(loads.values(), default=0)


def days_of(held: CampaignRound, on: date) -> list[date]:
    """Return the working days of a round from ``on``; all days if none of them is."""
    first = max(held.starts_on, on)
    length = (held.ends_on - first).days + 1
    days = [first + timedelta(days=n) for n in range(length)]
    return [day for day in days if working_days.is_working_day(day)] or days


def calls_of(
    held: CampaignRound, venues: list[Venue], teams: list[CampaignTeam], on: date
) -> list[Call]:
    """Return a round's calls: venues dealt out to the teams, spread over its days.

    The teams move on by one from round to round, so that other eyes look at a venue.
    """
    days, hands = days_of(held, on), teams or [None]
    calls = []
    for turn, team in enumerate(hands):
        own = venues[(turn + held.number) % len(hands) :: len(hands)]
        calls += [
            Call(held.number, venue, team, days[place * len(days) // len(own)])
            for place, venue in enumerate(own)
        ]
    return sorted(calls, key=lambda call: (call.day, call.venue.number))


def proposal(campaign: Campaign, on: date) -> Proposal:
    """Return what the campaign's plan calls for from ``on`` and does not have yet.

    A round that is over calls for nothing any more.
    """
    venues, lists = list(campaign.venues.all()), campaign.lists.count()
    rounds = list(campaign.rounds.all())
    teams = list(campaign.teams.prefetch_related("inspectors"))
    held = set(campaign.inspections.values_list("round", "venue"))
    coming = [each for each in rounds if each.ends_on >= on]
    wanted = [call for each in coming for call in calls_of(each, venues, teams, on)]
    lacking = {
        _("Choose at least one venue."): not venues,
        _("Choose at least one checklist."): not lists,
        _("Give at least one round with its days."): not rounds,
    }
    calls = [call for call in wanted if (call.round, call.venue.pk) not in held]
    lacks = [text for text, is_lacking in lacking.items() if is_lacking]
    return Proposal([] if lacks else calls, len(held), lists, lacks)


@transaction.atomic
def make_inspections(campaign: Campaign, *, on: date) -> list[Inspection]:
    """Make the inspections that the plan lacks, and return them.

    Making them again makes only what has come to the plan since; what is there, with
    its day and its people, is left alone.
    """
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("office")
    campaign = rows.get(pk=campaign.pk)
    calls = proposal(campaign, on).calls
    made = [
        Inspection(
            office=campaign.office,
            campaign=campaign,
            round=call.round,
            venue=call.venue,
            inspected_on=call.day,
        )
        for call in calls
    ]
    numbering.assign(made, on)
    writing.create_all(made)
    hands = {
        call.team: list(call.team.inspectors.all()) if call.team else []
        for call in calls
    }
    lists = list(campaign.lists.all())
    pairs = list(zip(made, calls, strict=True))
    writing.relate_all("inspectors", [(i, [], hands[c.team]) for i, c in pairs])
    writing.relate_all("lists", [(each, [], lists) for each in made])
    return made
