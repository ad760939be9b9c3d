"""Plain entries of a negotiation that never was, as short as findings need them. Every word is our own."""

from __future__ import annotations

import itertools

_NUMBERS = itertools.count(1)
BRANDT = {"id": "person:ilse-brandt", "name": "Ilse Brandt", "kind": "person", "mention": None}
OKAFOR = {"id": "person:tomas-okafor", "name": "Tomas Okafor", "kind": "person", "mention": None}
VARLAND = {"id": "state:varland", "name": "Varland", "kind": "state", "mention": None}
OSMERE = {"id": "state:osmere", "name": "Osmere", "kind": "state", "mention": None}
DUES = {"id": "issue:pilotage-dues", "label": "pilotage dues"}
CABLES = {"id": "issue:cables", "label": "cables"}


def when(first, last=None):
    """The time from ``first`` to ``last``, or the one day."""
    last = last or first
    return {"text": "then", "start": 0, "end": 4, "value": first or last, "earliest": first, "latest": last}


def words(text):
    """A paraphrase and its place."""
    return {"text": text, "start": 0, "end": len(text)}


def statement(speaker=BRANDT, *, issue=DUES, stance="for", said_on=None, **told):
    """Somebody said something."""
    own = {"speaker": speaker, "stance": stance, "said_on": said_on and when(said_on), "mode": "indirect"}
    return _entry("statement", issue=issue, **own, **told)


def commitment(by=VARLAND, *, status="made", deadline=None, action="dredge the approach", **told):
    """Somebody is bound."""
    own = {"by": by, "to": None, "status": status, "deadline": deadline, "action": action, "amount": None}
    return _entry("commitment", **{**own, "demanded_by": None, "condition": None, **told})


def event(type="talks", *, participants=None, day=None, status="scheduled", place=None, **told):
    """Something happens."""
    own = {"type": type, "participants": participants, "when": day, "status": status, "place": place and words(place)}
    return _entry("event", **own, **told)


def dispute(claimant=BRANDT, challenger=OKAFOR, *, verdict="denied", statement=None, **told):
    """Somebody contradicts."""
    own = {"claim": words("the question is closed"), "claimant": claimant, "challenger": challenger}
    return _entry("dispute", **own, verdict=verdict, statement=statement, **told)


def provision(name="the Ledda Convention", version=None, text="notice of exercises", *, binding="unknown", **told):
    """A draft says something."""
    own = {"instrument": {"name": name, "version": version}, "text": words(text), "binding": binding}
    return _entry("provision", **own, **told)


def _entry(
    kind, *, published="2031-05-06", issue=None, status_of_review="proposed", listed=True, first=None, outlet="Post",
    evidence="so it was told", article="a1", id=None, **own,
):  # fmt: skip
    return {
        "id": id or f"{kind[0]}{next(_NUMBERS):012}",
        "kind": kind,
        "article": {"id": article, "title": "Talks", "outlet": outlet, "author": None, "published": published},
        "evidence": [{"start": 0, "end": len(evidence), "text": evidence}],
        "issue": issue,
        **own,
        "review": {"status": status_of_review, "listed": listed, "present": listed, "first": first},
    }
