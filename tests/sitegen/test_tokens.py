"""The colors are readable: every pair that a style uses is computed, in both schemes.

WCAG 2.2: text needs 4.5:1 (1.4.3), edges of controls and the focus ring 3:1 (1.4.11, 2.4.13).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "assets/css/tokens.css").read_text()
STYLES = sorted((ROOT / "assets/css").rglob("*.css"))

BACKGROUNDS = ("page", "surface", "sunken", "wash")
INKS = ("text", "text-quiet", "heading", "link", "link-hover", "accent", "dusk")
TEXT = [
    *((ink, background) for ink in INKS for background in BACKGROUNDS),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-night", "night"),
    ("on-night-quiet", "night"),
    ("gold", "night"),
    ("on-gold", "gold"),
    ("on-crisis", "crisis"),
    ("on-good", "good"),
    ("on-wait", "wait"),
    ("on-rest", "rest"),
    *(("on-error", background) for background in ("error", "surface", "page")),
    *(("text", background) for background in ("crisis", "error", "good", "wait")),
]
EDGES = [
    *(("line-strong", background) for background in BACKGROUNDS),
    *(("focus", background) for background in (*BACKGROUNDS, "crisis")),
    ("crisis-line", "crisis"),
    ("crisis-line", "page"),
]


def _colors(text: str) -> dict[str, str]:
    return dict(re.findall(r"--color-([\w-]+):\s*(#[0-9a-f]{6}|#[0-9a-f]{3})\b", text))


LIGHT_PART, DARK_PART = TOKENS.split("@media (prefers-color-scheme: dark)", 1)
LIGHT = _colors(LIGHT_PART)
DARK = LIGHT | _colors(DARK_PART.split("@media", 1)[0])
SCHEMES = {"light": LIGHT, "dark": DARK}


def _luminance(color: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    digits = color.lstrip("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "background"), TEXT)
def test_text_is_readable(scheme: str, ink: str, background: str) -> None:
    colors = SCHEMES[scheme]
    assert contrast(colors[ink], colors[background]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "background"), EDGES)
def test_edges_can_be_seen(scheme: str, edge: str, background: str) -> None:
    colors = SCHEMES[scheme]
    assert contrast(colors[edge], colors[background]) >= 3


def test_both_schemes_know_the_same_colors() -> None:
    only_light = LIGHT.keys() - _colors(DARK_PART).keys()
    assert only_light == {"paper", "on-gold", "night-line"}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colors_come_from_tokens(path: Path) -> None:
    if path.name == "tokens.css":
        return
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    literals = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(", text)
    assert literals == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_token_used_exists(path: Path) -> None:
    text = path.read_text()
    used = set(re.findall(r"var\((--(?:color|space|text|art|radius|shadow|font)-[\w-]+)\)", text))
    assert used <= set(re.findall(r"^\s*(--[\w-]+):", TOKENS, flags=re.M))


def test_the_browser_frame_has_the_color_of_the_strip_below_it() -> None:
    base = (ROOT / "templates/base.html").read_text()
    themes = re.findall(
        r'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)', base
    )
    assert themes == [(LIGHT["night"], "light"), (DARK["night"], "dark")]
