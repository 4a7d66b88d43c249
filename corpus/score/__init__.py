"""The scorer: how often each rule finds what it must find, and how often it says something wrong.

cases.py chooses the documents (faultless ones and ones with a single known defect), run.py reviews them, judge.py
compares a review with what was put into the document, table.py counts. samples.py does the same for
corpus/samples, whose findings corpus/truth.yaml names.
"""
