"""The article from its first word to its last: every phrase and pronoun asked whom it means.

Enters: a Scene with names, persons and phrases. Leaves: ``scene.sightings``: names, nominals, pronouns, conjunctions, and
one for every source of an attribution, if only as a description.
"""

# ruff: noqa: SIM905  (sets of words read best as words)

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.reading import MentionForm, NameKind
from communique.resolve.descriptions import describe_range, phrase_starts, reach
from communique.resolve.nominals import find_nominal, lately
from communique.resolve.persons import employ, introduction
from communique.resolve.places import acts, find_actor
from communique.resolve.pronouns import FIRST, THIRD, find_antecedent
from communique.resolve.scene import Part, Phrase, Scene, Sighting
from communique.resources.names import Sense

_RELATIVES = frozenset({"who", "whom", "whose", "which", "that"})
_LIGHT = frozenset(
    "even only but also just by from to according as then while however for and so still both either neither not “ ‘ \" ' ( like including".split()
)


def find_appositions(scene: Scene) -> dict[int, Part]:
    """Nominals beside a name that say who it is ("the foreign minister, Osvald Petri,"): by id of the phrase, the person."""
    out: dict[int, Part] = {}
    starts = phrase_starts(scene)
    outer = [p for p in scene.phrases if p.outer]
    for phrase in outer:
        end = reach(scene, phrase, starts)
        if end >= len(scene.words) or scene.texts[end] not in (",", "–", "—", "("):
            continue
        other = starts.get(end + 1)
        if other is None:
            continue
        person, nominal = (phrase, other) if _person(phrase) else (other, phrase)
        if _body(scene, phrase, other) and _closed(scene, other, starts) and other.run is not None:
            out[id(phrase)] = find_actor(scene, other.run) or Part(ActorKind.ORGANISATION, other.run.text)
            continue
        if not _person(person) or _person(nominal) or person.run is None or person.run.part is None:
            continue
        if not _role(scene, nominal) or not _closed(scene, other, starts):
            continue
        office, state = introduction(scene, nominal)
        if office is not None:
            employ(scene, person.run.part, office, state or _of_state(scene, nominal, starts))
        lemma = scene.lower[nominal.noun]
        if person.run.part.gender is None:
            person.run.part.gender = (
                "f" if lemma in scene.lexicon.feminine else "m" if lemma in scene.lexicon.masculine else None
            )
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


def _role(scene: Scene, phrase: Phrase) -> bool:
    """True for one human being by a noun: "the director", "a lawyer", "France’s president"."""
    word = scene.words[phrase.noun]
    if phrase.run is not None or word.tag not in ("NN", "NNP"):
        return False
    return word.lemma in scene.lexicon.unnamed or scene.title(phrase.noun, phrase.last) is not None


def _closed(scene: Scene, phrase: Phrase, starts: dict[int, Phrase]) -> bool:
    """True when an apposition ends after ``phrase``: a mark or a relative pronoun follows, or the tree says so."""
    if scene.relation(phrase.first, phrase.last).startswith("appos"):
        return True
    end = reach(scene, phrase, starts)
    after = scene.lower[end] if end < len(scene.words) else "."
    return (
        after
        in (",", ".", ";", ":", "–", "—", ")", "(", "who", "whose", "which", "in", "at", "on", "said", "”", "“", '"')
        and scene.lower[phrase.first - 1] != "and"
    )


def _of_state(scene: Scene, phrase: Phrase, starts: dict[int, Phrase]) -> str | None:
    after = starts.get(phrase.last + 1)
    if scene.lower[phrase.last : phrase.last + 1] == ["of"] and after is not None and after.run is not None:
        return scene.state(after.run)
    return None


