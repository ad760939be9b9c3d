"""States that only the article knows: a demonym of theirs stands in it, or they own a government or an office."""

from __future__ import annotations

from communique.model.actor import folded
from communique.model.reading import NameKind
from communique.resolve.scene import Run, Scene
from communique.resources.names import Alias, Sense

_ENDINGS = ("ian", "ic", "an", "ese", "ish", "i", "n", "ians", "ans", "is", "ns")
_STATELY = frozenset("minister president parliament king queen army ambassador premier chancellor".split())


def find_lands(scene: Scene) -> None:
    """Makes states of places that the article treats so: a demonym of theirs stands in it, or they own a government."""
    lexicon = scene.lexicon
    surnames = {r.text.split()[-1] for r in scene.runs if r.kind == NameKind.PERSON and " " in r.text}
    demonyms = {
        folded(t): i
        for i, t in enumerate(scene.texts)
        if t[0].isupper() and len(t) > 4 and scene.words[i].tag.startswith(("JJ", "NN"))
    }
    found: dict[str, str] = {}
    for run in scene.runs:
        if run.alias is not None or run.last - run.first > 2 or run.text in surnames or run.kind in (NameKind.EVENT,):
            continue
        name = folded(run.text)
        stems = {
            name,
            name.rstrip("aeiouy"),
            name.removesuffix("ia"),
            name.removesuffix("land") if len(name) > 7 else name,
        }
        forms = {s + e for s in stems if len(s) >= 3 for e in _ENDINGS} - {name}
        owned = (
            scene.lower[run.last + 1 : run.last + 4] if scene.lower[run.last : run.last + 1] in (["'s"], ["’s"]) else []
        )
        office = any(w in lexicon.governments or w in _STATELY for w in owned) and run.kind == NameKind.PLACE
        before = scene.lower[max(0, run.first - 3) : run.first]
        office = office or (before[-1:] == ["of"] and before[-2:-1] in (["government"], ["republic"], ["kingdom"]))
        if office or (forms & demonyms.keys() and run.kind != NameKind.ORGANISATION):
            found[name] = run.text
            for form in forms & demonyms.keys():
                found.setdefault(form, run.text)
    if not found:
        return
    taken = {i for r in scene.runs for i in range(r.first, r.last)}
    for i, text in enumerate(scene.texts):
        if i not in taken and text[0].isupper() and folded(text) in found:
            scene.runs.append(Run(i, i + 1, NameKind.GROUP, text, None))
    scene.runs.sort(key=lambda r: r.first)
    for run in scene.runs:
        name = folded(run.text)
        if run.alias is None and name in found:
            itself = folded(found[name]) == name
            sense = (
                Sense.STATE
                if itself
                else Sense.PEOPLE
                if name.endswith("s") and scene.words[run.first].tag.startswith("NN")
                else Sense.ADJECTIVE
            )
            run.alias, run.kind = Alias(sense, found[name]), NameKind.PLACE if itself else NameKind.GROUP
    scene.run_at = {i: run for run in scene.runs for i in range(run.first, run.last)}
