"""From rows as printed to typed values, catalogue codes with probabilities, and findings.

``normalize(raw, catalogues)`` is its face. It opens no file of a submission.
"""
