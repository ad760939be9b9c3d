"""The article from its first word to its last: every phrase and pronoun asked whom it means.

Enters: a Scene with names, persons and phrases. Leaves: ``scene.sightings``: names, nominals, pronouns,
conjunctions, and
one for every source of an attribution, if only as a description.
"""

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.reading import MentionForm, NameKind
from communique.resolve.appositions import find_appositions
from communique.resolve.descriptions import describe_range, phrase_starts, reach
from communique.resolve.genders import learn_genders
from communique.resolve.nominals import ROLES, find_nominal
from communique.resolve.offices import find_fellow, match
from communique.resolve.places import acts, find_actor, speaks
from communique.resolve.pronouns import FIRST, find_antecedent
from communique.resolve.salience import GENDERS
from communique.resolve.scene import Part, Phrase, Scene, Sighting
from communique.resolve.sources import closing_sources, name_source
from communique.resolve.traits import learn_after, learn_all
from communique.resources.names import Sense


def walk(scene: Scene) -> None:
    """Notes every mention in the order of the text, then what needs them all."""
    apposed = find_appositions(scene)
    starts = phrase_starts(scene)
    learn_all(scene, starts)
    learn_genders(scene)
    owners = {p.owner for p in scene.phrases if isinstance(p.owner, int)}
    closing = closing_sources(scene)
    at = 0
    for i in range(len(scene.words)):
        if scene.lower[i] in GENDERS and (
            scene.words[i].tag.startswith("PRP") or scene.source_of[i] is not None or i in owners
        ):
            found = find_antecedent(scene, i)
            if found is not None:
                _learn(scene, scene.add(i, i + 1, found[0], MentionForm.PRONOUN, found[1], found[2]), starts)
        while at < len(scene.phrases) and scene.phrases[at].first <= i:
            phrase = scene.phrases[at]
            _see(scene, phrase, starts, apposed)
            if phrase.outer:
                _learn(scene, phrase.sighting, starts)
                _join(scene, phrase.sighting)
            at += 1
        for source in closing.get(i, ()):
            name_source(scene, source)


def _learn(scene: Scene, sighting: Sighting | None, starts: dict[int, Phrase]) -> None:
    """Lets a subject that is one person have what its predicate tells ("She is a former judge")."""
    if sighting is None or not sighting.subject or len(sighting.parts) > 1 or sighting.rule == "name.person":
        return
    if sighting.parts[0].kind in (ActorKind.PERSON, ActorKind.UNNAMED):
        learn_after(scene, sighting.parts[0], sighting.last, starts)


def _see(scene: Scene, phrase: Phrase, starts: dict[int, Phrase], apposed: dict[int, Part]) -> None:
    owners = _owners(scene, phrase)
    for run in phrase.inner:
        if run.kind in (NameKind.PERSON, NameKind.ORGANISATION) and (
            phrase.run is None or phrase.run.kind != NameKind.PERSON
        ):
            part = run.part if run.kind == NameKind.PERSON else find_actor(scene, run)
            if part is not None:
                scene.add(run.first, run.last, (part,), MentionForm.NAME, 0.7, "name.within")
    if id(phrase) in apposed:
        if owners and scene.words[phrase.noun].lemma in ROLES:
            match(scene, apposed[id(phrase)], owners[0])
        apposed[id(phrase)].traits.update(owner.name for owner in owners)
        phrase.sighting = scene.add(
            phrase.first,
            reach(scene, phrase, starts),
            (apposed[id(phrase)],),
            MentionForm.NOMINAL,
            0.9,
            "nominal.apposed",
        )
        return
    if phrase.run is not None:
        phrase.sighting = _see_name(scene, phrase, owners)
        return
    found = find_nominal(scene, phrase, starts, owners)
    if found is not None:
        phrase.sighting = scene.add(phrase.first, found.last, found.parts, MentionForm.NOMINAL, found.score, found.rule)


def _owners(scene: Scene, phrase: Phrase) -> tuple[Part, ...]:
    if isinstance(phrase.owner, Phrase):
        if phrase.owner.sighting is not None:
            return phrase.owner.sighting.parts
        run = phrase.owner.run
        return (run.part,) if run is not None and run.part is not None else ()
    if isinstance(phrase.owner, int):
        if scene.lower[phrase.owner] in FIRST:
            return scene.speakers(scene.content_of[phrase.owner])
        return next(
            (s.parts for s in reversed(scene.sightings[-4:]) if s.first == phrase.owner and s.last == s.first + 1), ()
        )
    return ()


