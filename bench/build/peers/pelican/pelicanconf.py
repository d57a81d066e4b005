"""Settings with which Pelican does the same work as the others."""

SITENAME = "Practice"
SITEURL = "https://www.example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
PLUGINS: list[str] = []
DEFAULT_PAGINATION = False
SUMMARY_MAX_LENGTH = None
ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "terms/{slug}/"
TAG_SAVE_AS = "terms/{slug}/index.html"
AUTHOR_SAVE_AS = ""
YEAR_ARCHIVE_SAVE_AS = ""
FEED_ALL_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
CATEGORY_FEED_ATOM = "{slug}/feed.xml"
FEED_MAX_ITEMS = 100_000
RSS_FEED_SUMMARY_ONLY = True
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
MARKDOWN = {
    "extensions": ["meta", "toc", "tables", "footnotes", "smarty", "sane_lists"],
    "extension_configs": {"toc": {"toc_depth": "2-3"}},
    "output_format": "html5",
}
TYPOGRIFY = False
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "reader"
CHECK_MODIFIED_METHOD = "mtime"
