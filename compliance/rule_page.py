"""The page of the law: every rule, its source, and how the reader's office has it."""

from dataclasses import dataclass

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compliance.models import MoneyStandard, RuleSetting
from compliance.rules import RULES
from compliance.rules.core import Provision, Rule, Severity, Stage
from compliance.standards import Book
from reception.access.scope import may

SEVERITIES = {Severity.BLOCK: "bad", Severity.JUSTIFY: "warn", Severity.WARN: "info"}


@dataclass(frozen=True, slots=True)
class Source:
    """A provision as the page shows it."""

    text: str
    cited: str
    url: str
    in_force: str
    categories: str
    to_be_confirmed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as the page shows it."""

    id: str
    title: str
    severity: str
    tone: str
    stage: str
    sources: list[Source]
    is_switchable: bool
    setting: RuleSetting | None


def _severity(severity: Severity) -> str:
    return {
        Severity.BLOCK: _("blocks"),
        Severity.JUSTIFY: _("asks for a reason"),
        Severity.WARN: _("is noted"),
    }[severity]


def _stage(stage: Stage) -> str:
    return {
        Stage.SUBMIT: _("from submission on"),
        Stage.APPROVE: _("from approval on"),
        Stage.READY: _("before it is ready"),
        Stage.SETTLE: _("before settlement"),
        Stage.AFTER: _("checked afterwards"),
    }[stage]


def _in_force(provision: Provision) -> str:
    """Return from when until when a provision binds, in words."""
    since, until = provision.since, provision.until
    if since is None:
        return _("since when is to be confirmed")
    about = {"since": since.isoformat(), "until": until and until.isoformat()}
    told = _("since %(since)s") if until is None else _("%(since)s to %(until)s")
    told %= about
    if provision.since_confirmed:
        return told
    return _("%(when)s (to be confirmed)") % {"when": told}


def _source(provision: Provision, language: str) -> Source:
    labels = MoneyStandard.Category
    order = [each for each in labels.values if each in provision.categories]
    everybody = len(order) == len(labels)
    names = [str(labels(each).label) for each in order]
    return Source(
        text=provision.citation.text.told(language),
        cited=provision.citation.words.told(language),
        url=provision.citation.document.url,
        in_force=_in_force(provision),
        categories=_("all visits") if everybody else _(", ").join(names),
        to_be_confirmed=provision.to_be_confirmed,
    )


def _row(rule: Rule, language: str, setting: RuleSetting | None) -> Row:
    return Row(
        id=rule.id,
        title=rule.title.told(language),
        severity=_severity(rule.severity),
        tone=SEVERITIES[rule.severity],
        stage=_stage(rule.stage),
        sources=list(
            dict.fromkeys(_source(each, language) for each in rule.provisions)
        ),
        is_switchable=rule.to_be_confirmed,
        setting=setting,
    )


def rules(request):
    """List the rules; whoever may use the console may read the law."""
    office, book = request.user.office, Book.read()
    language = get_language() or "en"
    rows = [
        _row(rule, language, office and book.setting(office.pk, name))
        for name, rule in RULES.items()
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("The rules"),
        "rows": rows,
        "office": office,
        "uncertain": sum(row.is_switchable for row in rows),
        "may_set": may(request.user, "change", RuleSetting),
    }
    return TemplateResponse(request, "compliance/rules.html", context)
