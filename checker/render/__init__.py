"""Review → output, one module a format."""
