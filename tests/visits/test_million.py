"""The benchmark's world can be made: its rows keep up with the columns of a visit."""

import pytest

from reception.access.scope import visible
from tests.bench import million
from visits.models import Visit


@pytest.mark.django_db
def test_the_world_of_the_benchmark_can_be_filled():
    """Every row is a visit that its own rules accept, and the clerk sees his share."""
    clerk = million.fill(200)
    assert Visit.objects.count() == 200
    seen = visible(clerk, "view", Visit.objects.all())
    assert 0 < seen.count() < 200
    for visit in Visit.objects.all()[:20]:
        visit.full_clean()