def walk(scene: Scene) -> None:
    """Notes every mention in the order of the text, then what needs them all."""
    apposed = find_appositions(scene)
    starts = phrase_starts(scene)
    owners = {p.owner for p in scene.phrases if isinstance(p.owner, int)}
    at = 0
    for i in range(len(scene.words)):
        if scene.lower[i] in THIRD and (
            scene.words[i].tag.startswith("PRP") or scene.source_of[i] is not None or i in owners
        ):
            found = find_antecedent(scene, i)
            if found is not None:
                scene.add(i, i + 1, found[0], MentionForm.PRONOUN, found[1], found[2])
        while at < len(scene.phrases) and scene.phrases[at].first <= i:
            phrase = scene.phrases[at]
            _see(scene, phrase, starts, apposed)
            if phrase.outer:
                _join(scene, phrase.sighting)
            at += 1


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
        first = phrase.core if isinstance(phrase.owner, int) else phrase.first
        return scene.add(first, run.last, (run.part,), MentionForm.NAME, 0.9, "name.person")
    alias = run.alias
    if alias is not None and alias.sense in (Sense.ADJECTIVE, Sense.PEOPLE, Sense.FOLLOWER, Sense.FOLLOWERS):
        return _see_people(scene, phrase)
    if run.kind == NameKind.EVENT or (run.kind == NameKind.OTHER and alias is None and not _stands(scene, phrase)):
        return None
    if run.kind == NameKind.PLACE and alias is None and not _stands(scene, phrase) and phrase.outer:
        return None
    if not acts(scene, phrase, run):
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


def _stands(scene: Scene, phrase: Phrase) -> bool:
    """True when a name that is no actor by kind speaks or acts here."""
    if scene.source_of[phrase.first] is not None or scene.source_of[phrase.noun] is not None:
        return True
    governor = scene.words[scene.head(phrase.first, phrase.last)].head
    return scene.relation(phrase.first, phrase.last) == "nsubj" and scene.words[governor].lemma in (
        "say",
        "tell",
        "announce",
        "refuse",
        "agree",
        "reject",
        "vow",
        "pledge",
        "want",
        "demand",
        "warn",
    )


def _see_people(scene: Scene, phrase: Phrase) -> Sighting | None:
    """ "The Ukrainians" are their state at the table; "Americans" without the article are people."""
    run = phrase.run
    assert run is not None and run.alias is not None
    begins = scene.lower[phrase.first]
    noun = scene.words[run.last - 1].tag.startswith("NN")
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
        main = lately(scene, phrase.first) if begins == "the" else None
        if main is not None:
            return scene.add(phrase.first, run.last, (main,), MentionForm.NOMINAL, 0.5, "nominal.salient")
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
        parts = [p for s in group for p in s.parts]
        scene.add(group[0].first, sighting.last, parts, group[0].form, min(s.score for s in group), "conjunction")


def _titular(scene: Scene, sighting: Sighting) -> bool:
    """True for a bare singular noun, which before "and" and a named person is half of a title ("lobbyist and writer Ann Lee")."""
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
    head = scene.head(b.first, b.last)
    joined = scene.words[head].relation == "conj" and a.first <= scene.words[head].head < a.last
    listed = scene.words[head].relation == "conj" and gap[-1] != "and"
    if joined or listed:
        return gap[-1] if gap[-1] == "," else "and"
    return "," if gap == [","] and scene.words[head].relation in ("conj", "appos") else None


def name_sources(scene: Scene) -> None:
    """Makes sure that every source of an attribution has a mention at its head, if only as a description."""
    for attribution in scene.annotations.attributions:
        for span in attribution.source[:1]:
            indices = scene.at(span)
            first, last = _bare(scene, indices)
            if first < last and not _covered(scene, first, last):
                _describe_source(scene, first, last)


def _bare(scene: Scene, indices: range) -> tuple[int, int]:
    """The source's words without what may stand before a noun phrase that is no part of it."""
    first, last = indices.start, indices.stop
    while first < last and (
        scene.lower[first] in _LIGHT
        or not scene.texts[first][0].isalnum()
        or (scene.words[first].tag.startswith("RB") and last - first > 1)
    ):
        first += 1
    return (first, last) if first < last else (indices.start, indices.stop)


