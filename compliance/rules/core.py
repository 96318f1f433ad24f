"""What a rule is: provisions with their sources, and the findings they yield."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from compliance.rules.facts import Category, VisitFacts
from compliance.rules.sources import Document
from compliance.rules.words import Words

EVERYBODY = frozenset(Category)
OFFICIAL = frozenset({Category.OFFICIAL})
FOREIGN = frozenset({Category.FOREIGN})

PEOPLE = Words("人", "people")
TIMES = Words("次", "times")
YUAN = Words("元", "yuan")
YUAN_EACH = Words("元/人", "yuan per person")


class Severity(StrEnum):
    """What a breach of the rule does."""

    BLOCK = "block"  # stands in the way
    JUSTIFY = "justify"  # stands in the way until somebody gives a written reason
    WARN = "warn"  # is said


class Stage(StrEnum):
    """From which step on a breach stands in the way, in the order of the steps."""

    SUBMIT = "submit"
    APPROVE = "approve"
    READY = "ready"
    SETTLE = "settle"
    AFTER = "after"  # checked after the fact; stands in no step's way

    def stands_in_way_of(self, step: "Stage") -> bool:
        """Whether a rule of this stage binds at ``step``: at its own and later ones."""
        order = list(Stage)
        return self is not Stage.AFTER and order.index(self) <= order.index(step)


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in a document, and what it says in a sentence."""

    document: Document
    article: str  # such as "10"; empty if the document has none or it is not known
    text: Words
    article_confirmed: bool = False

    @property
    def words(self) -> Words:
        """Document, number and article; what was not read in the source says so."""
        zh, en = self.document.words.zh, self.document.words.en
        if self.article:
            doubt = "" if self.article_confirmed else "（条款号待核实）"
            zh += f"第{self.article}条{doubt}"
            doubt = "" if self.article_confirmed else " (article to be confirmed)"
            en += f", art. {self.article}{doubt}"
        return Words(zh, en)


@dataclass(frozen=True, slots=True)
class Subject:
    """What of the visit a finding is about; judged again, ``key`` is the same."""

    key: str
    words: Words


WHOLE = Subject("visit", Words("本次接待", "the visit"))


def line_of(kind: str, zh: str, line: int) -> Subject:
    """Return the subject of a line of the file, such as meal 2."""
    name = kind.replace("_", " ")
    return Subject(f"{kind}-{line}", Words(f"{zh}第{line}行", f"{name} {line}"))


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found to be against the provision; ``on`` None is arrival's day."""

    words: Words
    subject: Subject = WHOLE
    on: date | None = None
    measured: int | Decimal | None = None
    limit: int | Decimal | None = None
    unit: Words | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not recorded, so that the provision cannot be judged."""

    what: Words
    subject: Subject = WHOLE
    on: date | None = None

    @property
    def words(self) -> Words:
        """Say that it cannot be judged, and for want of what."""
        return Words(
            f"无法判断：{self.what.zh}",
            f"Cannot be judged: {self.what.en}",
        )


def missing(zh: str, en: str, subject: Subject = WHOLE, on: date | None = None) -> Gap:
    """Return the gap that a fact of this name leaves."""
    return Gap(Words(f"未登记{zh}。", f"{en} not recorded."), subject, on)


Check = Callable[[VisitFacts], Iterable[Fault | Gap]]


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision in the version of a time: it binds ``since`` … before ``until``."""

    check: Check
    citation: Citation
    categories: frozenset[Category] = OFFICIAL
    since: date | None = None  # None: from when is not known; binds on any day
    until: date | None = None  # first day on which it no longer binds
    since_confirmed: bool = True
    to_be_confirmed: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether it binds for a time, so that the day of a fact matters."""
        return self.since is not None or self.until is not None

    def is_in_force(self, day: date | None) -> bool:
        """Whether it binds what happens on ``day``; an unknown day is not judged."""
        if day is None:
            return not self.is_dated
        return (self.since is None or day >= self.since) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of the facts: a breach, or that it cannot be judged."""

    rule: "Rule"
    provision: Provision
    severity: Severity
    words: Words
    subject: Subject
    on: date | None
    measured: int | Decimal | None = None
    limit: int | Decimal | None = None
    unit: Words | None = None
    is_unknown: bool = False

    @property
    def citation(self) -> Citation:
        """The source of the provision that was applied."""
        return self.provision.citation


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: its provisions, by time and category of visit."""

    id: str
    title: Words
    severity: Severity
    stage: Stage
    provisions: tuple[Provision, ...]

    @property
    def categories(self) -> frozenset[Category]:
        """The categories of visits that any of its provisions binds."""
        return frozenset().union(*(each.categories for each in self.provisions))

    @property
    def citation(self) -> Citation:
        """The source of its first provision, the one in force last."""
        return self.provisions[0].citation

    @property
    def to_be_confirmed(self) -> bool:
        """Whether a provision is to be confirmed locally and may be switched off."""
        return any(each.to_be_confirmed for each in self.provisions)

    def findings(self, facts: VisitFacts, *, is_off: bool = False) -> Iterator[Finding]:
        """Judge ``facts``; switched off, only what needs no confirmation binds."""
        for provision in self.provisions:
            if facts.category is None and provision.categories != EVERYBODY:
                yield self._unknown(provision, missing("接待类别", "The category is"))
                return
            if not (facts.category is None or facts.category in provision.categories):
                continue
            if is_off and provision.to_be_confirmed:
                continue
            yield from self._applied(provision, facts)

    def _applied(self, provision: Provision, facts: VisitFacts) -> Iterator[Finding]:
        for found in provision.check(facts):
            day = found.on or facts.arrives
            if day is None and provision.is_dated:
                gap = missing("日期", "The day is", found.subject)
                yield self._unknown(provision, gap)
            elif not provision.is_in_force(day):
                continue
            elif isinstance(found, Gap):
                yield self._unknown(provision, found, day)
            else:
                yield self._broken(provision, found, day)

    def _broken(self, provision: Provision, fault: Fault, day: date | None) -> Finding:
        return Finding(
            rule=self,
            provision=provision,
            severity=self.severity,
            words=fault.words,
            subject=fault.subject,
            on=day,
            measured=fault.measured,
            limit=fault.limit,
            unit=fault.unit,
        )

    def _unknown(
        self, provision: Provision, gap: Gap, day: date | None = None
    ) -> Finding:
        return Finding(
            rule=self,
            provision=provision,
            severity=Severity.WARN,
            words=gap.words,
            subject=gap.subject,
            on=day,
            is_unknown=True,
        )
