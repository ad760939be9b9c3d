"""The label sets of the reader's heads, in the order of their logits."""

ROLES = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NAMES = (
    "O",
    *(f"{p}-{k}" for k in ("person", "organisation", "place", "event", "other", "group") for p in "BI"),
)
TAGS = tuple(
    "# $ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP "
    "PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB `` XX".split()
)
RELATIONS = tuple(
    "acl acl:relcl advcl advcl:relcl advmod advmod:emph amod appos aux aux:pass case cc cc:preconj ccomp compound "
    "compound:prt conj cop csubj csubj:pass csubj:outer dep det det:predet discourse dislocated expl fixed flat "
    "goeswith iobj list mark nmod nmod:poss nmod:desc nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl "
    "obl:agent obl:unmarked orphan parataxis punct reparandum root vocative xcomp".split()
)
