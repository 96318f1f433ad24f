"""Coverage on any day, against a plain recomputation; its pages and its reports."""

from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from compliance.coverage import standings, working
from compliance.models import (
    Certificate,
    CertificateKind,
    Duty,
    EarlierPost,
    StaffMember,
)
from compliance.requirements import Book
from reception.dashboard.panels import certificates
from tests import doors
from tests.cast import make_office, person
from tests.compliance.staff_rules import make_post, make_suspension
from tests.console.reading import rows
from tests.dashboard.reading import asked
from tests.records import (
    DAY,
    make_certificate,
    make_kind,
    make_required_certificate,
    make_staff,
    make_user,
    make_venue,
)

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
DAYS = range(-1, 8)
offset = st.integers(0, 6)
maybe = st.none() | offset
post = st.sampled_from(("cook", "driver"))
place = st.sampled_from((0, 1, 2))  # the upper office, the lower, the lower's venue
Rule = namedtuple("Rule", "kind post duty office since until")
Paper = namedtuple("Paper", "kind issued ends revoked paused")
Job = namedtuple("Job", "post place first last")
rules = st.lists(
    st.builds(
        Rule,
        st.integers(0, 1),
        st.none() | post,
        st.just("driver"),
        st.none() | st.integers(0, 1),
        maybe,
        maybe,
    ),
    max_size=4,
)
papers = st.lists(
    st.builds(
        Paper,
        st.integers(0, 1),
        offset,
        maybe,
        maybe,
        st.none() | st.tuples(offset, maybe),
    ),
    max_size=4,
)
jobs = st.lists(st.builds(Job, post, place, offset, offset), min_size=1, max_size=3)


def day(n: int | None):
    """Return the day ``n`` days after the first, None for none."""
    return None if n is None else DAY + n * ONE


def in_a_row(jobs) -> list[Job]:
    """Return the jobs one after the other; the last may go on for ever."""
    found, first = [], 0
    for job in jobs:
        begin = first + job.first % 3
        end = begin + job.last % 3
        found.append(Job(job.post, job.place, begin, end))
        first = end + 1
    if jobs[-1].last > 3:
        found[-1] = found[-1]._replace(last=None)
    return found


def plain(rules, papers, jobs, n: int, duty=None) -> dict[int, bool] | None:
    """Return kind → whether it counts, as one reads it in the words of the issue."""
    now = [j for j in jobs if j.first <= n and (j.last is None or n <= j.last)]
    if not now:
        return None
    (job,) = now
    at = {0: {0}, 1: {0, 1}, 2: {0, 1}}[job.place]  # the offices that bind there
    asked = set()
    for rule in rules:
        fits = rule.post is None if duty else rule.post == job.post
        since, until = (rule.since, rule.until)
        in_time = (since is None or since <= n) and (until is None or n <= until)
        if fits and in_time and (rule.office is None or rule.office in at):
            asked.add(rule.kind)
    return {kind: any(counts(p, n) for p in papers if p.kind == kind) for kind in asked}


def counts(paper: Paper, n: int) -> bool:
    """Whether a paper counts on a day."""
    if n < paper.issued or (paper.ends is not None and n > paper.ends):
        return False
    if paper.revoked is not None and n >= paper.revoked:
        return False
    if paper.paused:
        since, lifted = paper.paused
        return not (since <= n and (lifted is None or n < lifted))
    return True


