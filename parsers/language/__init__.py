"""The Mongolian language: letters, words, numerals, codes, the vocabulary of forms. Knows no format and no table."""
