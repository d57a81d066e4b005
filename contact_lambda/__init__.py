"""The contact function: accept a visitor's message durably, then deliver it.

Two straight lines share this package and are told apart by the event's shape:
accept (parse, validate, screen, enqueue, respond) and deliver (receive, compose, send, settle).
"""
