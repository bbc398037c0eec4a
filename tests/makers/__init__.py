"""Makers of specimen sheets: the same content printed by many producers, with its truth beside it.

They exist so that the reader is tested on PDFs whose content is known, not only on PDFs that
happen to be at hand. Nothing in the product imports them.
"""
