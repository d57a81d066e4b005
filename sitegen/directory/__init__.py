"""The directory: who is on which list, in which order, and what a browser needs to filter them.

`listing` makes the pages and files of it, `cards` and `similar` what other pages show of it.
"""
