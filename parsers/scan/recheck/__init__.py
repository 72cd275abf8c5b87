"""Second looks at what the page pass read doubtfully, inside a budget."""
