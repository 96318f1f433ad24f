"""Every report: who may run it, what its page, files and command say, at any size."""

import hashlib
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from reception.access.granting import share
from reception.accounts.roles import ROLES
from reception.console import report_pages
from reception.exchange import reports
from reception.exchange.reports import known
from reception.jobs import work
from reception.jobs.models import Job, State
from reception.ledger.models import Entry, Kind
from tests.cast import person
from tests.compliance.round_rules import make_answer
from tests.console.reading import ALWAYS, page, plain, read, rows, sent, table
from tests.records import (
    DAY,
    make_approval,
    make_assignment,
    make_attempt,
    make_breach,
    make_campaign,
    make_certificate,
    make_cost,
    make_drill,
    make_enrolment,
    make_finding,
    make_gift,
    make_honour,
    make_inspection,
    make_letter,
    make_licence,
    make_meal,
    make_required_certificate,
    make_session,
    make_shift,
    make_staff,
    make_user,
    make_venue,
    make_visit,
    moment,
)
from visits.models import Visit

pytestmark = pytest.mark.django_db
NAMES = list(known())
VISITS = {"receptions", "meals", "spending", "letters"}
AUDITS = {"inspections", "findings", "findings-by-venue", "scores"}
# Sums of many offices' findings: nothing in them names an office.
SUMS = {f"rectification-{each}" for each in ("by-category", "by-severity", "ageing")}
SUMS |= {"rectification-trend"}
COVERAGE = {f"coverage-by-{each}" for each in ("office", "venue", "post")}
COVERAGE |= {"uncovered", "certificate-matrix"}
RECTIFICATION = SUMS | {f"rectification-by-{e}" for e in ("campaign", "round", "venue")}
SUMS |= {"coverage-by-post"}  # it names posts alone
HONOURS = {"honours", "honours-by-year"}
TRAINING = {"sessions", "topics", "plan", "hours", "hours-by-office"}
TRAINING = {f"training-{each}" for each in TRAINING} | {"drill-results", "quiz-results"}
SUMS |= {"training-topics", "coverage-by-post"}
ROSTER = {"assignments", "load", "rest"}
MAY = {
    "clerk": VISITS | ROSTER | {"licences", "disclosure", "gifts"},
    "approver": VISITS | ROSTER | {"decisions", "disclosure", "gifts"},
    "discipline_officer": {"breaches", "discipline-by-year", "gifts"},
    "inspector": AUDITS | RECTIFICATION,
    "auditor": set(NAMES),
    "training_officer": {"certificates"} | COVERAGE | HONOURS | TRAINING,
    "administrator": {"reach"},
}


def fill(office, count=1):
    """Make ``count`` of everything that some report tells of, at one office."""
    for _number in range(count):
        visit = make_visit(office, letter=make_letter(office))
        make_meal(office, visit=visit)
        make_cost(office, visit=visit)
        campaign = make_campaign(office, name=f"{office.code} campaign")
        inspection = make_inspection(office, campaign=campaign)
        make_finding(office, inspection=inspection)
        make_answer(office)
        make_breach(office)
        make_gift(office)
        make_honour(office)
        make_trained(office)
        make_assignment(office)
        tired = make_shift(office).member  # three hours of rest
        make_shift(office, member=tired, starts_at=moment(hour=20))
        make_required_certificate(kind=make_certificate(office).kind)
        make_staff(office, venue=make_venue(office, name=f"{office.code} venue"))
        make_licence(office)
        make_user(office)
        make_approval(office, visit=held(office))


def make_trained(office):
    """Make a session that was held, its plan, a drill and a quiz, with somebody."""
    place = make_enrolment(
        office,
        session=make_session(office, state="held"),
        attended_at=moment(),
        proof="list",
    )
    plan, _new = office.training_plans.get_or_create(year=2026)
    course = place.session.course
    plan.lines.create(line=plan.lines.count() + 1, course=course, month=3)
    make_drill(office).participants.create(member=place.member)
    make_attempt(office, member=place.member)