def _see_name(scene: Scene, phrase: Phrase, owners: tuple[Part, ...]) -> Sighting | None:
    run = phrase.run
    assert run is not None
    if _dateline(scene, phrase) or (run.kind == NameKind.PERSON and _byline(scene, phrase)):
        return None
    if run.kind == NameKind.PERSON:
        if run.part is None:
            return None
        if run.part.state is None and owners and owners[0].kind == ActorKind.STATE:
            run.part.state = owners[0].name
        return scene.add(phrase.first, run.last, (run.part,), MentionForm.NAME, 0.9, "name.person")
    alias = run.alias
    if alias is not None and alias.sense in (Sense.ADJECTIVE, Sense.PEOPLE, Sense.FOLLOWER, Sense.FOLLOWERS):
        return _see_people(scene, phrase)
    if run.kind == NameKind.GROUP and alias is None and not scene.words[phrase.noun].tag.startswith("N"):
        return None  # an adjective
    single = run.kind is NameKind.GROUP or scene.lower[run.last - 1] in scene.lexicon.unnamed  # "the Free Democrat"
    if alias is None and single and (fellow := _see_fellow(scene, phrase)) is not None:
        return fellow
    if run.kind == NameKind.EVENT or (run.kind == NameKind.OTHER and alias is None and not speaks(scene, phrase)):
        return None
    if run.kind == NameKind.PLACE and alias is None and not speaks(scene, phrase) and phrase.outer:
        return None
    if not acts(scene, phrase, run) and not _follows_suit(scene, phrase):
        return None
    part = find_actor(scene, run)
    return (
        None
        if part is None
        else scene.add(
            phrase.first,
            run.last,
            (part,),
            MentionForm.NAME,
            0.85,
            f"name.{alias.sense.value if alias else run.kind.value}",
        )
    )


def _follows_suit(scene: Scene, phrase: Phrase) -> bool:
    """True for a name that "and" joins to a place that acts ("London and Ottawa thanked the mediator")."""
    before = scene.sightings[-1] if scene.sightings else None
    if before is None or scene.lower[before.last : phrase.first] != ["and"] or not before.subject:
        return False
    return before.form == MentionForm.NAME and before.parts[0].kind == ActorKind.STATE


def _byline(scene: Scene, phrase: Phrase) -> bool:
    """True for the writer's name in a short block of its own ("By Jane Doe, Alpine Press")."""
    sentence = scene.annotations.sentences[scene.sentence_of[phrase.first]]
    return (
        "by" in scene.lower[sentence.first : phrase.first]
        and sentence.last - sentence.first < 16
        and not any(w.tag in ("VBD", "VBZ", "VBP", "MD", "VBN") for w in scene.words[sentence.first : sentence.last])
    )


def _dateline(scene: Scene, phrase: Phrase) -> bool:
    """True for the place in capitals with which a report opens."""
    sentence = scene.annotations.sentences[scene.sentence_of[phrase.first]]
    after = scene.texts[phrase.last] if phrase.last < sentence.last else ""
    return (
        phrase.first == sentence.first
        and scene.says(phrase.first, phrase.last).isupper()
        and after in (",", "(", "–", "—", "-", "--", "/")
    )


def _see_fellow(scene: Scene, phrase: Phrase) -> Sighting | None:
    """One person by land or party alone: "the Norwegian", "the Moderate"."""
    found = find_fellow(scene, phrase) if scene.lower[phrase.first] in ("the", "this", "that") else None
    if found is None:
        return None
    return scene.add(phrase.first, phrase.last, found.parts, MentionForm.NOMINAL, found.score, found.rule)


def _see_people(scene: Scene, phrase: Phrase) -> Sighting | None:
    """ "The Ukrainians" are their state at the table; "Americans" without the article are people."""
    run = phrase.run
    assert run is not None and run.alias is not None
    begins = scene.lower[phrase.first]
    noun = scene.words[run.last - 1].tag.startswith("NN")
    if (fellow := _see_fellow(scene, phrase)) is not None:
        return fellow
    if run.alias.sense == Sense.FOLLOWERS:
        part = _group(scene, describe_range(scene, phrase.first, run.last), None)
        return scene.add(phrase.first, run.last, (part,), MentionForm.NAME, 0.8, "name.followers")
    if (
        run.alias.sense != Sense.FOLLOWER
        and begins == "the"
        and run.first == phrase.first + 1
        and (noun or run.alias.sense == Sense.PEOPLE or scene.source_of[run.first] is not None)
    ):
        state = find_actor(scene, run)
        return (
            None
            if state is None
            else scene.add(phrase.first, run.last, (state,), MentionForm.NAME, 0.75, "name.people")
        )
    if run.alias.sense == Sense.PEOPLE and noun and begins != "the":
        part = _group(scene, scene.says(phrase.first, run.last), run.alias.name)
        return scene.add(phrase.first, run.last, (part,), MentionForm.NAME, 0.7, "name.people")
    if (noun or run.alias.sense == Sense.FOLLOWER) and scene.source_of[run.first] is not None:
        part = Part(
            ActorKind.UNNAMED,
            describe_range(scene, phrase.first, run.last),
            state=run.alias.name if run.alias.iso3 else None,
        )
        return scene.add(phrase.first, run.last, (part,), MentionForm.NOMINAL, 0.5, "nominal.described")
    return None


