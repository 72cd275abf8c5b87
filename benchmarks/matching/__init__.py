"""How well rows are mapped to measures: labelled rows made here, scored by severity, kind of row and catalogue size."""
