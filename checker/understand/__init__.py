"""Document + Vocabulary → Report: outline, quantities, facts, forms, targets, identity."""
