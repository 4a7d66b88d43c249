"""Mutation: every figure, target, score and section of the samples is changed in turn, to see what the tool notices.

figures.py finds the numbers of a document by means of its own, relations.py says which of them a careful reader could
check against something else, changes.py makes the mutants, run.py reviews them, table.py counts.
"""
