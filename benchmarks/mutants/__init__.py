"""How much the tests notice: small mistakes are put into the program one by one, and the room's own tests run."""
