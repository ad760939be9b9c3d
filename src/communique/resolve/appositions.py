"""Nominals beside a name that say who it is: "the foreign minister, Osvald Petri," or "Osvald Petri, the minister"."""

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.resolve.descriptions import phrase_starts, reach
from communique.resolve.persons import employ, introduction
from communique.resolve.places import find_actor
from communique.resolve.scene import Part, Phrase, Scene
from communique.resolve.traits import apposed, apposed_body, is_human, may_be_human


def find_appositions(scene: Scene) -> dict[int, Part]:
    """Nominals beside a name that say who it is ("the foreign minister, Osvald Petri,"): by id of the
    phrase, the person.
    """
    out: dict[int, Part] = {}
    starts = phrase_starts(scene)
    outer = [p for p in scene.phrases if p.outer]
    for phrase in outer:
        end = reach(scene, phrase, starts)
        if end >= len(scene.words) or scene.texts[end] not in (",", "–", "—", "(", "--"):
            continue
        other = starts.get(end + 1)
        if other is None:
            continue
        person, nominal = (phrase, other) if _person(phrase) else (other, phrase)
        if _body(scene, phrase, other) and _closed(scene, other, starts) and other.run is not None:
            out[id(phrase)] = find_actor(scene, other.run) or Part(ActorKind.ORGANISATION, other.run.text)
            apposed_body(scene, out[id(phrase)], phrase)
            continue
        if _body(scene, other, phrase) and _closed(scene, other, starts) and phrase.run is not None:
            out[id(other)] = find_actor(scene, phrase.run) or Part(ActorKind.ORGANISATION, phrase.run.text)
            apposed_body(scene, out[id(other)], other)
            continue
        if not _person(person) or _person(nominal) or person.run is None or person.run.part is None:
            continue
        hung = scene.relation(other.first, other.last).startswith("appos")
        human = is_human(scene, nominal) or (hung and may_be_human(scene, nominal))
        if not human or not _closed(scene, other, starts):
            continue
        office, state = introduction(scene, nominal)
        if office is not None:
            employ(scene, person.run.part, office, state or _of_state(scene, nominal, starts))
        apposed(scene, person.run.part, nominal, starts)
        out[id(nominal)] = person.run.part
        if nominal is phrase and (nominal.owner is not None or scene.lower[nominal.first] == "the"):
            scene.awaited.add(id(person.run.part))
    return out


def _person(phrase: Phrase) -> bool:
    return phrase.run is not None and phrase.run.kind == NameKind.PERSON


def _body(scene: Scene, nominal: Phrase, name: Phrase) -> bool:
    """True for an institution by a noun before its name ("The operator, Halden Ports,")."""
    if (
        nominal.run is not None
        or name.run is None
        or name.run.kind != NameKind.ORGANISATION
        or scene.words[nominal.noun].tag != "NN"
    ):
        return False
    return scene.words[nominal.noun].lemma in scene.lexicon.bodies and (
        nominal.owner is not None or scene.words[nominal.first].tag == "DT"
    )


def _closed(scene: Scene, phrase: Phrase, starts: dict[int, Phrase]) -> bool:
    """True when an apposition ends after ``phrase``: a mark or a relative pronoun follows, or the tree says so."""
    if scene.relation(phrase.first, phrase.last).startswith("appos"):
        return True
    end = reach(scene, phrase, starts)
    after = scene.lower[end] if end < len(scene.words) else "."
    if end < len(scene.words) and scene.words[end].tag in ("VBD", "VBZ") and scene.source_of[phrase.first] is not None:
        return True  # the comma after it is missing: "a friend, Jane Doe told the paper"
    return (
        after
        in (
            ",",
            ".",
            ";",
            ":",
            "–",
            "—",
            "--",
            ")",
            "(",
            "who",
            "whose",
            "which",
            "in",
            "at",
            "on",
            "said",
            "”",
            "“",
            '"',
        )
        and scene.lower[phrase.first - 1] != "and"
    )


def _of_state(scene: Scene, phrase: Phrase, starts: dict[int, Phrase]) -> str | None:
    after = starts.get(phrase.last + 1)
    if scene.lower[phrase.last : phrase.last + 1] == ["of"] and after is not None and after.run is not None:
        return scene.state(after.run)
    return None
