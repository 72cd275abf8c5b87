"""One measure row from raw to clean, its checks, and the findings' sentences."""
