"""One run: find the submissions, plan, collect what workers made, assemble, gate, publish one edition, log."""
