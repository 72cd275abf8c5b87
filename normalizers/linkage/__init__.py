"""Record linkage: reported rows ↔ catalogue measures with calibrated probabilities and reasons."""
