"""What was exported and is imported again changes nothing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reception.access.granting import share
from reception.exchange.examining import examine
from reception.exchange.exporting import Order, spreadsheet, stream
from reception.exchange.reading import read_table
from reception.ledger.models import Entry, Kind
from tests.cast import person
from tests.exchange.tables import IMPORTED, exported, fill, send, stored
from tests.records import (
    MAKERS,
    make_guest,
    make_inspection,
    make_letter,
    make_staff,
    make_visit,
)
from visits.exchange import LetterResource
from visits.models import Guest, Letter, Visit

pytestmark = pytest.mark.django_db
LANGUAGES = ["zh-hans", "en"]
KINDS = ["csv", "xlsx"]
PAIRS = [("csv", "zh-hans"), ("xlsx", "en")]  # each kind and each language once
NASTY = [
    '=1+1\r\n\'"quoted", 第二行;三\t😀 123456789012345678',
    "410611199001011234",
    "'=HYPERLINK(1)",
    " 前后空格　",
    "+86 139",
    "＝全角",
    "'",
    "007",
    "1e5",
    "TRUE",
    "2024-05-01",
    "-1",
    "@SUM(A1)\n\n",
    "_x0041_ &lt; <b>",
    "\x01\x0b\ufffe\x85",
    "",
]


def bring_back(client, model, kind):
    """Import what was exported; return the counts of the preview."""
    data = exported(client, model, kind)
    response = send(client, model, data, f"rows.{kind}")
    assert response.status_code == 302, response.context["form"].errors
    preview = client.get(response["Location"])
    found = preview.context["found"]
    assert not found.problems
    assert [row.problems for row in found.rows if row.problems] == []
    assert [row.changed for row in found.rows if row.changed] == []
    assert client.post(response["Location"])["Location"].endswith(
        f"{model._meta.model_name}/"
    )
    return found.counts


@pytest.mark.parametrize(("kind", "language"), PAIRS)
@pytest.mark.parametrize("model", IMPORTED, ids=lambda m: m.__name__)
def test_nothing_changes(model, kind, language, client, everything, north):
    for text in NASTY:
        fill(MAKERS[model](north), text)
    before, entries = stored(model), Entry.objects.filter(kind=Kind.CHANGED).count()
    client.force_login(everything)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    counts = bring_back(client, model, kind)
    assert counts["same"] == sum(counts.values()) >= len(NASTY)
    assert stored(model) == before
    assert Entry.objects.filter(kind=Kind.CHANGED).count() == entries


@pytest.mark.parametrize("kind", KINDS)
def test_masked_facts_change_nothing(kind, client, north):
    user = person("copyist", north, reaches=[north])
    names = [f"{verb}_guest" for verb in ("view", "change", "import", "export")]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    for phone in ("13912345678", "+86 139 1234 5678", "12345", ""):
        make_guest(north, phone=phone)
    before = stored(Guest)
    client.force_login(user)
    assert "13912345678" not in str(exported(client, Guest))
    assert bring_back(client, Guest, kind)["same"] == 4
    assert stored(Guest) == before


@pytest.mark.parametrize("kind", KINDS)
def test_relations_moments_and_numbers_change_nothing(kind, client, everything, north):
    staff = [make_staff(north, number=f"41061119900101123{n}") for n in range(3)]
    make_inspection(north).inspectors.set(staff)
    make_visit(
        north,
        arrives_at=timezone.now().replace(second=7, microsecond=123456),
        departs_at=timezone.now().replace(second=59) + timedelta(days=1),
        number="=1+1",
        letter=make_letter(north, number="410611199001011234"),
    )
    client.force_login(everything)
    for model in (Visit, type(staff[0]), type(staff[0].inspections.get())):
        counts = bring_back(client, model, kind)
        assert counts["same"] == sum(counts.values())


def test_what_refers_beyond_the_users_reach_changes_nothing(
    client, clerk, root, north, south
):
    visit = make_visit(south, letter=make_letter(south), liaison=person("l", south))
    share(visit, clerk, "change", by=root)
    client.force_login(clerk)
    assert bring_back(client, Visit, "csv")["same"] == 1


@pytest.mark.parametrize("year", [1, 1899, 1900, 2024, 9999])
def test_days_of_every_year_change_nothing(year, client, everything, north):
    letter = make_letter(north)
    day = letter.issued_on.replace(year=year)
    type(letter).objects.update(issued_on=day, received_on=day)
    client.force_login(everything)
    assert bring_back(client, type(letter), "xlsx")["same"] == 1


def test_a_text_too_long_for_a_spreadsheet_is_not_lost_in_silence(
    client, everything, north
):
    letter = make_letter(north, content="x" * 40_000)
    client.force_login(everything)
    data = exported(client, type(letter), "xlsx")
    answer = send(client, type(letter), data, "rows.xlsx")
    assert "more than 20000 characters" in str(answer.context["form"].errors)


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    texts=st.lists(
        # White space and control characters alone are no text.
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
            lambda text: text if any(map(str.isprintable, text.split())) else ""
        ),
        min_size=8,
        max_size=8,
    )
)
def test_any_text_changes_nothing(kind, texts, everything, north):
    letter = Letter.objects.first() or make_letter(north)
    names = ("sending_unit", "document_number", "content", "itinerary", "persons")
    values = dict(zip(names, texts, strict=False))
    rows = type(letter).objects.filter(pk=letter.pk)
    rows.update(**{name: text[:60] for name, text in values.items()})
    resource = LetterResource()
    order = Order(resource, rows, resource.columns(), everything)
    data = b"".join(stream(order)) if kind == "csv" else spreadsheet(order).read()
    found = examine(resource, read_table(data, "x"), everything)
    assert [(row.outcome, row.problems) for row in found.rows] == [("same", {})]
