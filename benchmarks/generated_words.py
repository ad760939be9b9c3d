"""The words that generated records are made of: our own, the commonest first."""

COMMON = tuple(
    """
the of to talks and minister in agreement a border that for on ceasefire with is by it as be at from not will this
was are an have has which or its their been but would after they treaty security sanctions all no about before aid
troops could until new trade any grain his between if under over more plan draft two deal only both during peace
prisoners first when against other side sides oil next week gas we forces foreign what last fuel port fishing
monday tuesday wednesday thursday friday exports tariff tariffs text article clause zone observers monitors
mission council parliament president envoy delegation proposal offer demand condition guarantee guarantees
withdrawal exchange release detainees hostages corridor convoy bridge river strait channel airspace radar patrol
patrols fleet vessel vessels missile missiles drone drones artillery battery brigade line sector district province
capital embassy consulate visa citizen citizens refugees return resettlement compensation damages fund loan credit
bank currency reserve reserves budget percent million billion share quota quotas catch season harvest wheat maize
fertiliser shipment shipments cargo insurance inspection inspectors verification compliance violation violations
complaint dispute arbitration court tribunal ruling appeal evidence report statement speech interview briefing
newspaper leak denial accusation threat warning promise pledge commitment schedule deadline extension delay
postponement round session summit meeting call visit signing ratification referendum election coalition opposition
cabinet committee chair deputy spokesman spokeswoman adviser mediator guest host neutral neutrality alliance
partner partners neighbour neighbours region territory islands enclave exclave demarcation survey map coordinates
buffer checkpoint crossing crossings road railway pipeline cable cables dam water irrigation flow fish mackerel
herring cod licence licences pilot pilots dredging harbour customs duty duties tonnage steel timber lithium cobalt
minerals royalty royalties concession concessions investment investors debt relief pension wages prices inflation
energy electricity grid nuclear reactor enrichment uranium centrifuge safeguards testing warhead protocol annex
appendix preamble paragraph wording language version amendment reservation signature seal archive history memory
monument museum painting statue manuscript church monastery school university minority rights autonomy status
census identity passport registration police prosecutor amnesty pardon trial sentence crime crimes genocide
investigation commission inquiry truth reconciliation apology gesture handshake dinner photograph flag anthem
ceremony crowd protest march strike union worker workers farmer farmers village town city mayor governor general
colonel admiral soldier soldiers officer veteran volunteer conscript mobilisation training exercise exercises
manoeuvre incident accident collision boarding seizure arrest detention exile asylum transit overflight landing
runway airport airline flight cheap quick slow firm soft hard quiet public secret final early late partial full
joint mutual binding lasting fragile
""".split()
)
"""By how often they are to stand: of a thousand words 90 are the first, 45 the second."""

HEADS = tuple(
    """
ba be bo bra da de do dra fa fe gra ha he ka ke ko kra la le lo ma me mo na ne no pa po ra re ro sa se so sta ta
""".split()
)
"""Syllables that made-up words begin with."""

TAILS = tuple(
    """
bren dal den dor fen gar gen har hart holm kin lan lin lo mar mere mir mond nar nes nik ran ren rik ros sen sta
sund tan tek ten tor var ven vik vin wick zar
""".split()
)
"""Syllables that they end with."""

FIRST_NAMES = tuple(
    """
Ada Aleko Amira Anselm Beata Bruno Carla Cyril Dagny Edvard Elin Farid Greta Hakon Ilse Ivo Jarmila Kasper Lena
Marek Mirela Nadia Oskar Petra Quentin Rania Stefan Tomas Ulla Vera Wanda Yusuf
""".split()
)

BODIES = tuple(
    """
Council Union Agency Commission League Bank Court Alliance
""".split()
)
"""What organisations are called after their place."""

PAPERS = tuple(
    """
Courier Post Tribune Herald Observer Gazette Dispatch Chronicle Times Wire
""".split()
)
"""What newspapers are called after their place."""

CUES = tuple(
    """
said told announced warned insisted denied promised added argued declared
""".split()
)
"""How speech is reported."""
