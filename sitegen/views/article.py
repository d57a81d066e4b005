"""The view of an article, and of the list of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from sitegen import urls
from sitegen.asked import asked, once
from sitegen.facts import (
    ARTICLES,
    HOME,
    ArticleCard,
    Link,
    Person,
    TermLink,
    article_card,
    filtered_directory,
    is_way_of_working,
    person,
    term_links,
)
from sitegen.paging import Paging, paging
from sitegen.site import DECORATIVE, Article, Heading, Prose, Site
from sitegen.views.proof import Proof, proof_of
from sitegen.words import Day, day

if TYPE_CHECKING:
    from sitegen.models import Source

RELATED_SHOWN = 3
ARTICLES_SHOWN = 60


class ContentsEntry(NamedTuple):
    """A heading of the text, and the smaller ones below it."""

    id: str
    title: str
    parts: tuple[ContentsEntry, ...] = ()


class SourceView(NamedTuple):
    """Something that an article rests on."""

    title: str
    publisher: str
    year: int
    url: str | None


class ArticleView(NamedTuple):
    """An article's page. `crisis` says whether the crisis notice belongs on it."""

    title: str
    summary: str
    html: Markup
    contents: tuple[ContentsEntry, ...]
    topic: TermLink
    topics: tuple[TermLink, ...]
    author: Person
    reviewer: Person
    published: Day
    last_reviewed: Day
    next_review: Day
    minutes: int
    sources: tuple[SourceView, ...]
    image: str | None
    image_alt: str
    crisis: bool
    find: Link
    proof: Proof
    related: tuple[ArticleCard, ...]
    breadcrumbs: tuple[Link, ...]

    def filled(self, prose: Prose) -> ArticleView:
        """With the text in place."""
        return self._replace(html=prose.html, contents=contents(prose.headings))


class ArticleGroup(NamedTuple):
    """Some of the articles, under a heading of the list."""

    title: str
    articles: tuple[ArticleCard, ...]


class ArticlesView(NamedTuple):
    """The list of all articles."""

    groups: tuple[ArticleGroup, ...]
    breadcrumbs: tuple[Link, ...]
    paging: Paging


def article_view(site: Site, article: Article) -> ArticleView:
    """Everything that an article's page shows but its text, which `filled` puts in."""
    meta = article.meta
    topics = term_links(site, meta.topics)
    return ArticleView(
        title=meta.title,
        summary=meta.summary,
        html=Markup(),
        contents=(),
        topic=topics[0],
        topics=topics,
        author=person(site, meta.author),
        reviewer=person(site, meta.reviewer),
        published=day(meta.published),
        last_reviewed=day(meta.last_reviewed),
        next_review=day(meta.next_review),
        minutes=article.minutes,
        sources=tuple(map(_source, meta.sources)),
        image=urls.image(meta.image) if meta.image else None,
        image_alt=_alt(meta.image_alt),
        crisis=needs_crisis_notice(site, article),
        find=Link("Find a therapist", filtered_directory(site.terms[meta.topics[0]])),
        proof=proof_of(site, meta.topics[0]),
        related=tuple(article_card(site, one) for one in related(site, article.slug)),
        breadcrumbs=(HOME, ARTICLES),
    )


def articles_pages(site: Site) -> int:
    """How many pages the list of all articles takes."""
    return max(1, -(-len(site.writings) // ARTICLES_SHOWN))


def articles_view(site: Site, number: int = 1) -> ArticlesView:
    """A page of all articles, newest first, those on ways of working apart from what hurts."""
    shown = site.writings[(number - 1) * ARTICLES_SHOWN : number * ARTICLES_SHOWN]
    groups: dict[str, list[ArticleCard]] = {"What people come with": [], "How we work": []}
    for article in shown:
        way = is_way_of_working(site.terms[article.topics[0]])
        title = "How we work" if way else "What people come with"
        groups[title].append(article_card(site, article.slug))
    found = (ArticleGroup(title, tuple(cards)) for title, cards in groups.items() if cards)
    goes_on = paging(ARTICLES.url, number, articles_pages(site))
    return ArticlesView(tuple(found), (HOME,), goes_on)


def needs_crisis_notice(site: Site, article: Article) -> bool:
    """Where a topic calls for it, unless the article's own front matter decides."""
    if article.meta.crisis_notice is not None:
        return article.meta.crisis_notice
    return any(site.terms[slug].crisis for slug in article.meta.topics)


@asked
def related(site: Site, slug: str) -> tuple[str, ...]:
    """The articles that share the most topics, early topics counting more; then the newest.

    Topics that the vocabulary relates to one another count a little.
    """
    topics = site.writing(slug).topics
    near = {slug for topic in topics for slug in site.terms[topic].related}
    sets = _sets_by_topic(site)
    scores: list[int] = []
    for topic in {*topics, *near}:
        weight = 3 * (topic in topics) + 4 * (topic == topics[0]) + (topic in near)
        add_scores(scores, sets[topic], weight)
    best = best_scores(scores, RELATED_SHOWN, without=site.article_order[slug])
    return tuple(site.writings[at].slug for at in best)


@once
def _sets_by_topic(site: Site) -> dict[str, int]:
    """Term slug → the articles on it, a bit for each, the newest lowest."""
    place = site.article_order
    return {
        slug: sum(1 << place[one.slug] for one in some)
        for slug, some in site.articles_by_topic.items()
    }


def add_scores(scores: list[int], members: int, weight: int) -> None:
    """Add to the score of every member of a set.

    Scores are kept by binary digits, the lowest first, each digit of all articles in one number:
    so ten thousand articles are added to in a few steps.
    """
    for digit in range(weight.bit_length()):
        carry = members if weight >> digit & 1 else 0
        at = digit
        while carry:
            scores.extend([0] * (at + 1 - len(scores)))
            scores[at], carry = scores[at] ^ carry, scores[at] & carry
            at += 1


def best_scores(scores: list[int], most: int, *, without: int) -> Iterator[int]:
    """The places with the highest scores above nothing, of equal ones the lowest place first."""
    left = 0
    for digit in scores:
        left |= digit
    left &= ~(1 << without)
    while left and most:
        top = left
        for digit in reversed(scores):
            top = top & digit or top
        first = top & -top
        yield first.bit_length() - 1
        left ^= first
        most -= 1


def contents(headings: Iterable[Heading]) -> tuple[ContentsEntry, ...]:
    """The table of contents of a text's headings, those of level 3 below those of level 2."""
    entries: list[ContentsEntry] = []
    for heading in headings:
        entry = ContentsEntry(heading.id, heading.title)
        if heading.level > 2 and entries:
            last = entries.pop()
            entry = ContentsEntry(last.id, last.title, (*last.parts, entry))
        entries.append(entry)
    return tuple(entries)


def _source(source: Source) -> SourceView:
    return SourceView(source.title, source.publisher, source.year, source.url)


def _alt(words: str | None) -> str:
    """Pictures that only decorate have an empty alternative (WCAG 2.2, 1.1.1)."""
    return "" if words in (None, DECORATIVE) else str(words)
