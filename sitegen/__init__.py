"""The static site builder of a group psychotherapy practice: content and records in, a website out."""