def held(office):
    """Make a visit that took place."""
    hands = {"submitted_by": make_user(office), "decided_by": make_user(office)}
    state = {"state": "completed", "category": "business", "decided_at": moment()}
    return make_visit(office, **hands, **state)


def told(name, user) -> str:
    """Return everything that the report says to ``user``."""
    return "\n".join("|".join(map(str, row.values())) for row in rows(name, user))


def test_reports_are_named_described_and_have_rights():
    for name, report in known().items():
        assert report.name == name
        assert report.models
        assert str(report.description).endswith((".", "。"))
        names = [each.name for each in report.columns]
        assert len(set(names)) == len(names)
        assert set(report.filters) <= {"period", "office", "as_of"}
        if report.chart:
            assert {report.chart.label, *report.chart.values} <= set(names)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", NAMES)
def test_the_role_decides_who_may_run_it(name, role, client, north, tmp_path):
    user = person(role, north, role, reaches=[north])
    client.force_login(user)
    allowed = name in MAY.get(role, set())
    assert client.get(page(name)).status_code == (200 if allowed else 403)
    answer = client.post(page(name), {**ALWAYS, "format": "csv"})
    assert answer.status_code == (200 if allowed else 403)
    listed = [each.name for _g, some in reports.offered(user) for each in some]
    assert (name in listed) is allowed
    if not allowed:
        with pytest.raises(CommandError, match=user.username):
            call_command("report", name, user=role, out=tmp_path / "r.csv")
        assert not list(tmp_path.iterdir())


def test_an_unknown_report_is_not_found(client, auditor):
    client.force_login(auditor)
    assert client.get(page("nothing")).status_code == 404


