"""Talk about what was filed: looking it up, adding to it, withdrawing it, and cases for a person. Plain Python.

pending.py    what the assistant has just asked about a case
finding.py    which case is meant
talk.py       what comes of a message about cases
handing.py    a case for a person
speaker.py    all of it in words
"""
