"""Drills: scores of judges, a ranking in which equals share a rank, and its closing."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.models import Drill, DrillDiscipline, DrillJudge, DrillParticipant
from compliance.training.ranking import Scale, ranks, results_of, total
from compliance.training.scores import ScoresRefused, enter
from reception.workflow import MoveNotPossible, move
from tests import doors
from tests.cast import person
from tests.records import DAY, make_drill, make_staff, moment

pytestmark = pytest.mark.django_db
NOON = moment(hour=12)

points = st.integers(0, 100)
totals = st.dictionaries(st.integers(0, 30), st.none() | points.map(Decimal))


class TestRanks:
    @given(totals)
    def test_a_rank_is_one_more_than_those_who_are_better(self, reached):
        found = ranks(reached)
        others = [each for each in reached.values() if each is not None]
        assert len(found) == len(others)
        for key, rank in found.items():
            assert rank == 1 + sum(other > reached[key] for other in others)

    @given(totals, st.randoms())
    def test_the_order_of_the_list_does_not_matter(self, reached, chance):
        rows = list(reached.items())
        chance.shuffle(rows)
        assert ranks(dict(rows)) == ranks(reached)


scales = st.lists(
    st.tuples(st.integers(1, 100), st.integers(1, 10)), min_size=1, max_size=4
)


class TestTotals:
    @given(scales, st.data())
    @settings(deadline=None)
    def test_it_lies_between_nothing_and_a_hundred_and_grows(self, given_scales, data):
        every = {
            number: Scale(Decimal(most), weight)
            for number, (most, weight) in enumerate(given_scales)
        }
        scores = {
            number: data.draw(
                st.lists(st.integers(0, int(scale.most)), min_size=1, max_size=3)
            )
            for number, scale in every.items()
        }
        reached = total(scores, every)
        assert 0 <= reached <= 100
        better = {n: [int(every[n].most)] * len(s) for n, s in scores.items()}
        assert total(better, every) == 100
        more = {**scores, 0: better[0]}
        assert total(more, every) >= reached

    def test_the_mean_of_the_judges_counts_by_weight(self):
        every = {"bed": Scale(Decimal(100), 30), "table": Scale(Decimal(50), 70)}
        scores = {"bed": [80, 90], "table": [40, 45]}
        assert total(scores, every) == Decimal("85.00")

    def test_who_lacks_a_discipline_has_no_total(self):
        every = {"bed": Scale(Decimal(100), 1), "table": Scale(Decimal(100), 1)}
        assert total({"bed": [80]}, every) is None


@pytest.fixture
def drill(north):
    """A drill with two disciplines, two judges and three participants."""
    made = make_drill(north, held_on=DAY)
    for line, (name, most) in enumerate((("bed", 100), ("table", 50)), start=1):
        DrillDiscipline.objects.create(
            drill=made, line=line, name=name, max_score=most, weight=line
        )
        DrillJudge.objects.create(drill=made, line=line, name=f"judge {line}")
    for _n in range(3):
        DrillParticipant.objects.create(drill=made, member=make_staff(north))
    return made


def every_cell(drill, score):
    """Return a score for each cell, by the place of the participant."""
    sheet = results_of(drill)
    return {
        (p.pk, d.pk, j.pk): Decimal(score(place))
        for place, p in enumerate(sheet.participants)
        for d in sheet.disciplines
        for j in sheet.judges
    }


class TestClosing:
    def test_it_closes_with_a_ranking_that_stays(self, drill, training_officer):
        take = {"by": training_officer, "at": NOON}
        with pytest.raises(MoveNotPossible, match="12 scores"):
            move(drill, "close", **take)
        told = every_cell(drill, lambda place: (50, 40, 50)[place])
        assert enter(drill, told, by=training_officer) == 12
        closed = move(drill, "close", **take)
        rows = [(p.rank, p.total) for p in closed.participants.order_by("pk")]
        assert [rank for rank, _total in rows] == [1, 3, 1]
        assert rows[0][1] == Decimal("83.33")
        with pytest.raises(ScoresRefused, match="closed"):
            enter(closed, told, by=training_officer)
        assert all(p.locked_reason() for p in closed.participants.all())
        again = move(closed, "reopen", reason="a mistake", **take)
        assert set(again.participants.values_list("rank", "total")) == {(None, None)}

    def test_a_drill_to_come_is_not_closed(self, drill, training_officer):
        told = every_cell(drill, lambda place: 1)
        enter(drill, told, by=training_officer)
        early = moment(DAY.replace(day=1))
        with pytest.raises(MoveNotPossible, match="still to come"):
            move(drill, "close", by=training_officer, at=early)


class TestScores:
    def test_no_more_than_can_be_reached(self, drill, training_officer):
        told = every_cell(drill, lambda place: 60)  # the second is worth 50
        with pytest.raises(ScoresRefused) as refused:
            enter(drill, told, by=training_officer)
        assert len(refused.value.problems) == 6
        assert not drill.scores().exists()

    def test_the_page_stores_what_was_changed_on_it(
        self, drill, training_officer, client
    ):
        client.force_login(training_officer)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        url = doors.url(Drill, "scores", drill.pk)
        (cell, *others) = ("-".join(map(str, c)) for c in every_cell(drill, str))
        data = {f"score-{cell}": "45,5", f"was-{cell}": ""}
        data |= {f"score-{each}": "" for each in others}
        assert client.post(url, data).status_code == 302
        assert drill.scores().get().score == Decimal("45.5")
        assert "45.5" in doors.page(client.get(url))
        assert "such as" in doors.page(client.post(url, {f"score-{cell}": "x"}))
        client.post(url, {f"score-{cell}": "", f"was-{cell}": "45.5"})
        assert not drill.scores().exists()

    def test_nobody_else_enters_scores(self, drill, north, client):
        reader = person("reader", north, "clerk", reaches=[north])
        with pytest.raises(PermissionDenied):
            enter(drill, {}, by=reader)
        client.force_login(reader)
        url = doors.url(Drill, "scores", drill.pk)
        assert client.get(url).status_code == 200
        assert client.post(url, {}).status_code == 403
