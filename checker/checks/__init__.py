"""Report → findings, one module for each kind of check that a rule may name."""