def test_nobody_gets_in_without_a_login(client, db):
    for address in (page("receptions"), reverse("reports:list")):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_its_page_shows_what_there_is(name, client, root, north):
    fill(north)
    client.force_login(root)
    answer = client.get(page(name), {"from": "2000-01-01", "to": "2099-12-31"})
    assert answer.status_code == 200
    assert answer.context["count"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_only_what_is_in_reach_is_told(name, north, south, everything, root):
    fill(north)
    fill(south)
    mine, all_of_it = told(name, everything), told(name, root)
    if name in SUMS:
        assert mine != all_of_it
        return
    assert "SOUTH" in all_of_it
    assert "NORTH" in mine
    assert "SOUTH" not in mine.replace("outside your reach", "")


@pytest.mark.parametrize("name", NAMES)
def test_who_reaches_nothing_gets_nothing(name, north, placeless, everything):
    fill(north)
    everything.officeusergrants.all().delete()
    assert rows(name, everything) == []


def test_a_shared_visit_is_told_to_whoever_may_export(clerk, southern_clerk, south):
    visit = make_visit(south)
    make_cost(south, visit=visit, amount=7)
    share(visit, clerk, "view", by=southern_clerk)
    (row,) = rows("receptions", clerk)
    assert (row["number"], row["total_cost"]) == (visit.number, Decimal("7.00"))


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_queries_does_not_grow(name, auditor, north):
    def queries() -> int:
        fresh = type(auditor).objects.get(pk=auditor.pk)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert list(table(name, fresh))
        return len(seen)

    fill(north, 2)
    before = queries()
    fill(north, 20)
    assert queries() == before


@pytest.mark.parametrize("name", NAMES)
def test_page_and_command_give_the_same_bytes(
    name, client, auditor, north, tmp_path, monkeypatch
):
    fill(north, 2)
    client.force_login(auditor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    asked = {key: value for key, value in ALWAYS.items() if takes(name, key)}
    by_page = sent(client, name)
    out = tmp_path / "report.csv"
    given = [f"--{key}={value}" for key, value in asked.items()]
    call_command(
        "report",
        name,
        *given,
        user="auditor",
        out=out,
        language="en",
        stdout=io.StringIO(),
    )
    assert out.read_bytes() == by_page
    assert by_page.startswith(b"\xef\xbb\xbf")
    assert by_page.count(b"\r\n") == len(read(by_page))
    assert list(tmp_path.iterdir()) == [out]


def takes(name, key) -> bool:
    return "period" in known()[name].filters and key in ("from", "to")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_the_ledger_knows_the_file_again(name, kind, client, auditor, north):
    fill(north)
    client.force_login(auditor)
    data = sent(client, name, kind, office="NORTH")
    entry = Entry.objects.get(kind=Kind.EXPORTED)
    assert entry.actor == auditor
    assert entry.details["report"] == name
    assert entry.details["format"] == kind
    assert "office=NORTH" in entry.details["filter"]
    assert entry.details["complete"] is True
    assert entry.details["sha256"] == hashlib.sha256(data).hexdigest()
    lines = read(data) if kind == "csv" else sheet(data)
    assert entry.details["rows"] == len(lines) - 1 > 0
    assert entry.record_type == known()[name].models[0]._meta.label_lower


def sheet(data: bytes) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python()


def test_a_command_is_noted_as_its_users(auditor, north, tmp_path):
    call_command(
        "report",
        "letters",
        user="auditor",
        out=tmp_path / "a.csv",
        stdout=io.StringIO(),
    )
    entry = Entry.objects.get(kind=Kind.EXPORTED)
    assert (entry.actor, entry.reason) == (auditor, "manage.py report letters")


def test_cells_of_a_sheet_are_typed(client, auditor, north):
    make_cost(north, visit=make_visit(north), amount=Decimal("1234.50"))
    client.force_login(auditor)
    heads, row = sheet(sent(client, "receptions", "xlsx"))
    found = dict(zip(known()["receptions"].columns, row, strict=True))
    by_name = {each.name: value for each, value in found.items()}
    assert by_name["total_cost"] == 1234.5
    assert by_name["guests"] == 5
    assert by_name["arrives_at"] == moment().replace(tzinfo=None)
    assert len(heads) == len(row)


NASTY = "=HYPERLINK(1)"


def test_nothing_that_a_spreadsheet_would_run_goes_out(client, auditor, north):
    make_visit(north, title=NASTY, head_name="+1", sending_unit="410611199001011234")
    client.force_login(auditor)
    _heads, row = read(sent(client, "receptions"))
    assert {f"'{NASTY}", "'+1", "'410611199001011234"} <= set(row)
    _heads, row = sheet(sent(client, "receptions", "xlsx"))
    assert {NASTY, "+1", "410611199001011234"} <= set(row)


def test_a_negative_number_stays_a_number(client, auditor, north):
    make_licence(north, valid_until=DAY)
    client.force_login(auditor)
    _heads, row = read(sent(client, "licences", as_of=DAY + timedelta(days=3)))
    assert "-3" in row


@pytest.mark.parametrize(
    "name", sorted(VISITS | AUDITS | (RECTIFICATION - {"rectification-ageing"}))
)
def test_a_period_without_anything_says_so(name, client, auditor, north):
    fill(north)
    client.force_login(auditor)
    asked = {"from": "1999-01-01", "to": "1999-12-31"}
    answer = client.get(page(name), asked, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.context["count"] == 0
    assert "Nothing was found." in answer.content.decode()
    assert len(read(sent(client, name, **asked))) == 1


def test_a_period_is_of_local_days_both_included(auditor, north):
    last = make_visit(north, arrives_at=moment(DAY, 23.99), departs_at=moment(DAY, 24))
    first = make_visit(north, arrives_at=moment(DAY, 0), departs_at=moment(DAY, 1))
    make_visit(north, arrives_at=moment(DAY, 24), departs_at=moment(DAY, 25))
    make_visit(north, arrives_at=moment(DAY, -0.01), departs_at=moment(DAY, 1))
    found = rows("receptions", auditor, **{"from": DAY, "to": DAY})
    assert [row["number"] for row in found] == [first.number, last.number]


def test_an_office_stands_for_those_below_it_too(auditor, city, north, south):
    for office in (city, north, south):
        make_visit(office)
    assert len(rows("receptions", auditor, office="HB")) == 3
    (row,) = rows("receptions", auditor, office="NORTH")
    assert row["number"].startswith("NORTH")


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "tomorrow"},
        {"from": ""},
        {"from": "2026-02-02", "to": "2026-02-01"},
        {"office": "SOUTH"},
        {"office": "1 OR 1"},
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    asked, client, clerk, south, tmp_path
):
    client.force_login(clerk)
    for answer in (
        client.get(page("receptions"), asked),
        client.post(page("receptions"), {**asked, "format": "csv"}),
    ):
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert "lines" not in answer.context
    assert not Entry.objects.filter(kind=Kind.EXPORTED).exists()
    given = [f"--{key}={value}" for key, value in asked.items() if value]
    if given:
        with pytest.raises(CommandError, match="--"):
            call_command(
                "report", "receptions", *given, user="clerk", out=tmp_path / "a.csv"
            )


def test_the_command_names_what_it_knows_and_whom_it_lacks(auditor, tmp_path):
    out = tmp_path / "a.csv"
    with pytest.raises(CommandError) as refused:
        call_command("report", "nothing", user="auditor", out=out)
    assert all(name in str(refused.value) for name in NAMES)
    with pytest.raises(CommandError, match="nobody"):
        call_command("report", "letters", user="nobody", out=out)
    with pytest.raises(CommandError, match="--as-of"):
        call_command("report", "letters", "--as-of=2026-01-01", user="auditor", out=out)
    with pytest.raises(CommandError, match="No such file"):
        call_command("report", "letters", user="auditor", out=tmp_path / "no" / "a.csv")
    with pytest.raises(CommandError, match="--user"):
        call_command("report", "letters", out=out)
    assert not list(tmp_path.iterdir())


def test_the_command_writes_a_sheet_where_the_name_says_so(auditor, north, tmp_path):
    out = tmp_path / "a.XLSX"
    make_visit(north)
    call_command("report", "receptions", user="auditor", out=out, stdout=io.StringIO())
    assert out.read_bytes().startswith(b"PK")


def test_a_report_that_breaks_leaves_no_file(auditor, north, tmp_path, monkeypatch):
    out = tmp_path / "a.csv"
    out.write_bytes(b"of yesterday")

    def broken(self):
        raise RuntimeError("the database went away")
        yield

    monkeypatch.setattr(reports.Table, "__iter__", broken)
    with pytest.raises(RuntimeError):
        call_command("report", "letters", user="auditor", out=out)
    assert out.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [out]
    assert Entry.objects.get(kind=Kind.EXPORTED).details["complete"] is False


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_headings_and_words_speak_the_readers_language(
    language, client, auditor, north
):
    make_visit(north)
    client.force_login(auditor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    heads, row = read(sent(client, "receptions"))
    with translation.override(language):
        assert heads == known()["receptions"].headings()
        assert row[-1] == str(Visit.objects.get().get_state_display())


def test_a_page_shows_the_first_rows_and_counts_all(client, auditor, north):
    for _number in range(53):
        make_visit(north)
    client.force_login(auditor)
    answer = client.get(page("receptions"), ALWAYS, HTTP_ACCEPT_LANGUAGE="en")
    body = answer.content.decode()
    assert len(answer.context["lines"]) == 50
    assert "53 rows" in body
    assert "the first 50 are shown" in body


def test_this_year_and_today_are_asked_for_at_first(client, auditor, north):
    client.force_login(auditor)
    form = client.get(page("receptions")).context["form"]
    first, last = form.cleaned_data["from"], form.cleaned_data["to"]
    assert (first, last) == (date(form.today.year, 1, 1), date(form.today.year, 12, 31))
    assert (
        client.get(page("licences")).context["form"].cleaned_data["as_of"] == form.today
    )


def test_a_chart_has_words_for_who_cannot_see_it(client, auditor, north):
    make_cost(north, amount=30, payer="host")
    make_cost(north, amount=10, payer="guests", category="lodging")
    client.force_login(auditor)
    answer = client.get(page("spending"), ALWAYS, HTTP_ACCEPT_LANGUAGE="en")
    chart = answer.context["chart"]
    assert [(bar.label, bar.figure) for bar in chart.bars] == [
        ("catering", "30.00"),
        ("lodging", "10.00"),
    ]
    assert [piece.width for piece in chart.bars[1].pieces] == ["33.33"]
    body = answer.content.decode()
    assert 'role="img"' in body
    assert "catering: 30.00. lodging: 10.00." in body


def test_a_chart_draws_the_longest_and_says_how_many_it_leaves_out(
    client, auditor, north
):
    for number in range(17):
        make_finding(north, severity="A", item=f"i{number}")
    client.force_login(auditor)
    chart = client.get(page("findings-by-venue"), ALWAYS).context["chart"]
    assert (len(chart.bars), chart.left_out) == (15, 2)


def test_markup_in_a_name_is_text(client, auditor, north):
    venue = make_venue(north, name="<script>alert(1)</script>")
    make_finding(north, inspection=make_inspection(north, venue=venue))
    client.force_login(auditor)
    body = client.get(page("findings-by-venue"), ALWAYS).content.decode()
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;" in body


def test_six_thousand_rows_are_streamed(auditor, north):
    like = make_visit(north)
    Visit.objects.bulk_create(
        Visit(
            **{
                column.attname: getattr(like, column.attname)
                for column in Visit._meta.concrete_fields
                if column.name not in ("id", "number")
            },
            number=f"NORTH-2026-{number + 1_000_000}",
        )
        for number in range(6000)
    )
    found = table("receptions", auditor)
    with CaptureQueriesContext(connection) as seen:
        pieces = list(reports.csv_of(found))
    assert len(pieces) > 3
    assert len(read(b"".join(pieces))) == 6002
    assert found.count() == plain("SELECT count(*) FROM visits_visit") == 6001
    assert (
        len(
            [q for q in seen if "visits_visit" in q["sql"] and "INSERT" not in q["sql"]]
        )
        == 1
    )


@pytest.fixture
def small(monkeypatch):
    """Let a request wait for one row only."""
    monkeypatch.setattr(report_pages, "AT_ONCE", 1)


def asked_for(client, commit, **asked) -> Job:
    with commit(execute=True):
        answer = client.post(page("receptions"), {**ALWAYS, "format": "xlsx", **asked})
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    return job


def test_a_large_sheet_is_made_by_a_job(
    small, client, auditor, north, south, django_capture_on_commit_callbacks
):
    visits = [make_visit(office) for office in (north, north, south)]
    client.force_login(auditor)
    job = asked_for(client, django_capture_on_commit_callbacks, office="NORTH")
    answer = client.get(reverse("jobs:result", args=[job.token]))
    found = sheet(b"".join(answer.streaming_content))
    assert [row[0] for row in found[1:]] == [visit.number for visit in visits[:2]]
    entry = Entry.objects.get(kind=Kind.EXPORTED)
    assert (entry.actor, entry.details["rows"]) == (auditor, 2)


@pytest.mark.parametrize("loss", ["role", "place"])
def test_a_job_asks_anew_what_its_owner_may(
    loss, small, client, north, django_capture_on_commit_callbacks, monkeypatch
):
    user = person("once", north, "clerk", reaches=[north])
    make_visit(north)
    make_visit(north)
    client.force_login(user)
    with monkeypatch.context() as patch:
        patch.setattr("reception.jobs.work.enqueue", lambda job: None)
        job = asked_for(client, django_capture_on_commit_callbacks, office="NORTH")
    user.groups.clear() if loss == "role" else user.officeusergrants.all().delete()
    work.run(job)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert not Entry.objects.filter(kind=Kind.EXPORTED).exists()
