"""Verbs that are events of this world: one function a frame of ``events.yaml``.

Enters: a stage (the view with its names) and a hit of a rule. Leaves: an ``Occasion``, or None where the words are a
habit or a figure of speech.
"""

from __future__ import annotations

from collections.abc import Callable

from communique.compose.clauses import actors, behind, modals, obj, objects, oblique, subject_of
from communique.compose.encounters import (
    conclude_frame,
    gather_frame,
    handshake_frame,
    principals_frame,
    visitor_frame,
)
from communique.compose.lists import act_lists, listed
from communique.compose.nominals import dated_noun, nominal
from communique.compose.speeches import assembly_frame, speech_frame
from communique.compose.stage import (
    Occasion,
    Stage,
    clause_of,
    doers,
    merged,
    place_of,
    place_words,
    time_of,
)
from communique.compose.standing import status_of
from communique.compose.verbs import verbal
from communique.compose.view import View
from communique.model.actor import ActorKind
from communique.model.entry import EventStatus
from communique.model.reading import NameKind
from communique.resources.rules import Hit


def _actor(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Met the king", "met with X", "Begin and Sadat met"."""
    view, words, i = stage.view, stage.view.words, hit.first
    passive = view.tree.passive(i)
    if words[i].lemma == "call" and words[i].tag == "VBN" and words[i].relation in ("acl", "amod"):
        return None  # "the resort, now called Lake View"
    if passive and (words[i].lemma == "meet" or not any(a.actor.kind is ActorKind.PERSON for a in doers(stage, i))):
        return None
    thing = obj(view, i)
    if thing is not None and (
        words[thing].lemma in hit.rule.options.get("not_things", ()) or (words[thing].tag[:1] == "W" and not passive)
    ):
        return None
    other = actors(view, thing) if thing is not None else ()
    fellow = oblique(view, i, "with")
    company = actors(view, fellow)
    if fellow is not None and thing is None and not company and not _person_like(words[fellow].lemma):
        return None
    who = doers(stage, i)
    everyone = merged(who, other, company)
    if hit.rule.options.get("persons") and (
        (thing is not None and view.cast.mention_at(thing) is None)
        or any(a.actor.kind is ActorKind.ORGANISATION for a in who)
    ):
        return None  # "the party is welcoming the Miller show"
    if (
        hit.rule.options.get("persons")
        and "would" in modals(view, i)
        and time_of(stage, i, clause_of(stage, i)) is None
    ):
        return None  # "said he would welcome her"
    if not who and not passive and time_of(stage, i, clause_of(stage, i)) is None:
        return None  # "Meet people twice"
    if (
        thing is not None
        and not other
        and not company
        and hit.rule.id != "event.phone"
        and not (words[thing].tag[:2] == "NN" and who and _person_like(words[thing].lemma))
    ):
        return None
    if thing is None and not company and len(everyone) < 2:
        subject = subject_of(view, i)
        plural = (
            subject is not None
            and words[subject].tag in ("NNS", "NNPS", "PRP")
            and words[subject].lemma not in ("he", "she", "it", "i")
        )
        known = plural and everyone and subject is not None and words[subject].tag != "PRP"
        dated = time_of(stage, i, clause_of(stage, i)) is not None or place_of(stage, i) is not None
        body = subject is not None and words[subject].lemma in listed("gatherings") and dated and everyone
        if not (known or body) or (hit.rule.options.get("loose") and not (known and hit.last > hit.first + 1)):
            return None
    if words[i].lemma == "call" and (
        time_of(stage, i, clause_of(stage, i)) is None
        or view.tree.child(i, "xcomp", "ccomp")
        or not (
            any(a.actor.kind is ActorKind.PERSON for a in other)
            or (thing is not None and other and _person_like(words[thing].lemma) and words[thing].tag == "NN")
        )
    ):
        return None
    if words[i].lemma == "call" and oblique(view, i, "onto", "into", "out", "for", "to", "a") is not None:
        return None
    if hit.rule.options.get("persons") and thing is not None and words[thing].tag == "NNS":
        return None  # "hosted Smith's conferences"
    if hit.rule.options.get("persons") and not any(a.actor.kind is ActorKind.PERSON for a in other):
        return None
    return verbal(stage, hit, everyone, place_of(stage, i, thing), 0.8)


def _person_like(lemma: str) -> bool:
    return lemma.endswith(("er", "or", "man", "ist", "ian", "ee", "woman", "ant")) or lemma in (
        "official",
        "rebel",
        "chief",
        "king",
        "head",
        "family",
        "envoy",
        "counterpart",
        "premier",
        "president",
        "chancellor",
        "colleague",
    )


def _place_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Visited Oslo", "flew to Oslo"; whom one visits takes part."""
    view, words, tree, i = stage.view, stage.view.words, stage.view.tree, hit.first
    who = doers(stage, i) if not tree.passive(i) else ()
    subject = subject_of(view, i)
    if subject is not None and words[subject].lemma == "it":
        return None  # the plane
    if not who or not any(
        a.actor.kind in (ActorKind.PERSON, ActorKind.GROUP, ActorKind.UNNAMED, ActorKind.ORGANISATION) for a in who
    ):
        return None
    if hit.rule.options.get("to_place"):
        if obj(view, i) is not None or (words[i].relation == "acl:relcl" and words[i].lemma == "return"):
            return None  # "returned the papers to Rome"
        there = behind(view, hit.last - 1)
        if there is None:
            return None
        target = there
        if stage.kind(target) is not NameKind.PLACE and words[target].lemma not in (
            "palace",
            "capital",
            "island",
            "headquarters",
        ):
            return None
        if (
            words[i].lemma in ("go", "come", "head", "return", "land")
            and time_of(stage, i, clause_of(stage, i)) is None
        ):
            return None
        return verbal(stage, hit, who, place_words(stage, target), 0.75)
    target_or_none = obj(view, i)
    if target_or_none is None or words[target_or_none].lemma in listed("kin"):
        return None  # "visited her sister"
    target = target_or_none
    if words[target].tag == "PRP" and time_of(stage, i, clause_of(stage, i)) is None:
        return None
    if stage.kind(target) is NameKind.PLACE or words[target].lemma in act_lists().venues | listed("regions"):
        return verbal(stage, hit, who, place_words(stage, target), 0.8)
    host = actors(view, target)
    return verbal(stage, hit, merged(who, host), place_of(stage, i, target), 0.75) if host else None


def _talks(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Held talks with X"; the type is that of the noun."""
    view, words, i, noun = stage.view, stage.view.words, hit.first, hit.last - 1
    if any(words[c].lemma in ("press", "news") for c in view.tree.children[noun]):
        return None
    if (
        words[noun].head != i
        and words[words[noun].head].head != i
        and hit.last - hit.first > 1
        and words[noun].tag[:2] == "NN"
    ):
        return None
    heads = [i, noun] + ([thing] if (thing := obj(view, i)) is not None else [])
    with_whom = merged(*(actors(view, oblique(view, k, "with", "between")) for k in heads))
    everyone = merged(doers(stage, i), with_whom)
    span = clause_of(stage, i)
    if not with_whom and place_of(stage, i, noun) is None and time_of(stage, i, span) is None:
        return None
    found = verbal(stage, hit, everyone, place_of(stage, i, noun), 0.75)
    if found is not None and words[noun].lemma == "summit":
        return Occasion(
            found.rule,
            "summit",
            i,
            hit.last,
            everyone,
            found.place,
            found.when,
            found.status,
            found.evidence,
            False,
            found.score,
        )
    return found


def _subject_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "The senate voted against the treaty": a body, or an actor at a time or place."""
    view, words, tree, i = stage.view, stage.view.words, stage.view.tree, hit.first
    subject = subject_of(view, i)
    if subject is None or tree.passive(i) or (words[i].tag == "VBN" and not tree.auxiliaries(i)):
        return None
    who = merged(actors(view, subject), actors(view, oblique(view, i, "with", "alongside")))
    span = clause_of(stage, i)
    if (among := hit.rule.options.get("subjects")) and words[subject].lemma not in listed(str(among)):
        return None
    if hit.rule.options.get("intransitive") and (obj(view, i) is not None or time_of(stage, i, span) is None):
        return None
    if hit.rule.options.get("bodies"):
        body = words[subject].lemma in act_lists().bodies or any(
            a.actor.kind in (ActorKind.STATE, ActorKind.ORGANISATION) for a in who
        )
        matter = (
            tree.child(i, "xcomp", "advcl") is not None
            or oblique(view, i, "against", "for", "on", "in", "with") is not None
        )
        timed = time_of(stage, i, span) is not None or place_of(stage, i) is not None
        chamber = words[subject].lemma in listed("chambers") or any(
            a.actor.kind in (ActorKind.ORGANISATION, ActorKind.STATE) for a in who
        )
        if any(a.actor.kind is ActorKind.PERSON for a in actors(view, oblique(view, i, "for", "against"))):
            return None  # "will vote for Miller": at the polls
        if not body or not (timed or (matter and chamber)):
            return None
    elif time_of(stage, i, span) is None and place_of(stage, i) is None:
        return None
    if not who and hit.rule.gives["type"] == "deadline":  # "France's offer expires": whose offer
        who = actors(view, tree.child(subject, "nmod:poss", "amod"))
    return verbal(stage, hit, who, place_of(stage, i), 0.75)


def _thing(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Signed the treaty", "deployed 400 soldiers"."""
    view, words, i = stage.view, stage.view.words, hit.first
    things = frozenset(str(t) for t in hit.rule.options.get("things", ()))
    found = [o for o in objects(view, i) if words[o].lemma in things]
    if not found and hit.rule.id == "event.sign":
        found = [
            o
            for o in objects(view, i)
            if words[o].lemma in ("it", "them") and any(w.lemma in things for w in words[max(0, i - 40) : i])
        ]
    relative = words[i].relation == "acl:relcl" and words[words[i].head].lemma in things
    if (
        not found
        and not relative
        and not (
            hit.rule.id == "event.sign"
            and not objects(view, i)
            and (words[i].relation == "xcomp" or _borrowed(view, i, things))
        )
    ):
        return None
    return verbal(
        stage, hit, merged(doers(stage, i), actors(view, oblique(view, i, "with"))), place_of(stage, i, *found), 0.8
    )


def _borrowed(view: View, i: int, things: frozenset[str]) -> bool:
    """True when the object stands before a relative clause around ``i`` ("the accord, which she refused to sign")."""
    return any(
        view.words[a].relation == "acl:relcl" and view.words[view.words[a].head].lemma in things
        for a in (i, *list(view.tree.ancestors(i))[:3])
    )


def _strike(stage: Stage, hit: Hit) -> Occasion | None:
    """Military strikes: by a force or on a place; "struck a deal" and "hit him" are none."""
    view, words, i = stage.view, stage.view.words, hit.first
    noun = hit.last - 1 if hit.last > hit.first + 1 else None
    thing = obj(view, i)
    target = oblique(view, noun, "on", "against", "at") if noun is not None else thing
    where = place_of(stage, i, noun, target) if target is not None else place_of(stage, i)
    at_place = target is not None and stage.kind(target) is NameKind.PLACE
    who = doers(stage, i)
    subject = subject_of(view, i)
    forces = [
        "jet",
        "plane",
        "aircraft",
        "force",
        "missile",
        "rocket",
        "drone",
        "army",
        "navy",
        "artillery",
        "troop",
        "bomber",
        "air",
        "warplane",
        "military",
        "warship",
        "gunboat",
    ]
    armed = subject is not None and (
        words[subject].lemma in forces or any(a.actor.kind is ActorKind.STATE for a in who)
    )
    if (
        noun is None
        and words[i].lemma in ("strike", "hit", "raid")
        and not (
            armed
            and target is not None
            and (
                at_place
                or words[target].lemma
                in (
                    "port",
                    "base",
                    "city",
                    "town",
                    "target",
                    "hospital",
                    "depot",
                    "airport",
                    "refinery",
                    "convoy",
                    "camp",
                    "factory",
                )
            )
        )
    ):
        return None
    if not (armed or at_place or where) or (target is None and noun is None):
        return None
    place = place_words(stage, target) if at_place and target is not None else where
    span = clause_of(stage, i)
    when = time_of(stage, i, span)
    status = status_of(stage, i, when)
    if status is None or not (who or place) or (status is EventStatus.POSSIBLE and not armed):
        return None  # "urged followers to carry out attacks"
    return Occasion(hit.rule.id, "strike", i, hit.last, who, place, when, status, span, False, 0.7)


def _patient(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Was elected president"."""
    view, tree, words, i = stage.view, stage.view.tree, stage.view.words, hit.first
    if infinitive_after(view, i) or words[i].relation == "amod":
        return None
    if words[i].tag == "VB" and words[i].relation in ("advcl", "acl"):
        return None  # "a club founded to elect women"
    participle = words[i].tag == "VBN" and not tree.auxiliaries(i)
    who = actors(view, obj(view, i)) if not participle else ()
    if participle and (
        words[i].relation not in ("acl", "advcl", "conj") or time_of(stage, i, clause_of(stage, i)) is None
    ):
        return None
    who = who or (actors(view, subject_of(view, i)) if participle else ())
    if not who or (
        time_of(stage, i, clause_of(stage, i)) is None
        and oblique(view, i, "by", "as") is None
        and tree.child(i, "xcomp") is None
    ):
        return None
    return verbal(stage, hit, who, place_of(stage, i), 0.7)


def infinitive_after(view: View, i: int) -> bool:
    """True when "to" follows word ``i`` directly ("elected to stay")."""
    return i + 1 < len(view.words) and view.words[i + 1].tag == "TO"


FRAMES: dict[str, Callable[[Stage, Hit], Occasion | None]] = {
    "actor": _actor,
    "place": _place_frame,
    "talks": _talks,
    "subject": _subject_frame,
    "thing": _thing,
    "assembly": assembly_frame,
    "speech": speech_frame,
    "strike": _strike,
    "patient": _patient,
    "nominal": nominal,
    "dated": dated_noun,
    "handshake": handshake_frame,
    "visitor": visitor_frame,
    "gather": gather_frame,
    "conclude": conclude_frame,
    "principals": principals_frame,
}