def _covered(scene: Scene, first: int, last: int) -> bool:
    """True when some mention begins where the source does, up to articles, modifiers and an owner of it."""
    near = [s for s in scene.sightings if s.first < last and first < s.last]
    starts = {s.first for s in near}
    if any(s <= first for s in starts):
        longest = max(s.last for s in near if s.first <= first < s.last)
        return not _owned(scene, longest, last)
    begin = min(starts, default=last)
    return begin < last and all(
        scene.words[i].tag.startswith(("DT", "JJ", "PDT", "RB", "IN", "VBG", "VBN", ","))
        and scene.lower[i] not in ("of",)
        for i in range(first, begin)
    )


def _owned(scene: Scene, end: int, last: int) -> bool:
    """True when the mention that ends at ``end`` only owns what follows ("Trump" of "Trump’s remark")."""
    return (
        end + 1 < last
        and scene.lower[end] in ("'s", "’s", "’", "'")
        and scene.words[end].tag in ("POS", "VBZ", "")
        and scene.words[end + 1].tag.startswith(("NN", "JJ"))
    )


def _describe_source(scene: Scene, first: int, last: int) -> None:
    lower = scene.lower[first]
    if lower in _RELATIVES:
        parts = _antecedent(scene, first)
        if parts:
            scene.add(first, first + 1, parts, MentionForm.PRONOUN, 0.7, "pronoun.relative")
        return
    if lower in FIRST:
        return
    if lower == "both" and (
        pair := next((s for s in reversed(scene.sightings) if s.last <= first and len(s.parts) == 2), None)
    ):
        scene.add(first, last, pair.parts, MentionForm.PRONOUN, 0.6, "pronoun.both")
        return
    run = scene.run_at.get(first)
    if run is not None and run.part is None and run.last >= last - 1:
        part = find_actor(scene, run)
    else:
        name = describe_range(scene, first, last)
        if not name:
            return
        noun = next(
            (scene.words[i] for i in range(first, last) if scene.words[i].tag.startswith("NN")), scene.words[first]
        )
        plural = noun.tag in ("NNS", "NNPS")
        document = noun.lemma in scene.lexicon.documents and not plural
        kind = ActorKind.DOCUMENT if document else ActorKind.UNNAMED
        part = next((p for p in scene.parts if p.kind == kind and p.name == name), None) or Part(
            kind, name, plural=plural
        )
    if part is not None:
        form = MentionForm.PRONOUN if scene.words[first].tag.startswith("PRP") else MentionForm.NOMINAL
        scene.add(first, last, (part,), form, 0.4, "source.described")


def _antecedent(scene: Scene, i: int) -> tuple[Part, ...]:
    """Whom a relative pronoun takes up: the phrase that its clause hangs on, else the one before it; described if need be."""
    verb = scene.words[i].head
    noun = scene.words[verb].head if scene.words[verb].relation.startswith("acl") else -1
    here = scene.sentence_of[i]
    phrases = [
        p
        for p in scene.phrases
        if p.outer and p.last <= i and scene.sentence_of[p.first] == here and p.noun not in scene.times
    ]
    if not phrases:
        return ()
    phrase = next((p for p in phrases if p.first <= noun < p.last), None)
    if phrase is None:
        phrase = phrases[-1]
        while (
            len(phrases) > 1
            and scene.lower[phrase.first - 1] in ("of", "in", "at", "for")
            and phrases[-2].last == phrase.first - 1
        ):
            phrases.pop()
            phrase = phrases[-1]
    if phrase.sighting is not None:
        return phrase.sighting.parts
    if phrase.run is not None and (part := phrase.run.part or find_actor(scene, phrase.run)) is not None:
        return (part,)
    plural = scene.words[phrase.noun].tag in ("NNS", "NNPS")
    name = describe_range(scene, phrase.first, reach(scene, phrase, phrase_starts(scene)))
    known = next((p for p in scene.parts if p.kind == ActorKind.UNNAMED and p.name == name), None)
    return (known or Part(ActorKind.UNNAMED, name, plural=plural),)