def stored(rules, papers, jobs):
    """Store all of it; return the person."""
    n = StaffMember.objects.count()
    upper = make_office(f"UP{n}")
    lower = make_office(f"LOW{n}", parent=upper)
    offices, user = (upper, lower), make_user(upper)
    venue = make_venue(lower)
    where = [{"office": upper}, {"office": lower}, {"venue": venue, "office": None}]
    kinds = [make_kind(), make_kind()]
    for rule in rules:
        told = {"post": rule.post} if rule.post else {"duty": Duty.DRIVER}
        office = None if rule.office is None else offices[rule.office]
        span = {"since": day(rule.since), "until": day(rule.until)}
        make_required_certificate(
            kind=kinds[rule.kind], office=office, **{"post": "", **told}, **span
        )
    *earlier, last = jobs
    told = {"post": last.post, "joined_on": day(last.first), "left_on": day(last.last)}
    member = make_staff(upper, **told)
    employed = {"office": None, "venue": None, **where[last.place]}
    StaffMember.objects.filter(pk=member.pk).update(**employed)
    for job in earlier:
        span = {"since": day(job.first), "until": day(job.last)}
        EarlierPost.objects.create(
            member=member, post=job.post, **span, **where[job.place]
        )
    for paper in papers:
        gone = {}
        if paper.revoked is not None:
            gone = {"state": "revoked", "revoked_on": day(paper.revoked)}
            gone |= {"revoked_by": user, "revoked_reason": "x"}
        dates = {"issued_on": day(paper.issued), "valid_until": day(paper.ends)}
        kept = {"holder": member, "kind": kinds[paper.kind]}
        held = make_certificate(upper, **kept, **dates, **gone)
        if paper.paused:
            since, lifted = paper.paused
            by = user if lifted is not None else None
            span = {"since": day(since), "lifted_on": day(lifted), "lifted_by": by}
            make_suspension(upper, certificate=held, **span)
    return member, kinds


def in_order(span):
    """Return the span from its earlier to its later day; open ones stay."""
    return span if not span or None in span else tuple(sorted(span))


class AnyDay(TestCase):
    """Whatever was required, held and withdrawn: every day is told as it was."""

    @settings(max_examples=80, deadline=None)
    @given(rules=rules, papers=papers, jobs=jobs)
    def test_coverage_agrees_with_a_plain_recomputation(self, rules, papers, jobs):
        rules = [
            r
            if None in (r.since, r.until) or r.since <= r.until
            else r._replace(since=r.until, until=r.since)
            for r in rules
        ]
        papers = [
            p._replace(
                ends=None if p.ends is None else max(p.ends, p.issued),
                paused=in_order(p.paused),
            )
            for p in papers
        ]
        jobs = in_a_row(jobs)
        member, kinds = stored(rules, papers, jobs)
        lacking_on = {}
        for n in DAYS:
            wanted = plain(rules, papers, jobs, n)
            standing = standings([member.pk], day(n)).get(member.pk)
            told = standing and {kinds.index(e.kind): e.counts for e in standing.needs}
            assert told == wanted
            there = working(StaffMember.objects.all(), day(n))
            assert (member in there) is (wanted is not None)
            on_duty = plain(rules, papers, jobs, n, duty="driver")
            lacking_on[n] = {k for k, v in (on_duty or {}).items() if not v}
            book = Book.read([member.pk])
            works = book.works(member.pk, day(n), day(n))
            gate = works and not book.lacks(member.pk, "driver", day(n), day(n))
            assert gate is (on_duty is not None and not lacking_on[n])
        whole = day(DAYS[0]), day(DAYS[-1])
        found = Book.read([member.pk]).lacks(member.pk, "driver", *whole)
        first = {
            kind: min(n for n in DAYS if kind in lacking_on[n])
            for kind in set().union(*lacking_on.values())
        }
        assert {kinds.index(e.kind): (e.first_day - DAY).days for e in found} == first


def crew(office, count=1, **given):
    """Make cooks who must hold a kind, of whom every second does; return them."""
    kind = CertificateKind.objects.filter(code="cooks").first() or make_kind(
        code="cooks", name="cook's pass"
    )
    if not kind.requirements.exists():
        make_required_certificate(kind=kind, post="cook")
    people = [make_staff(office, post="cook", **given) for _ in range(count)]
    for member in people[1::2]:
        make_certificate(office, kind=kind, holder=member)
    return people


@pytest.mark.parametrize("name", ["matrix", "places", "expiries"])
def test_the_pages_cost_no_more_queries_for_many(name, client, training_officer, north):
    client.force_login(training_officer)
    page, seen = reverse(f"coverage:{name}"), []
    for count in (2, 9):
        crew(north, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page, {"day": DAY.isoformat()}).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_the_matrix_tells_in_words_and_leads_to_the_form(
    client, training_officer, north
):
    without, with_it = crew(north, 2)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(training_officer)
    text = client.get(reverse("coverage:matrix"), {"day": DAY.isoformat()}).text
    assert "○ none held" in text
    assert "✓ valid" in text
    add = doors.url(Certificate, "add")
    kind = CertificateKind.objects.get(code="cooks")
    assert f"{add}?holder={without.pk}&amp;kind={kind.pk}" in text
    asked = {"day": DAY.isoformat(), "lacking": "on"}
    text = client.get(reverse("coverage:matrix"), asked).text
    assert without.name in text
    assert f">{with_it.name}<" not in text


