"""The employers of postings by name: an office, or a venue of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from compliance.posting import Posting
from reception.accounts.models import Office
from venues.models import Venue


@dataclass(frozen=True, slots=True)
class Places:
    """The names of offices and venues, read in two queries."""

    offices: dict[int, str]
    venues: dict[int, str]

    @classmethod
    def of(cls, postings: Iterable[Posting]) -> "Places":
        """Read the names of the employers of ``postings``."""
        postings = list(postings)
        offices = {each.office for each in postings}
        venues = {each.venue for each in postings if each.venue}
        return cls(
            {each.pk: str(each) for each in Office.objects.filter(pk__in=offices)},
            {each.pk: str(each) for each in Venue.objects.filter(pk__in=venues)},
        )

    def name(self, posting: Posting) -> str:
        """Return the employer's name."""
        if posting.venue:
            return self.venues[posting.venue]
        return self.offices[posting.office]
