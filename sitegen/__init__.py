"""The static site builder of a group practice: content and records in, a website out."""
