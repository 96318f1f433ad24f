"""Search by the index finds what the database finds by reading every row."""

import random

import pytest
from django.db import connection
from django.db.models import Q

from reception.access import search
from reception.access.search_index import name_of
from reception.ledger import writing
from tests.records import make_guest, make_party
from visits.models import Guest

pytestmark = pytest.mark.django_db
LETTERS = "王明华财政局市abAB12%_'\"\\ éÉßİşς😀🀄-()|&:*"
FIELDS = ["number", "name", "unit", "phone"]


def text(chance, most) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, most)))


def plainly(fields, words, rows):
    for word in words:
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(anywhere)
    return {*rows.values_list("pk", flat=True)}


def by_index(model, fields, term):
    """Find as a screen does, and make sure that the index itself proposed the rows."""
    rows = plainly(fields, search.words_of(term), model.objects.all())
    proposed = search.narrowed(model.objects.all(), fields, term)
    assert {*proposed.values_list("pk", flat=True)} >= rows
    return proposed


def agree(chance, times=60):
    for _ in range(times):
        words = [text(chance, 3) for _ in range(chance.randint(1, 2))]
        term = " ".join(words)
        found = by_index(Guest, FIELDS, term)
        assert found.count() <= Guest.objects.count()


@pytest.mark.parametrize("seed", range(4))
def test_the_index_loses_nothing_after_inserts_updates_and_deletes(seed, north):
    chance = random.Random(seed)
    writing.create_all(
        [
            Guest(
                number=f"G{n}{text(chance, 3)}",
                office=north,
                name=text(chance, 12) or "x",
                unit=text(chance, 8),
                phone=text(chance, 3),
            )
            for n in range(60)
        ]
    )
    agree(chance)
    changed = []
    for guest in Guest.objects.all()[::2]:
        before = writing.snapshot(guest)
        guest.name, guest.unit = text(chance, 12) or "y", text(chance, 4)
        changed.append((guest, before))
    writing.change_all(changed)
    Guest.objects.filter(pk__in=[g.pk for g in Guest.objects.all()[::3]]).delete()
    table = Guest._meta.db_table
    with connection.cursor() as cursor:  # somebody with a database tool
        cursor.execute(f"UPDATE {table} SET unit = unit || '直改' WHERE id % 2 = 0")
    assert by_index(Guest, FIELDS, "直改").count() > 0
    agree(chance)


@pytest.mark.parametrize(
    "term",
    ["局", "财政", "财政局", "市财政局", "g-00", "G-0000", "%", "_", '"市 财"', "😀"],
)
def test_a_rare_word_is_proposed_and_nothing_else(north, term):
    writing.create_all(
        [
            Guest(number=f"N{n}", office=north, name="李某", unit="某单位")
            for n in range(30)
        ]
    )
    told = Guest(number="G-0000", office=north, name="王", unit="市财政局%_市 财😀")
    writing.create_all([told])
    found = search.narrowed(Guest.objects.all(), FIELDS, term)
    assert [guest.pk for guest in found] == [told.pk]


def test_a_word_in_a_related_record_is_found_along_the_relation(north, client, root):
    party = make_party(north)
    other = make_party(north)
    for record, name in ((party.guest, "欧阳某"), (other.guest, "司马某")):
        before = writing.snapshot(record)
        record.name = name
        writing.change_all([(record, before)])
    client.force_login(root)
    page = client.get("/admin/visits/party/", {"q": "欧阳"})
    assert [row.pk for row in page.context["cl"].result_list] == [party.pk]


def test_frequent_words_are_found_by_reading(north, client, root, monkeypatch):
    monkeypatch.setattr(search, "MOST", 3)
    client.force_login(root)
    writing.create_all(
        [
            Guest(number=f"N{n:03}", office=north, name="某", unit="市财政局")
            for n in range(10)
        ]
    )
    for term in ("财政", "市财政局", "市 局"):
        page = client.get("/admin/visits/guest/", {"q": term})
        assert search.is_walk(page.context["cl"].queryset)
        assert page.context["cl"].result_count == 10


def test_pickers_search_by_the_index(north, client, root):
    client.force_login(root)
    guest = make_guest(north)
    asked = {"app_label": "visits", "model_name": "party", "field_name": "guest"}
    for term, found in ((guest.name, [str(guest.pk)]), ("\0", []), ("x" * 2000, [])):
        answer = client.get("/admin/autocomplete/", {**asked, "term": term})
        assert [each["id"] for each in answer.json()["results"]] == found


def test_the_index_stands_beside_its_table():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master")
        else:
            cursor.execute("SELECT indexname FROM pg_indexes")
        assert name_of(Guest) in {name for (name,) in cursor.fetchall()}