@pytest.mark.parametrize(
    "asked",
    [
        {"day": "nonsense"},
        {"page": "99999999999999999999"},
        {"office": "x", "post": "y"},
        {"page": "-1", "day": "0000-00-00"},
    ],
)
def test_what_makes_no_sense_is_left_out(asked, client, training_officer, north):
    crew(north, 1)
    client.force_login(training_officer)
    for name in ("matrix", "places", "expiries"):
        assert client.get(reverse(f"coverage:{name}"), asked).status_code == 200


def test_a_long_list_is_paged(client, training_officer, north):
    people = crew(north, 51)
    client.force_login(training_officer)
    asked = {"day": DAY.isoformat()}
    first = client.get(reverse("coverage:matrix"), asked).text
    second = client.get(reverse("coverage:matrix"), {**asked, "page": "2"}).text
    assert people[-1].name not in first
    assert people[-1].name in second


def test_places_name_who_is_not_covered_within_reach(client, north, south):
    officer = person("officer", north, "training_officer", reaches=[north])
    (short, _good), (foreign, *_rest) = crew(north, 2), crew(south, 2)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(officer)
    text = client.get(reverse("coverage:places"), {"day": DAY.isoformat()}).text
    assert short.name in text
    assert "1 of 2 not covered" in text
    assert foreign.name not in text


def test_the_home_panel_names_the_places(training_officer, approver, north, south):
    short, _good = crew(north, 2)
    crew(south, 2)
    for reader in (training_officer, approver):
        card = certificates.not_covered(asked(reader))
        assert card.waiting == 1
        ((place, count),) = card.table.rows
        assert (place.text, place.detail, count.text) == (str(north), short.name, 1)


def test_the_home_panel_says_that_a_certificate_is_suspended(training_officer, north):
    make_suspension(north)
    (link,) = certificates.due(asked(training_officer)).links
    assert link.label == "1 certificate is suspended"


def test_the_calendar_holds_what_ends_and_is_not_renewed(
    client, training_officer, north
):
    old = make_certificate(north, valid_until=DAY)
    twice = make_certificate(north, valid_until=DAY)
    new = {"holder": twice.holder, "kind": twice.kind, "renews": twice}
    make_certificate(north, **new, valid_until=DAY + 400 * ONE)
    client.force_login(training_officer)
    text = client.get(reverse("coverage:expiries"), {"month": f"{DAY:%Y-%m}"}).text
    assert old.holder.name in text
    assert twice.holder.name not in text


@pytest.mark.parametrize("name", ["matrix", "places", "expiries"])
def test_who_may_not_see_staff_has_no_such_page(name, client, north):
    client.force_login(person("driver", north, "driver", reaches=[north]))
    assert client.get(reverse(f"coverage:{name}")).status_code == 403


def test_reports_of_coverage_on_a_past_day_tell_the_post_of_that_day(auditor, north):
    venue = make_venue(north, name="guesthouse")
    cook, _other = crew(north, 2, venue=venue)
    moved = crew(north, 1, joined_on=DAY + 5 * ONE)[0]
    make_post(north, member=moved, post="waiter", since=DAY, until=DAY + 4 * ONE)
    (line,) = rows("coverage-by-venue", auditor, as_of=DAY)
    assert [line[n] for n in ("people", "covered", "uncovered")] == [2, 1, 1]
    posts = {e["post"]: e for e in rows("coverage-by-post", auditor, as_of=DAY)}
    assert len(posts) == 2
    (line,) = rows("uncovered", auditor, as_of=DAY)
    assert line["name"] == cook.name
    later = rows("uncovered", auditor, as_of=DAY + 5 * ONE)
    assert {e["name"] for e in later} == {cook.name, moved.name}