def _group(scene: Scene, name: str, state: str | None) -> Part:
    known = next((p for p in scene.parts if p.kind == ActorKind.GROUP and p.name == name), None)
    return known or Part(ActorKind.GROUP, name, state=state, plural=True)


def _join(scene: Scene, sighting: Sighting | None) -> None:
    """Adds the mention of a conjunction that ``sighting`` closes ("Britain and France", "Starmer, Macron and Merz")."""
    if sighting is None:
        return
    scene.top.append(sighting)
    group = [sighting]
    wanted = "and"
    for before in reversed(scene.top[-8:-1]):
        if _linked(scene, before, group[0]) != wanted:
            break
        group.insert(0, before)
        wanted = ","
    if (
        len(group) == 2
        and group[0].form == MentionForm.NOMINAL
        and sighting.rule == "name.person"
        and _titular(scene, group[0])
    ):
        return
    if len(group) > 1 and len({id(p) for s in group for p in s.parts}) > 1:
        meant = group[1:] if len(group) > 2 and _told_off(scene, group) else group
        parts = [p for s in meant for p in s.parts]
        scene.add(group[0].first, sighting.last, parts, group[0].form, min(s.score for s in group), "conjunction")


def _told_off(scene: Scene, group: list[Sighting]) -> bool:
    """True when the names of a list tell who its first member is: "the two ministers, Ana Lund and Osvald Petri,"."""
    lead = group[0]
    definite = scene.lower[lead.first] in ("the", "his", "her", "their", "both") or lead.rule == "nominal.two"
    many = len(lead.parts) > 1 or lead.parts[0].plural or lead.parts[0].kind == ActorKind.GROUP
    named = all(s.form == MentionForm.NAME and s.parts[0].kind == group[1].parts[0].kind for s in group[1:])
    return lead.form == MentionForm.NOMINAL and definite and many and named


def _listed(scene: Scene, a: Sighting, b: Sighting) -> bool:
    """True for two names of a kind in a list that "and" closes, whatever the tree says: "Canada, Peru and Chile"."""
    if a.form != MentionForm.NAME or b.form != MentionForm.NAME or a.parts[0].kind != b.parts[0].kind:
        return False
    if scene.lower[b.last : b.last + 1] not in (["and"], [","]):
        return False
    before = scene.words[a.first - 1].tag if a.first else ""
    return not before.startswith(("IN", "TO", "VB", "MD")) and a.relation in ("nsubj", "nsubj:pass", "conj", "root")


def _titular(scene: Scene, sighting: Sighting) -> bool:
    """True for a bare singular noun, which before "and" and a named person is half of a title ("lobbyist
    and writer Ann Lee").
    """
    first = scene.words[sighting.first]
    return not first.tag.startswith(("DT", "PRP", "NNP", "CD")) and scene.words[sighting.last - 1].tag == "NN"


def _linked(scene: Scene, a: Sighting, b: Sighting) -> str | None:
    """The link between two mentions: "and", a comma of a list, or None."""
    gap = scene.lower[a.last : b.first]
    if (
        gap not in (["and"], [","], [",", "and"], ["&"], ["as", "well", "as"])
        or scene.sentence_of[a.first] != scene.sentence_of[b.first]
    ):
        return None
    if any(p is q for p in a.parts for q in b.parts):
        return None
    if (
        gap == [","]
        and a.rule == "name.person"
        and b.form == MentionForm.NOMINAL
        and scene.words[b.last - 1].tag == "NN"
    ):
        return None  # an apposition
    if scene.source_of[a.first] is not None and scene.source_of[a.first] == scene.source_of[b.first]:
        return gap[-1] if gap[-1] == "," else "and"
    if gap == [","] and _listed(scene, a, b):
        return ","
    head = scene.head(b.first, b.last)
    joined = scene.words[head].relation == "conj" and a.first <= scene.words[head].head < a.last
    listed = scene.words[head].relation == "conj" and gap[-1] != "and"
    if joined or listed:
        return gap[-1] if gap[-1] == "," else "and"
    return "," if gap == [","] and scene.words[head].relation in ("conj", "appos") else None
