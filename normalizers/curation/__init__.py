"""Making and comparing catalogues: fitness, drafts from reports, succession over years."""
