"""Front matter: whose report, which plan year and period, which date, who signed."""
