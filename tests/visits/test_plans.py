"""Plans: begun from templates, written on, counted, remarked on, frozen."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reception.exchange.examining import examine
from reception.exchange.importing import ImportRefused
from reception.ledger.models import Entry, Kind
from reception.workflow import move
from tests.access.test_forms import errors_of, filled
from tests.cast import person
from tests.exchange.tables import table, text_row
from tests.records import (
    make_plan,
    make_remark,
    make_review,
    make_section,
    make_template,
    make_version,
    make_visit,
)
from visits.drafting import CannotWrite, begin, templates_for, title_for, write_next
from visits.exchange.plans import (
    PlanResource,
    PlanSectionResource,
    PlanVersionResource,
    RemarkResource,
    ReviewResource,
)
from visits.models import Plan, PlanSection, PlanVersion, Remark, TemplateSection
from visits.models.plan import SPACES, characters, needs_plan, plans_are_approved
from visits.plan_states import Opinion, PlanState
from visits.readiness import CHECKS, Answer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)
APPROVED = {"state": PlanState.APPROVED, "round": 1, "approved_at": NOW}


@pytest.fixture
def template(north):
    """Return a template of two sections."""
    made = make_template(north, name="会务保障方案")
    for line, heading in enumerate(["总体要求", "任务分工"], start=1):
        hint = f"hint {line}"
        TemplateSection.objects.create(
            template=made, line=line, heading=heading, hint=hint
        )
    return made


@pytest.fixture
def draft(north, clerk):
    """Return a draft that the clerk writes, with one section."""
    version = make_version(north, written_by=clerk)
    make_section(north, version=version, body="会前两小时检查灯光。")
    return version


@pytest.fixture
def in_review(north, draft):
    """Return the draft as it is in its first round."""
    PlanVersion.objects.filter(pk=draft.pk).update(state=PlanState.IN_REVIEW, round=1)
    return PlanVersion.objects.get(pk=draft.pk)


@pytest.fixture
def approved(draft, root):
    """Return the draft as it is approved."""
    PlanVersion.objects.filter(pk=draft.pk).update(**APPROVED, approved_by=root)
    return PlanVersion.objects.get(pk=draft.pk)


def page(record, name="change"):
    return f"/admin/visits/{record._meta.model_name}/{record.pk}/{name}/"


class TestBeginning:
    """From a template or from nothing, and on from the last version."""

    def test_one_click_makes_plan_version_and_sections(
        self, client, clerk, north, template
    ):
        visit = make_visit(north, title="豫商大会")
        client.force_login(clerk)
        address = f"/admin/visits/plan/begin/?visit={visit.pk}"
        assert template.name in client.get(address).content.decode()
        response = client.post(address, {"template": template.pk})
        version = PlanVersion.objects.get()
        assert response.url == page(version)
        assert version.plan.title == "豫商大会会务保障方案"
        told = version.sections.values_list("heading", "hint", "body")
        assert list(told) == [("总体要求", "hint 1", ""), ("任务分工", "hint 2", "")]
        year = Plan.objects.get().number.split("-")[2]
        assert version.number == f"NORTH-PL-{year}-0001-1"
        assert version.sections.first().number == f"{version.number}-0001"

    def test_looking_makes_nothing(self, client, clerk, north, template):
        client.force_login(clerk)
        client.get(f"/admin/visits/plan/begin/?visit={make_visit(north).pk}")
        client.get(page(make_plan(north), "next"))
        assert not PlanVersion.objects.exists()

    def test_from_nothing(self, clerk, north):
        version = begin(make_visit(north), None, by=clerk, at=NOW)
        assert (version.ordinal, version.written_by) == (1, clerk)
        assert not version.sections.exists()

    def test_twelve_plans_of_one_template_have_twelve_titles(
        self, clerk, north, template
    ):
        visit = make_visit(north, title="长" * 120)
        for _each in range(12):
            begin(visit, template, by=clerk, at=NOW)
        titles = set(visit.plans.values_list("title", flat=True))
        assert len(titles) == 12
        assert max(map(len, titles)) <= 120

    @pytest.mark.parametrize(
        ("given_", "offered"),
        [
            ({}, True),
            ({"category": "official"}, True),
            ({"category": "conference"}, False),
            ({"is_active": False}, False),
        ],
    )
    def test_templates_serve_a_category_or_any(self, clerk, north, given_, offered):
        made = make_template(north, **given_)
        visit = make_visit(north, category="official")
        assert (made in templates_for(visit, clerk)) is offered

    def test_a_template_of_another_office_is_not_offered(
        self, client, clerk, north, south
    ):
        foreign, visit = make_template(south), make_visit(north)
        client.force_login(clerk)
        address = f"/admin/visits/plan/begin/?visit={visit.pk}"
        assert client.post(address, {"template": foreign.pk}).status_code == 404
        assert not Plan.objects.exists()

    @pytest.mark.parametrize("key", ["", "x", "99999999", "1" * 30])
    def test_a_visit_that_is_none_is_not_found(self, client, clerk, key):
        client.force_login(clerk)
        assert client.get(f"/admin/visits/plan/begin/?visit={key}").status_code == 404

    def test_a_reader_begins_nothing(self, client, approver, north):
        visit = make_visit(north)
        make_plan(north, visit=visit, title="as it is")
        client.force_login(approver)
        address = f"/admin/visits/plan/begin/?visit={visit.pk}"
        body = client.get(address).content.decode()
        assert "as it is" in body
        assert 'name="template"' not in body
        assert client.post(address, {"template": ""}).status_code == 403
        with pytest.raises(PermissionDenied):
            begin(visit, None, by=approver, at=NOW)

    def test_nobody_begins_in_a_closed_file(self, clerk, north, monkeypatch):
        visit = make_visit(north)
        monkeypatch.setattr(type(visit), "closed_reason", lambda self: "shut")
        with pytest.raises(CannotWrite, match="shut"):
            begin(visit, None, by=clerk, at=NOW)

    def test_the_next_version_has_the_sections_of_the_last(self, approved, clerk):
        version = write_next(approved.plan, by=clerk, at=NOW)
        assert (version.ordinal, version.state) == (2, PlanState.DRAFT)
        assert [s.body for s in version.sections.all()] == ["会前两小时检查灯光。"]
        told = {"record_type": "visits.plansection", "kind": Kind.CREATED}
        copied = version.sections.values("pk")
        assert Entry.objects.filter(**told, record_id__in=copied).count() == 1

    def test_not_while_one_is_open(self, draft, clerk):
        with pytest.raises(CannotWrite):
            write_next(draft.plan, by=clerk, at=NOW)

    def test_the_page_says_why_not(self, client, draft, clerk):
        client.force_login(clerk)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        response = client.post(page(draft.plan, "next"), follow=True)
        assert "finish that one first" in response.content.decode()
        assert PlanVersion.objects.count() == 1

    def test_titles_count_on(self, north, template):
        visit = make_visit(north, title="V")
        make_plan(north, visit=visit, title="V会务保障方案")
        assert title_for(visit, template) == "V会务保障方案 2"


class TestConstraints:
    """What the database refuses."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "in_review", "round": 0},
            {"state": "approved", "round": 1},
            {"approved_at": NOW},
        ],
        ids=str,
    )
    def test_a_version_is_coherent(self, north, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_version(north, **wrong)

    def test_one_version_is_open(self, north, draft):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_version(north, plan=draft.plan, ordinal=2)

    def test_after_the_approval_the_next_may_be_open(self, north, approved):
        assert make_version(north, plan=approved.plan, ordinal=2).pk

    @pytest.mark.parametrize("wrong", [{"said_at": NOW}, {"state": "agreed"}])
    def test_an_opinion_has_its_time(self, north, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_review(north, **wrong)

    @pytest.mark.parametrize("wrong", [{"answer": "x"}, {"answered_at": NOW}])
    def test_an_answer_has_its_author(self, north, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_remark(north, **wrong)


class TestCounting:
    """Characters without spaces, counted by the database."""

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.sampled_from([*SPACES, "字", "，", "a1", "😀"])
            | st.text(
                st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
                max_size=5,
            )
        ).map("".join)
    )
    def test_the_database_counts_as_python_does(self, north, text):
        made = make_section(north, body=text)
        assert PlanSection.objects.get(pk=made.pk).characters == characters(text)

    def test_twenty_thousand_characters_and_more(self, client, draft, clerk):
        section = draft.sections.get()
        client.force_login(clerk)
        posted = filled(client.get(page(draft)))
        posted["sections-0-body"] = "接待办 \n" * 10_000
        client.post(page(draft), posted)
        section.refresh_from_db()
        assert section.characters == 30_000
        assert draft.characters() == 30_000
        (inline, *_others) = client.get(page(draft)).context["inline_admin_formsets"]
        assert inline.formset.forms[0].instance.characters == 30_000


class TestFreezing:
    """An approved version never changes, by whatever door."""

    def test_by_its_own_form(self, client, approved, clerk):
        client.force_login(clerk)
        assert client.post(page(approved), {"note": "x"}).status_code == 403

    def test_by_the_form_of_a_section(self, client, approved, clerk):
        section = approved.sections.get()
        client.force_login(clerk)
        assert client.post(page(section), {"body": "x"}).status_code == 403

    @pytest.mark.parametrize("state", [PlanState.IN_REVIEW, PlanState.APPROVED])
    def test_by_the_inline(self, client, draft, clerk, root, state):
        client.force_login(clerk)
        posted = filled(client.get(page(draft))) | {"sections-0-body": "other"}
        stamps = APPROVED | {"approved_by": root} if state == "approved" else {}
        PlanVersion.objects.filter(pk=draft.pk).update(
            **{"state": state, "round": 1, **stamps}
        )
        client.post(page(draft), posted)
        assert draft.sections.get().body == "会前两小时检查灯光。"

    def test_handed_in_while_the_form_is_checked(
        self, client, draft, clerk, monkeypatch
    ):
        screen = "visits.admin.version.PlanVersionAdmin.save_related"
        client.force_login(clerk)
        posted = filled(client.get(page(draft))) | {"sections-0-body": "other"}

        def late(self, request, form, formsets, change):
            PlanVersion.objects.filter(pk=draft.pk).update(state="in_review", round=1)
            for formset in formsets:
                self.save_formset(request, form, formset, change)

        monkeypatch.setattr(screen, late)
        assert client.post(page(draft), posted).status_code == 403
        assert draft.sections.get().body == "会前两小时检查灯光。"

    @pytest.mark.parametrize("frozen", ["in_review", "approved"])
    def test_by_an_import(self, request, clerk, frozen):
        section = request.getfixturevalue(frozen).sections.get()
        row = text_row(section) | {"body": "other"}
        found = examine(PlanSectionResource(), table([row]), clerk)
        assert found.rows[0].problems

    def test_a_new_section_by_an_import(self, approved, clerk):
        row = text_row(approved.sections.get()) | {"number": "", "line": "9"}
        found = examine(PlanSectionResource(), table([row]), clerk)
        assert found.rows[0].problems

    def test_a_section_does_not_leave_for_another_version(self, approved, north, clerk):
        other = make_version(north, written_by=clerk)
        row = text_row(approved.sections.get()) | {"version": other.number}
        found = examine(PlanSectionResource(), table([row]), clerk)
        assert found.rows[0].problems

    def test_a_draft_is_imported(self, draft, clerk):
        row = text_row(draft.sections.get()) | {"body": "other"}
        found = examine(PlanSectionResource(), table([row]), clerk)
        assert [each.outcome for each in found.rows] == ["changed"]

    @pytest.mark.parametrize("column", ["title", "visit"])
    def test_the_title_under_which_it_was_approved(
        self, approved, clerk, north, column
    ):
        other = {"title": "other", "visit": make_visit(north).number}
        row = text_row(approved.plan) | {column: other[column]}
        found = examine(PlanResource(), table([row]), clerk)
        assert found.rows[0].problems

    def test_a_version_has_the_number_of_its_plan(self, north, clerk):
        plan = make_plan(north)
        row = {"number": "X-1", "plan": plan.number, "ordinal": "1"}
        found = examine(PlanVersionResource(), table([row]), clerk)
        assert f"{plan.number}-1" in str(found.rows[0].problems)

    def test_reviewers_of_a_round_that_began(self, in_review, north, clerk):
        rows = [
            {
                "version": in_review.number,
                "round": each,
                "reviewer": clerk.username,
            }
            for each in (1, 2)
        ]
        found = examine(ReviewResource(), table(rows), clerk)
        assert [bool(row.problems) for row in found.rows] == [True, False]

    @pytest.mark.parametrize("reviewed", [True, False])
    def test_what_was_reviewed_once_is_not_deleted(
        self, client, draft, clerk, reviewed
    ):
        PlanVersion.objects.filter(pk=draft.pk).update(round=int(reviewed))
        client.force_login(clerk)
        client.post(page(draft, "delete"), {"post": "yes"})
        assert PlanVersion.objects.filter(pk=draft.pk).exists() is reviewed

    def test_a_section_with_a_remark_is_not_taken_away(
        self, client, in_review, clerk, north
    ):
        section = in_review.sections.get()
        make_remark(north, section=section)
        PlanVersion.objects.update(state=PlanState.DRAFT)
        client.force_login(clerk)
        posted = filled(client.get(page(in_review))) | {"sections-0-DELETE": "on"}
        assert client.post(page(in_review), posted).status_code == 200
        assert PlanSection.objects.filter(pk=section.pk).exists()

    def test_deleting(self, client, approved, clerk):
        client.force_login(clerk)
        for record in (approved, approved.sections.get(), approved.plan):
            client.post(page(record, "delete"), {"post": "yes"})
        assert PlanSection.objects.filter(version=approved).exists()


class TestRemarks:
    """Written in review by others, answered by who writes, and nothing else."""

    @pytest.fixture
    def send(self, client):
        def _send(user, section, text="why?"):
            client.force_login(user)
            data = {"section": section.pk, "text": text, "must_be_answered": "on"}
            return client.post("/admin/visits/remark/add/", data)

        return _send

    def test_a_reviewer_remarks_on_the_page_of_the_version(
        self, send, in_review, approver
    ):
        section = in_review.sections.get()
        response = send(approver, section)
        remark = Remark.objects.get()
        assert response.url == f"{page(in_review)}#section-{section.pk}"
        assert (remark.written_by, remark.section) == (approver, section)
        assert in_review.open_remarks().count() == 1

    def test_not_on_a_draft(self, send, draft, approver):
        assert send(approver, draft.sections.get()).status_code == 200
        assert not Remark.objects.exists()

    def test_not_by_the_writer(self, send, in_review, north):
        both = person("both", north, "clerk", "approver", reaches=[north])
        PlanVersion.objects.update(written_by=both)
        assert send(both, in_review.sections.get()).status_code == 200
        assert not Remark.objects.exists()

    def test_not_by_the_writers_import(self, in_review, everything):
        PlanVersion.objects.update(written_by=everything)
        section = PlanSection.objects.get()
        told = pytest.raises(ImportRefused, match="others write remarks")
        with translation.override("en"), told:
            RemarkResource().before_create(Remark(section=section), everything)

    def test_the_clerk_answers_beside_the_section(
        self, client, in_review, clerk, north
    ):
        remark = make_remark(north, section=in_review.sections.get())
        client.force_login(clerk)
        assert (
            f"answer-form-{remark.pk}" in client.get(page(in_review)).content.decode()
        )
        client.post(page(remark), {"answer": "done"})
        remark.refresh_from_db()
        assert (remark.answer, remark.answered_by) == ("done", clerk)
        assert remark.answered_at

    def test_an_answer_says_something(self, client, in_review, clerk, north):
        remark = make_remark(north, section=in_review.sections.get())
        client.force_login(clerk)
        assert errors_of(client.post(page(remark), {"answer": " "})) == {"answer"}

    def test_what_was_remarked_stays(self, client, in_review, clerk, north):
        remark = make_remark(north, section=in_review.sections.get())
        client.force_login(clerk)
        client.post(page(remark), {"answer": "done", "text": "nothing"})
        row = text_row(remark) | {"text": "nothing"}
        found = examine(RemarkResource(), table([row]), clerk)
        remark.refresh_from_db()
        assert remark.text != "nothing"
        assert found.rows[0].problems

    def test_after_the_approval_nothing_is_answered(
        self, client, approved, clerk, north
    ):
        remark = make_remark(north, section=approved.sections.get())
        client.force_login(clerk)
        assert client.post(page(remark), {"answer": "late"}).status_code == 403

    def test_the_page_counts_its_queries_not_its_sections(
        self, client, in_review, clerk, north, django_assert_max_num_queries
    ):
        for line in range(2, 30):
            section = make_section(north, version=in_review, line=line)
            make_remark(north, section=section)
        client.force_login(clerk)
        with django_assert_max_num_queries(60):
            assert client.get(page(in_review)).status_code == 200


class TestComparing:
    """The page that shows what differs."""

    def test_any_two_versions(self, client, approved, clerk):
        version = write_next(approved.plan, by=clerk, at=NOW)
        section = version.sections.get()
        section.body = "会前<三>小时检查灯光。"
        section.save()
        client.force_login(clerk)
        body = client.get(page(approved.plan, "differences")).content.decode()
        assert "<del>两</del>" in body
        assert "<ins>&lt;三&gt;</ins>" in body
        again = client.get(page(approved.plan, "differences") + "?old=1&new=1")
        assert "<ins>&lt;" not in again.content.decode()

    @pytest.mark.parametrize("query", ["", "?old=x&new=99"])
    def test_without_versions_or_with_made_up_ones(self, client, clerk, north, query):
        client.force_login(clerk)
        for plan in (make_plan(north), make_version(north).plan):
            answer = client.get(page(plan, "differences") + query)
            assert answer.status_code == 200

    def test_out_of_reach_it_is_not_there(self, client, southern_clerk, approved):
        client.force_login(southern_clerk)
        assert client.get(page(approved.plan, "differences")).status_code == 302


class TestReadiness:
    """What a visit lacks as long as its plans are not approved."""

    @pytest.mark.parametrize(
        ("category", "rank", "needed"),
        [
            ("conference", "none", True),
            ("official", "ministerial", True),
            ("official", "bureau", True),
            ("official", "division", False),
            ("business", "none", False),
        ],
    )
    def test_conferences_and_high_visits_need_a_plan(
        self, north, category, rank, needed
    ):
        visit = make_visit(north, category=category, rank=rank)
        assert needs_plan(visit) is needed
        answer = Answer.MISSING if needed else Answer.NOT_NEEDED
        assert plans_are_approved(visit, DAY).answer == answer

    def test_what_is_begun_must_be_approved(self, draft, root):
        visit = draft.plan.visit
        found = plans_are_approved(visit, DAY)
        assert (found.answer, found.url) == (Answer.MISSING, page(draft.plan))
        PlanVersion.objects.update(**APPROVED, approved_by=root)
        assert plans_are_approved(visit, DAY).answer == Answer.DONE

    def test_a_next_version_does_not_take_the_approval_back(self, approved, clerk):
        write_next(approved.plan, by=clerk, at=NOW)
        assert plans_are_approved(approved.plan.visit, DAY).answer == Answer.DONE

    def test_it_is_asked_of_every_visit(self):
        assert CHECKS["plan"].look is plans_are_approved


def test_a_plan_goes_from_template_to_approval(clerk, approver, north, template):
    version = begin(make_visit(north), template, by=clerk, at=NOW)
    section = version.sections.first()
    section.body = "text"
    section.save()
    review = make_review(north, version=version, reviewer=approver)
    move(version, "submit", by=clerk, at=NOW)
    assert move(review, "agree", by=approver, at=NOW).state == Opinion.AGREED
    assert move(version, "approve", by=approver, at=NOW).state == PlanState.APPROVED
