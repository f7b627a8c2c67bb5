"""The whole manual of one rulebook in one language: pages are made when asked for, indexes once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from nyelik.rules import model as m
from nyelik.rules.manual import page as pages
from nyelik.rules.manual.asked_of import Span
from nyelik.rules.manual.belongs import LIFE_CYCLE, People
from nyelik.rules.manual.graph import kind_of
from nyelik.rules.manual.rule_pages import RulePages
from nyelik.rules.manual.texts import KINDS, RULESETS, WORDS
from nyelik.rules.manual.timetable import timetables
from nyelik.rules.manual.windows import windows_of


class Manual:
    """Every page, by its id. Asking for an id that is not there raises KeyError."""

    def __init__(self, rulebook: m.Rulebook, language: str) -> None:
        self.rulebook, self.language = rulebook, language
        self.says = WORDS[language]
        self.rules = RulePages(rulebook, language)

    # ---- rules and groups ----------------------------------------------------------------------------

    @lru_cache(maxsize=2000)  # noqa: B019  a manual lives as long as the process
    def rule(self, rule_id: str) -> pages.RulePage:
        """The page of any rule."""
        return self.rules.page(self.rules.by_id[rule_id])

    @lru_cache(maxsize=200)  # noqa: B019
    def group(self, people_id: str) -> pages.GroupPage:
        """The page of a life-cycle group, or of those in a state."""
        belonging = self.rules.belonging
        people = belonging.people[people_id]
        services, links = list(belonging.services(people)), self.rules.links
        group = self.rulebook.groups.get(people_id)
        ruleset = RULESETS[group.ruleset][self.language] if group else self.says["state"]
        return pages.GroupPage(
            rule=self.rule(people_id),
            ruleset=ruleset,
            bands=tuple(self._bands(people)),
            timetables=self._timetables(services, people.span),
            services=tuple(self._service(service) for service in services),
            findings=tuple(
                pages.FindingRow(links[finding.id], self.rules.classes(finding))
                for finding in belonging.findings(people)
            ),
            indicators=tuple(links[indicator.id] for indicator in belonging.indicators(people)),
            forms=tuple(links[form.id] for form in belonging.forms(people)),
            states=tuple(self.rules.people_link(one) for one in belonging.states_of(people)),
        )

    def _bands(self, people: People) -> Iterable[tuple[str, pages.Link, str]]:
        if people.id not in self.rulebook.groups:
            return
        for other in (people, *self.rules.belonging.like(people)):
            ruleset = RULESETS[self.rulebook.groups[other.id].ruleset][self.language]
            yield ruleset, self.rules.links[other.id], self.rules.explainer.node(other.when)

    @cached_property
    def states(self) -> tuple[pages.Link, ...]:
        """The states that rules ask for: under treatment, about to marry."""
        belonging = self.rules.belonging
        return tuple(self.rules.people_link(belonging.people[n]) for n in belonging.state_names)

    def _timetables(self, services: Iterable[m.Service], span: Span) -> tuple[pages.Timetable, ...]:
        links, shown = self.rules.links, (span.low, span.high)
        return timetables(self.rulebook, services, shown, links, self.language)

    def _service(self, service: m.Service) -> pages.ServiceRow:
        link = self.rules.links[service.id]
        return pages.ServiceRow(
            link, windows_of(self.rules.explainer, service), self.rules.places(service)
        )

    # ---- shelves -------------------------------------------------------------------------------------

    @cached_property
    def life_cycle(self) -> tuple[pages.Link, ...]:
        """The groups of the life cycle: those of a state after those of an age, except that mothers come first."""
        groups = [g for g in self.rulebook.groups.values() if g.ruleset == LIFE_CYCLE]
        people = [self.rules.belonging.people[group.id] for group in groups]
        mothers = self.rules.belonging.mothers
        people.sort(
            key=lambda one: (one.id not in mothers, bool(one.state), one.span.low, one.span.high)
        )
        return tuple(self.rules.links[one.id] for one in people)

    @cached_property
    def other_groups(self) -> tuple[pages.Shelf, ...]:
        """The groups of the other rule sets."""
        shelves = []
        for ruleset, label in RULESETS.items():
            groups = [g for g in self.rulebook.groups.values() if g.ruleset == ruleset]
            links = tuple(self.rules.links[group.id] for group in groups)
            if ruleset != LIFE_CYCLE and links:
                shelves.append(pages.Shelf(label[self.language], links))
        return tuple(shelves)

    @cached_property
    def chapters(self) -> tuple[pages.Link, ...]:
        """Every chapter of the programme."""
        chapters = self.rulebook.chapters.values()
        return tuple(pages.Link("chapter", c.id, c.label.text(self.language)) for c in chapters)

    @cache  # noqa: B019
    def chapter(self, chapter_id: str) -> pages.ChapterPage:
        """A chapter with everything that belongs to it."""
        chapter = self.rulebook.chapters[chapter_id]
        rules = [r for r in self.rules.by_id.values() if chapter_id in r.chapters]
        settings = [s for s in self.rulebook.settings.values() if chapter_id in s.chapters]
        return pages.ChapterPage(
            id=chapter_id,
            label=chapter.label.text(self.language),
            shelves=self._by_kind(self.rules.links[rule.id] for rule in rules),
            timetables=self._timetables([r for r in rules if isinstance(r, m.Service)], Span()),
            settings=tuple(self.rules.reading(setting, users=True) for setting in settings),
            elsewhere=chapter.elsewhere.text(self.language) if chapter.elsewhere else "",
        )

    def _by_kind(self, links: Iterable[pages.Link]) -> tuple[pages.Shelf, ...]:
        shelves: dict[str, list[pages.Link]] = {kind: [] for kind in KINDS}
        for link in links:
            shelves[link.kind].append(link)
        return tuple(
            pages.Shelf(self.says[f"{kind}s"], tuple(found))
            for kind, found in shelves.items()
            if found
        )

    @cached_property
    def kinds(self) -> tuple[tuple[str, str, int], ...]:
        """Each kind of rule with its heading and how many there are."""
        counts = dict.fromkeys(KINDS, 0)
        for link in self.rules.links.values():
            counts[link.kind] += 1
        return tuple((kind, self.says[f"{kind}s"], n) for kind, n in counts.items() if n)

    @cache  # noqa: B019
    def kind(self, kind: str) -> tuple[pages.Link, ...]:
        """All rules of a kind, by name."""
        links = [link for link in self.rules.links.values() if link.kind == kind]
        if not links:
            raise KeyError(kind)
        return tuple(sorted(links, key=lambda link: link.label.lower()))

    @cached_property
    def to_check(self) -> tuple[pages.Shelf, ...]:
        """Every rule whose text nobody has signed yet, or whose signature has lapsed; by document."""
        waiting: dict[str, list[pages.Link]] = {}
        for rule in self.rules.by_id.values():
            if self.rules.links[rule.id].mark in ("open", "lapsed") and rule.source:
                title = self.rulebook.sources[rule.source.document].title
                waiting.setdefault(title, []).append(self.rules.links[rule.id])
        return tuple(pages.Shelf(title, tuple(links)) for title, links in waiting.items())

    @property
    def number_to_check(self) -> int:
        """How many texts wait for a signature."""
        return sum(len(shelf.links) for shelf in self.to_check)

    # ---- settings ------------------------------------------------------------------------------------

    @cached_property
    def settings(self) -> tuple[pages.ReadingRow, ...]:
        """Every setting with its readings and the rules that use it."""
        return tuple(self.rules.reading(s, users=True) for s in self.rulebook.settings.values())

    @cached_property
    def contradictions(self) -> tuple[pages.ContradictionRow, ...]:
        """The register of places where sources disagree, by number."""
        numbers: dict[int, list[pages.ReadingRow]] = {}
        for setting in self.settings:
            if setting.contradiction is not None:
                numbers.setdefault(setting.contradiction, []).append(setting)
        return tuple(
            pages.ContradictionRow(number, tuple(rows)) for number, rows in sorted(numbers.items())
        )

    def kind_of(self, rule_id: str) -> str:
        """The kind of a rule."""
        return kind_of(self.rules.by_id[rule_id])


@lru_cache(maxsize=4)
def manual_of(rulebook: _ById, language: str) -> Manual:
    """The manual of a rulebook: one for each language in a process."""
    return Manual(rulebook.rulebook, language)


class _ById:
    """A rulebook compared by its version: its own comparison would walk through all of it."""

    def __init__(self, rulebook: m.Rulebook) -> None:
        self.rulebook = rulebook

    def __hash__(self) -> int:
        return hash(self.rulebook.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.rulebook is self.rulebook


def the_manual(rulebook: m.Rulebook, language: str) -> Manual:
    """The manual, made once for a rulebook and language ("id" or "en")."""
    return manual_of(_ById(rulebook), language)
