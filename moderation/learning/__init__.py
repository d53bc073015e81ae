"""Learning: corpora and decisions in, measured and registered model versions out."""
