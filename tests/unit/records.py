"""A hand-built record of a negotiation that never was, with every kind of entry: what exports and stores are tried on.

Varland and Osmere are as fictional as their strait; every word here is our own.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from communique.model.actor import Actor, ActorKind, ActorMention
from communique.model.article import Article, Block, Role
from communique.model.entry import (
    Binding,
    Commitment,
    CommitmentStatus,
    Condition,
    Dispute,
    Doubt,
    Entry,
    Event,
    EventStatus,
    EventType,
    Figure,
    Issue,
    Method,
    Mode,
    Provision,
    Record,
    Sense,
    Stance,
    Statement,
    Verdict,
    Words,
)
from communique.model.span import Span
from communique.model.when import Amount, When

PARAGRAPHS = (
    (
        "MARENHOLM (Tidewater Post) — The ministers of Varland and Osmere sat down on Tuesday for a fourth "
        "round of talks on who may fish, pilot and lay cable in the Strait of Ledda, and rose nine hours "
        "later without a signature."
    ),
    (
        "“We will open the eastern channel to Osmeri pilots by the end of June, provided the patrol boats "
        "stay outside the twelve-mile line,” Varland’s foreign minister, Ilse Brandt, told reporters on the "
        "quay. Her government would also put 40 million crowns into dredging the approach at Sandwick, she "
        "said."
    ),
    (
        "Tomas Okafor, who leads the Osmeri delegation, was cooler. Patrols would continue “for as long as "
        "our crews are being boarded”, he told parliament on Wednesday, and he denied that Osmere had ever "
        "agreed to withdraw them."
    ),
    "The unsettled text",
    (
        "A draft of the Ledda Convention, dated last week and read by this newspaper, says that each side "
        "“shall give the other seventy-two hours’ notice of any exercise” in the strait. It contains no word "
        "on cables, although Brandt claimed on Monday that the question was closed. Fishing, the draft adds, "
        "“should as far as practicable” be shared."
    ),
    (
        "Diplomats from the Northern Council, which has offered to station about 120 observers on both shores"
        " once a text is signed, expect a fifth round in Port Amity on 14 May. A summit of the two presidents"
        " may follow before the summer; no date has been given. Osmere goes to the polls in 2031, and few in "
        "Marenholm believe that its government would sign anything in the year before."
    ),
    "A meeting of the joint cable commission, planned for Friday, was called off without explanation.",
    (
        "Without a settlement of the pilotage dues, two Osmeri officials said, there would be nothing for "
        "presidents to sign."
    ),
)


def build_article(paragraphs: tuple[str, ...] = PARAGRAPHS, **fields: object) -> Article:
    """An article of these paragraphs; the short ones without a full stop are headings."""
    text, blocks = "", []
    for paragraph in paragraphs:
        start = len(text)
        text += paragraph + "\n\n"
        role = Role.HEADING if len(paragraph) < 40 and not paragraph.endswith(".") else Role.PARAGRAPH
        blocks.append(Block(Span(start, start + len(paragraph)), role))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    known: dict[str, object] = {
        "title": "Nine hours on the quay: the Ledda talks stall again",
        "outlet": "Tidewater Post",
        "author": "Maren Quist",
        "published": date(2030, 4, 18),
        "place": "Marenholm",
        "url": "https://tidewater.example/2030/ledda-talks",
        "path": "/home/reader/ledda-talks.txt",
    }
    return Article(id=f"a{digest[:16]}", text=text, digest=digest, blocks=tuple(blocks), **{**known, **fields})  # type: ignore[arg-type]


ARTICLE = build_article()

BRANDT = Actor("person:ilse-brandt", "Ilse Brandt", ActorKind.PERSON, office="foreign minister", state="Varland")
OKAFOR = Actor("person:tomas-okafor", "Tomas Okafor", ActorKind.PERSON, office="head of delegation", state="Osmere")
VARLAND = Actor("state:varland", "Varland", ActorKind.STATE)
OSMERE = Actor("state:osmere", "Osmere", ActorKind.STATE)
COUNCIL = Actor("organisation:northern-council", "Northern Council", ActorKind.ORGANISATION)
DRAFT = Actor("document:ledda-convention-draft", "draft of the Ledda Convention", ActorKind.DOCUMENT)
OFFICIALS = Actor("unnamed:two-osmeri-officials", "two Osmeri officials", ActorKind.UNNAMED, state="Osmere")

PILOTAGE = Issue("issue:pilotage", "pilotage in the eastern channel")
PATROLS = Issue("issue:patrols", "Osmeri patrols in the strait")
CABLES = Issue("issue:cables", "cables in the strait")


def find(words: str, after: str = "") -> Span:
    """The span of ``words`` in the article, the first one behind ``after``."""
    start = ARTICLE.text.index(words, ARTICLE.text.index(after))
    return Span(start, start + len(words))


def named(actor: Actor, words: str, after: str = "") -> ActorMention:
    """The actor, mentioned by these words."""
    return ActorMention(actor, find(words, after))


def say(words: str, after: str = "") -> Words:
    """The words as they stand in the article."""
    return Words(find(words, after), words)


def on(words: str, value: str, earliest: date | None, latest: date | None, after: str = "") -> When:
    """A time in the article."""
    return When(find(words, after), value, earliest, latest)


def by_rule(*rules: str, score: float = 0.9) -> Method:
    """A method of the composer with these rules."""
    return Method("compose.test", "0.1.0", score, rules)


def _entries() -> tuple[Entry, ...]:
    a = ARTICLE.id
    brandt, okafor = named(BRANDT, "Ilse Brandt"), named(OKAFOR, "Tomas Okafor")
    quote = Span(find("“We will open").start, find("twelve-mile line,”").end)
    opening = Statement(
        article=a,
        evidence=(Span(quote.start, find("on the quay").end),),
        method=by_rule("cue.told", score=0.97),
        issue=PILOTAGE,
        speaker=(brandt,),
        cue=find("told", "Ilse Brandt"),
        content=(quote,),
        mode=Mode.DIRECT,
        addressee=say("reporters"),
        venue=say("on the quay"),
        stance=Stance.CONDITIONAL,
        said_on=on("Tuesday", "2030-04-16", date(2030, 4, 16), date(2030, 4, 16)),
    )
    proviso = Condition(
        article=a,
        evidence=(Span(find("We will open").start, find("twelve-mile line").end),),
        method=by_rule("condition.provided"),
        issue=PILOTAGE,
        asserted_by=(brandt,),
        held_by=(brandt,),
        outcome=say("open the eastern channel to Osmeri pilots"),
        sense=Sense.ONLY_IF,
        requires=say("the patrol boats stay outside the twelve-mile line"),
        statement=opening.id,
    )
    patrols = Span(find("Patrols would continue").start, find("being boarded”").end)
    return (
        Event(
            article=a,
            evidence=(find("sat down on Tuesday for a fourth round of talks"),),
            method=by_rule("event.talks"),
            type=EventType.TALKS,
            participants=(named(VARLAND, "Varland"), named(OSMERE, "Osmere")),
            place=say("MARENHOLM"),
            status=EventStatus.HELD,
            when=on("Tuesday", "2030-04-16", date(2030, 4, 16), date(2030, 4, 16)),
        ),
        opening,
        proviso,
        Commitment(
            article=a,
            evidence=(find("We will open the eastern channel to Osmeri pilots by the end of June"),),
            method=by_rule("commitment.will", "actor.we"),
            issue=PILOTAGE,
            asserted_by=(brandt,),
            by=(named(VARLAND, "We"),),
            to=(named(OSMERE, "Osmeri"),),
            action="open the eastern channel to Osmeri pilots",
            deadline=on("the end of June", "2030-06-30", date(2030, 6, 24), date(2030, 6, 30)),
            condition=proviso.id,
            status=CommitmentStatus.OFFERED,
            statement=opening.id,
        ),
        Commitment(
            article=a,
            evidence=(find("Her government would also put 40 million crowns into dredging the approach"),),
            method=by_rule("commitment.would"),
            by=(named(VARLAND, "Her government"),),
            asserted_by=(brandt,),
            action="put 40 million crowns into dredging the approach at Sandwick",
            status=CommitmentStatus.MADE,
            amount=Amount(find("40 million crowns"), Decimal("4E+7"), "crowns"),
        ),
        Figure(
            article=a,
            evidence=(find("40 million crowns"),),
            method=by_rule("amount.money"),
            claimed_by=(brandt,),
            amount=Amount(find("40 million crowns"), Decimal("4E+7"), "crowns", "dredging the approach at Sandwick"),
        ),
        Statement(
            article=a,
            evidence=(Span(patrols.start, find("on Wednesday").end),),
            method=by_rule("cue.told"),
            issue=PATROLS,
            speaker=(okafor,),
            cue=find("told", "Tomas Okafor"),
            content=(patrols,),
            mode=Mode.MIXED,
            addressee=say("parliament"),
            stance=Stance.FOR,
            said_on=on("Wednesday", "2030-04-17", date(2030, 4, 17), date(2030, 4, 17)),
        ),
        Dispute(
            article=a,
            evidence=(find("he denied that Osmere had ever agreed to withdraw them"),),
            method=by_rule("dispute.denied"),
            claim=say("Osmere had ever agreed to withdraw them"),
            challenger=(okafor,),
            verdict=Verdict.DENIED,
            issue=PATROLS,
        ),
        Provision(
            article=a,
            evidence=(find("each side “shall give the other seventy-two hours’ notice of any exercise”"),),
            method=by_rule("provision.shall"),
            instrument="Ledda Convention",
            instrument_version="draft of last week",
            text=say("each side “shall give the other seventy-two hours’ notice of any exercise”"),
            binding=Binding.TRUE,
            asserted_by=(named(DRAFT, "A draft of the Ledda Convention"),),
        ),
        Dispute(
            article=a,
            evidence=(Span(find("It contains").start, find("was closed").end),),
            method=by_rule("dispute.no-word", score=0.71),
            claim=say("the question was closed"),
            issue=CABLES,
            claimant=(named(BRANDT, "Brandt", "although"),),
            challenger=(named(DRAFT, "It", "strait. It"),),
            verdict=Verdict.NOT_SUPPORTED,
        ),
        Provision(
            article=a,
            evidence=(find("Fishing"), find("“should as far as practicable” be shared")),
            method=by_rule("provision.should"),
            instrument="Ledda Convention",
            instrument_version="draft of last week",
            text=say("“should as far as practicable” be shared"),
            binding=Binding.FALSE,
        ),
        Commitment(
            article=a,
            evidence=(find("offered to station about 120 observers on both shores once a text is signed"),),
            method=by_rule("commitment.offered"),
            by=(named(COUNCIL, "the Northern Council"),),
            action="station observers on both shores",
            status=CommitmentStatus.OFFERED,
            amount=Amount(find("about 120 observers"), Decimal(120), "observers", approximate=True),
        ),
        Figure(
            article=a,
            evidence=(find("about 120 observers"),),
            method=by_rule("amount.count"),
            amount=Amount(find("about 120 observers"), Decimal(120), "observers", approximate=True),
        ),
        Event(
            article=a,
            evidence=(find("a fifth round in Port Amity on 14 May"),),
            method=by_rule("event.round"),
            type=EventType.TALKS,
            participants=(),
            place=say("Port Amity"),
            status=EventStatus.EXPECTED,
            when=on("14 May", "2030-05-14", date(2030, 5, 14), date(2030, 5, 14)),
        ),
        Event(
            article=a,
            evidence=(find("A summit of the two presidents may follow before the summer"),),
            method=by_rule("event.summit", score=0.64),
            type=EventType.SUMMIT,
            status=EventStatus.POSSIBLE,
            when=on("before the summer", "FUTURE_REF", None, None),
        ),
        Event(
            article=a,
            evidence=(find("Osmere goes to the polls in 2031"),),
            method=by_rule("event.polls"),
            type=EventType.ELECTION,
            participants=(named(OSMERE, "Osmere", "given. Osmere"),),
            status=EventStatus.SCHEDULED,
            when=on("2031", "2031", date(2031, 1, 1), date(2031, 12, 31)),
        ),
        Event(
            article=a,
            evidence=(find("A meeting of the joint cable commission, planned for Friday, was called off"),),
            method=by_rule("event.called-off"),
            type=EventType.MEETING,
            status=EventStatus.CANCELLED,
            issue=CABLES,
            when=on("Friday", "2030-04-19", date(2030, 4, 19), date(2030, 4, 19)),
        ),
        Statement(
            article=a,
            evidence=(find(PARAGRAPHS[-1]),),
            method=by_rule("cue.said"),
            speaker=(named(OFFICIALS, "two Osmeri officials"),),
            cue=find("said", "two Osmeri officials"),
            mode=Mode.INDIRECT,
            stance=Stance.CONDITIONAL,
            content=(
                find("Without a settlement of the pilotage dues"),
                find("there would be nothing for presidents to sign"),
            ),
        ),
        Condition(
            article=a,
            evidence=(find(PARAGRAPHS[-1]),),
            method=by_rule("condition.without"),
            sense=Sense.WITHOUT,
            outcome=say("nothing for presidents to sign"),
            requires=say("a settlement of the pilotage dues"),
            held_by=(named(OFFICIALS, "two Osmeri officials"),),
        ),
    )


RECORD = Record(
    article=ARTICLE,
    entries=_entries(),
    actors=(
        named(VARLAND, "Varland"),
        named(OSMERE, "Osmere"),
        named(BRANDT, "Ilse Brandt"),
        named(OKAFOR, "Tomas Okafor"),
        named(DRAFT, "A draft of the Ledda Convention"),
        named(COUNCIL, "the Northern Council"),
        named(OFFICIALS, "two Osmeri officials"),
    ),
    doubts=(Doubt("time", find("dated last week"), "the draft's own date is not told"),),
)

HOSTILE = (
    '</script></style><img src=x onerror="window.pwned=1;alert(1)"><script>window.pwned=1</script>'
    "\x1b]0;pwned\x07\x1b[31m{{7*7}}"
)


def build_hostile() -> Record:
    """A record whose every free text tries to escape: markup, terminal sequences, templates, a script address."""
    article = build_article(
        (HOSTILE, f"Ilse {HOSTILE} said \u202eeverything\u202c is \x9b31mfine. It meets on Friday."),
        title=HOSTILE,
        outlet=HOSTILE,
        author=HOSTILE,
        place=HOSTILE,
        url="javascript:window.pwned=1",
        path=HOSTILE,
    )
    second = article.blocks[1].span
    actor = ActorMention(Actor('x" onclick="window.pwned=1', HOSTILE, ActorKind.PERSON), article.blocks[0].span)
    method = Method(HOSTILE, HOSTILE, 0.5, (HOSTILE, "[red]rule[/red]"))
    words = Words(second, HOSTILE)
    issue = Issue(HOSTILE, HOSTILE)
    entries: tuple[Entry, ...] = (
        Statement(
            article=article.id,
            evidence=(article.blocks[0].span, second),
            method=method,
            issue=issue,
            speaker=(actor,),
            content=(second,),
            mode=Mode.INDIRECT,
            addressee=words,
            venue=words,
            asserted_by=(actor,),
            about=(actor,),
        ),
        Event(
            article=article.id,
            evidence=(second,),
            method=method,
            type=EventType.MEETING,
            place=words,
            status=EventStatus.SCHEDULED,
            when=When(second, HOSTILE, date(2030, 4, 19), date(2030, 4, 19)),
        ),
        Provision(article=article.id, evidence=(second,), method=method, instrument=HOSTILE, text=words),
        Commitment(
            article=article.id,
            evidence=(second,),
            method=method,
            by=(actor,),
            action=HOSTILE,
            status=CommitmentStatus.MADE,
            amount=Amount(second, Decimal(3), HOSTILE, HOSTILE),
        ),
    )
    return Record(article, entries, (actor,))
