"""Which words stand for a news outlet: the ones that relay what others said.

Enters: a span. Leaves: the actor mention of the outlet, or None.
"""

from __future__ import annotations

from functools import cache

from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.span import Span
from communique.resources.loader import load_yaml


@cache
def _known() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    data = load_yaml("outlets.yaml")
    return frozenset(data["names"]), tuple(data["endings"]), frozenset(data["nouns"])


def is_outlet_name(name: str, own: str | None = None) -> bool:
    """True for the name of a news agency, newspaper or broadcaster; ``own`` is the article's outlet.

    >>> is_outlet_name("the Financial Times"), is_outlet_name("Finance Ministry")
    (True, False)
    """
    names, endings, _ = _known()
    plain = name.casefold().replace("’", "'").removeprefix("the ").removesuffix("'s").strip()
    if own and plain == own.casefold().removeprefix("the "):
        return True
    return plain in names or (" " in plain and plain.endswith(tuple(f" {e}" for e in endings)))


def outlet_at(view: View, span: Span) -> ActorMention | None:
    """The outlet that ``span`` names or describes ("the Interfax news agency"); None for anybody else."""
    indices = view.tree.at(span)
    mentions = view.actors_of(span)
    for mention in mentions:
        if is_outlet_name(mention.actor.name, view.article.outlet):
            return mention
    if not indices or not mentions:
        return None
    words = [view.words[i] for i in indices]
    last = words[-1]
    if last.tag.startswith("NN") and last.lemma in _known()[2] and not any(w.tag == "POS" for w in words):
        said = " ".join(w.lemma for w in words)
        if last.lemma not in ("agency", "network", "website") or "news" in said or "state" in said:
            return mentions[0]
    if last.lemma in ("media", "medium", "television") and any(w.lemma in ("state", "local") for w in words):
        return mentions[0]
    return None
