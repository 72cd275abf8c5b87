"""A labelled corpus of invented reports: many layouts, producers and damages, with the truth about each.

Everything follows from a seed: the same seed gives the same documents. Agencies, people and sentences are invented;
only the measures are those of the catalogue.
"""
