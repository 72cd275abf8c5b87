"""The review page: a person settles what is doubtful; decisions are kept and applied by the next run."""
