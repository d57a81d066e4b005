"""What templates are told: frozen facts, computed here, so that templates choose markup only."""

from sitegen.facts import ArticleCard, Link, PageInfo, Person, Planned, TermLink, page_info
from sitegen.views.article import ArticlesView, ArticleView, article_view, articles_view
from sitegen.views.home import HomeView, home_view
from sitegen.views.outbox import Mail, OutboxView
from sitegen.views.page import PageView, page_view
from sitegen.views.practice import CrisisLineView, PracticeView, practice_view
from sitegen.views.profile import ProfileView, profile_view
from sitegen.views.proof import Proof, proof, proof_sentence

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
    "articles_view",
    "home_view",
    "page_info",
    "page_view",
    "practice_view",
    "profile_view",
    "proof",
    "proof_sentence",
]
