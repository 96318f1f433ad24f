"""What the console does outside the request: large spreadsheets of reports."""

from django.utils import timezone
from django.utils.translation import gettext as _

from reception.console.asking import ScopeForm
from reception.exchange.reports import Table, known, xlsx_of
from reception.jobs import work
from reception.jobs.kinds import kind
from reception.jobs.models import Job
from reception.jobs.work import Outcome, Refused

JOB = "console.report"


def start(table: Table) -> Job:
    """Have the spreadsheet of a report made for its reader."""
    return work.start(
        JOB,
        table.scope.user,
        title=str(table.report.title),
        params={"report": table.report.name, "asked": table.scope.filters()},
        at=table.scope.at,
    )


@kind(JOB, repeatable=True)
def make_spreadsheet(job, step) -> Outcome:
    """Make the XLSX of a report, as its owner may see it now."""
    report = known().get(job.params["report"])
    if report is None or not report.may_run(job.owner):
        raise Refused(_("You may not run this report any more."))
    form = ScopeForm(report, job.owner, timezone.now(), job.params["asked"])
    if not form.is_valid():
        raise Refused(_("What was asked for is not within your reach any more."))
    table = Table(report, form.scope())
    total = table.count()
    file = xlsx_of(table, lambda done: step(done, total))
    text = _("%(rows)s rows.") % {"rows": total}
    return Outcome(text, file, table.file_name("xlsx"))
