"""What templates are told: frozen facts, computed here, so that templates choose markup only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitegen.facts import ArticleCard, Link, PageInfo, Person, Planned, TermLink, page_info
    from sitegen.views.article import (
        ArticlesView,
        ArticleView,
        article_view,
        articles_pages,
        articles_view,
    )
    from sitegen.views.home import HomeView, home_view
    from sitegen.views.outbox import Mail, OutboxView
    from sitegen.views.page import PageView, page_view
    from sitegen.views.practice import CrisisLineView, PracticeView, practice_view
    from sitegen.views.profile import ProfileView, profile_view
    from sitegen.views.proof import Proof, proof_of, proof_sentence

__all__ = [
    "ArticleCard",
    "ArticleView",
    "ArticlesView",
    "CrisisLineView",
    "HomeView",
    "Link",
    "Mail",
    "OutboxView",
    "PageInfo",
    "PageView",
    "Person",
    "Planned",
    "PracticeView",
    "ProfileView",
    "Proof",
    "TermLink",
    "article_view",
    "articles_pages",
    "articles_view",
    "home_view",
    "page_info",
    "page_view",
    "practice_view",
    "profile_view",
    "proof_of",
    "proof_sentence",
]

_MODULES = {
    "ArticleCard": "sitegen.facts",
    "ArticleView": "sitegen.views.article",
    "ArticlesView": "sitegen.views.article",
    "CrisisLineView": "sitegen.views.practice",
    "HomeView": "sitegen.views.home",
    "Link": "sitegen.facts",
    "Mail": "sitegen.views.outbox",
    "OutboxView": "sitegen.views.outbox",
    "PageInfo": "sitegen.facts",
    "PageView": "sitegen.views.page",
    "Person": "sitegen.facts",
    "Planned": "sitegen.facts",
    "PracticeView": "sitegen.views.practice",
    "ProfileView": "sitegen.views.profile",
    "Proof": "sitegen.views.proof",
    "TermLink": "sitegen.facts",
    "article_view": "sitegen.views.article",
    "articles_pages": "sitegen.views.article",
    "articles_view": "sitegen.views.article",
    "home_view": "sitegen.views.home",
    "page_info": "sitegen.facts",
    "page_view": "sitegen.views.page",
    "practice_view": "sitegen.views.practice",
    "profile_view": "sitegen.views.profile",
    "proof_of": "sitegen.views.proof",
    "proof_sentence": "sitegen.views.proof",
}


def __getattr__(name: str) -> Any:
    """Load a module of views when something of it is asked for, so that one costs only itself."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(_MODULES[name]), name)
