"""Small documents made for tests."""
