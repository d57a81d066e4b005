"""A small, complete practice written into a folder; tests change one thing of it and look."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

SITE = """\
name: Two Doors Therapy
tagline: A small practice
description: A small invented practice for tests.
url: https://two-doors.example
language: en-US
time_zone: America/New_York
notice: Invented for tests.
phone: {number: "+1-212-555-0100", label: "(212) 555-0100"}
hours:
  - {days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "17:00"}
holidays:
  - {date: 2026-12-25, name: Christmas Day}
reply_within_business_days: 2
accepting_valid_days: 60
intake: {label: Whoever fits best, email: intake@two-doors.example}
sender: hello@two-doors.example
crisis_lines:
  - {name: 988 Lifeline, about: Somebody to talk to, call: "988", text: {to: "988"}}
navigation:
  header: [therapists, articles, contact]
  footer: [crisis, privacy]
"""

VOCABULARY = """\
issue:
  anxiety:
    label: Anxiety
    description: Worry that takes over.
    synonyms: [worry]
  alcohol-use:
    label: Alcohol use
    description: Drinking that worries you.
    synonyms: [drinking]
    crisis: true
approach:
  cbt:
    label: Cognitive behavioral therapy
    description: Thoughts, feelings and actions.
    synonyms: [CBT]
philosophy:
  harm-reduction:
    label: Harm reduction
    description: Any positive change.
population:
  adults: {label: Adults, description: People over 18.}
language:
  english: {label: English, description: Sessions in English., code: en}
insurance:
  medicaid: {label: Medicaid, description: Public insurance.}
format:
  in-person: {label: In person, description: At an office.}
  telehealth: {label: Online, description: By video.}
location:
  main-street: {label: Main Street, description: The office., address: [1 Main Street]}
state:
  new-york: {label: New York, description: Licensed in New York., code: NY}
availability:
  evenings: {label: Evenings, description: After five.}
credential:
  lcsw: {label: LCSW, description: Licensed clinical social worker.}
role:
  therapist: {label: Therapist, description: Talks with people.}
"""

THERAPIST = """\
name: {name}
role: therapist
credentials: [lcsw]
licenses:
  - {{state: new-york, number: L-1, expires: 2028-01-01}}
summary: I listen first.
focus: [alcohol-use]
also_works_with: [anxiety]
approaches: [cbt, harm-reduction]
populations: [adults]
languages: [english]
insurance: [medicaid]
fee: {{amount: 150, sliding_scale: {{from: 60, to: 120}}}}
formats: [in-person, telehealth]
locations: [main-street]
availability: [evenings]
accepting: {{status: {status}, confirmed: 2026-11-01}}
contact_label: Write to {name}
email: {email}
biography: |
  I work slowly and kindly.

  Read about [harm reduction](article:harm-reduction).
"""

ARTICLE = """\
---
title: {title}
summary: What it is and whom it helps.
topics: [harm-reduction, alcohol-use]
author: ana-ruiz
reviewer: bo-lind
published: 2026-01-05
last_reviewed: 2026-06-01
next_review: 2027-06-01
sources:
  - {{title: A book, publisher: A press, year: 2010}}
---
A lead with a [therapist](therapist:ana-ruiz).

## What it is

- CBT: a way to look at thoughts.
- Small steps: they count.

## Next steps

Read [the other one](article:{other}#what-it-is).
"""

PAGE = """\
---
title: {title}
summary: About {title}.
---
Words about {title}.
"""


def files() -> dict[str, str]:
    """The practice's files: path → text."""
    return {
        "content/site.yaml": SITE,
        "content/vocabulary.yaml": VOCABULARY,
        "content/pages/crisis.md": PAGE.format(title="Get help now"),
        "content/pages/privacy.md": PAGE.format(title="Privacy"),
        "content/articles/harm-reduction.md": ARTICLE.format(
            title="Harm reduction therapy", other="small-steps"
        ),
        "content/articles/small-steps.md": ARTICLE.format(
            title="Small steps", other="harm-reduction"
        ),
        "therapists/ana-ruiz.yaml": THERAPIST.format(
            name="Ana Ruiz", status="accepting", email="ana-private@two-doors.example"
        ),
        "therapists/bo-lind.yaml": THERAPIST.format(
            name="Bo Lind", status="not-now", email="bo-private@two-doors.example"
        ),
    }


def write(root: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the practice into `root`, with some files replaced, added or (None) left out."""
    for name, text in (files() | (changes or {})).items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
    return root


def changed(name: str, old: str, new: str) -> dict[str, str | None]:
    """One file with `old` replaced by `new`; fails when `old` isn't in it."""
    text = files()[name]
    assert old in text, f"{old!r} isn't in {name}"
    return {name: text.replace(old, new, 1)}
