"""Facts about the world → ``resources/world.json``: states with their names, and who held which office when.

Enters: ``countries.jsonl`` and ``officeholders.jsonl`` (public domain; their README says how they were made). Leaves: one
compact JSON object ``{"states": [...], "holders": [...]}`` that loads in a few milliseconds. What the source lacks or
spells in its own way is set by hand below: short forms, everyday spellings, spells of office that fall into its gaps.

    python training/build_world.py FOLDER src/communique/resources/world.json
"""

# ruff: noqa: E501  (tables of facts, a row a line)

from __future__ import annotations

import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]

# Names besides the Factbook's; the first is no better than the rest. Case matters: "US" is a state, "us" a pronoun.
NAMES = {
    "USA": "US|U.S.|USA|U.S.A.|America|United States of America",
    "GBR": "UK|U.K.|Britain|Great Britain",
    "RUS": "Russian Federation", "CHN": "People's Republic of China|PRC|mainland China", "ARE": "UAE|U.A.E.|Emirates",
    "PRK": "DPRK|N. Korea", "KOR": "Republic of Korea|S. Korea", "CZE": "Czech Republic", "MKD": "Macedonia",
    "MMR": "Burma", "TUR": "Türkiye", "CIV": "Ivory Coast|Cote d'Ivoire", "CPV": "Cape Verde", "SWZ": "Swaziland",
    "COD": "DR Congo|DRC|Congo-Kinshasa|Democratic Republic of Congo", "COG": "Congo-Brazzaville|Republic of Congo",
    "NLD": "Holland", "BIH": "Bosnia", "TLS": "East Timor", "VAT": "Vatican|Holy See", "PSE": "State of Palestine",
    "KNA": "St. Kitts and Nevis|St Kitts and Nevis", "LCA": "St. Lucia|St Lucia", "TTO": "Trinidad",
    "VCT": "St. Vincent and the Grenadines|St Vincent", "SAU": "Kingdom of Saudi Arabia|KSA", "IRN": "Islamic Republic",
    "TWN": "Republic of China", "SYR": "Syrian Arab Republic", "LAO": "Lao PDR", "EUE": "EU|E.U.",
    "BHS": "The Bahamas", "GMB": "The Gambia", "PNG": "PNG", "NZL": "NZ",
}  # fmt: skip
CAPITALS = {
    "UKR": "Kiev", "USA": "Washington|Washington DC|Washington D.C.", "NLD": "The Hague|Hague", "BOL": "Sucre", "CIV": "Abidjan",
    "CZE": "Prague", "IND": "Delhi", "ISR": "Jerusalem", "KAZ": "Nur-Sultan", "MDA": "Chișinău", "PSE": "Ramallah", "LKA": "Sri Jayawardenepura",
    "TZA": "Dar es Salaam", "YEM": "Sana'a|Aden", "CHE": "Berne", "BRA": "Brasilia", "COL": "Bogota", "MNG": "Ulan Bator", "SAU": "Riyadh",
}  # fmt: skip
ADJECTIVES = {
    "USA": "American|US|U.S.", "GBR": "British|UK|U.K.", "NZL": "New Zealand", "ARE": "Emirati|UAE", "NLD": "Dutch", "SAU": "Saudi|Saudi Arabian",
    "SRB": "Serbian|Serb", "HRV": "Croatian|Croat", "KAZ": "Kazakh|Kazakhstani", "KGZ": "Kyrgyz", "TJK": "Tajik", "TKM": "Turkmen", "UZB": "Uzbek",
    "ARG": "Argentine|Argentinian", "PHL": "Philippine|Filipino", "SVN": "Slovenian|Slovene", "AFG": "Afghan", "THA": "Thai",
    "VAT": "Vatican", "LSO": "Lesotho", "BWA": "Botswanan", "EUE": "EU|E.U.", "KOR": "South Korean", "PRK": "North Korean",
    "SGP": "Singaporean|Singapore", "SWZ": "Swazi", "TLS": "Timorese", "XKX": "Kosovan|Kosovar", "MDV": "Maldivian", "BRB": "Barbadian|Bajan",
}  # fmt: skip
PEOPLE = {  # plural nouns for the people; the singular is the adjective where it can stand as a noun
    "GBR": "Britons|British|Brits", "USA": "Americans", "FRA": "French", "NLD": "Dutch", "IRL": "Irish", "ESP": "Spaniards|Spanish", "POL": "Poles",
    "DNK": "Danes", "SWE": "Swedes", "FIN": "Finns", "TUR": "Turks", "SRB": "Serbs", "HRV": "Croats", "CHE": "Swiss", "CHN": "Chinese",
    "JPN": "Japanese", "PRT": "Portuguese", "VNM": "Vietnamese", "LBN": "Lebanese", "MMR": "Burmese", "SDN": "Sudanese", "TWN": "Taiwanese",
    "CZE": "Czechs", "SVK": "Slovaks", "SVN": "Slovenes", "ISL": "Icelanders", "KAZ": "Kazakhs", "PHL": "Filipinos", "SAU": "Saudis",
    "NZL": "New Zealanders", "EUE": "", "LUX": "Luxembourgers", "XKX": "Kosovars", "ARE": "Emiratis", "SEN": "Senegalese",
    "MLT": "Maltese", "NPL": "Nepalese", "THA": "Thais", "CIV": "Ivorians", "UZB": "Uzbeks", "BIH": "Bosnians",
}  # fmt: skip
# Quasi-states and lands that bargain in their own name: code, name, adjectives, capital, people.
LANDS = [
    ("GB-SCT", "Scotland", "Scottish", "Edinburgh", "Scots"), ("GB-WLS", "Wales", "Welsh", "Cardiff", "Welsh"),
    ("GB-NIR", "Northern Ireland", "Northern Irish", "Belfast|Stormont", ""), ("GB-ENG", "England", "English", "", "English"),
    ("GRL", "Greenland", "Greenlandic", "Nuuk", "Greenlanders"), ("FRO", "Faroe Islands", "Faroese", "Torshavn|Tórshavn", "Faroese"),
    ("HKG", "Hong Kong", "Hong Kong", "", "Hong Kongers"), ("MAC", "Macau", "Macanese", "", ""), ("PRI", "Puerto Rico", "Puerto Rican", "", "Puerto Ricans"),
    ("ES-CT", "Catalonia", "Catalan", "Barcelona", "Catalans"), ("CA-QC", "Quebec", "Quebecois", "", "Quebecers"),
    ("SUN", "Soviet Union", "Soviet", "", "Soviets"), ("YUG", "Yugoslavia", "Yugoslav", "", "Yugoslavs"), ("DDR", "East Germany", "East German", "East Berlin", "East Germans"),
    ("CSK", "Czechoslovakia", "Czechoslovak", "", "Czechoslovaks"), ("VDR", "North Vietnam", "North Vietnamese", "", "North Vietnamese"),
    ("RVN", "South Vietnam", "South Vietnamese", "Saigon", "South Vietnamese"), ("YMD", "South Yemen", "South Yemeni", "", ""),
    ("SML", "Somaliland", "Somalilander", "Hargeisa", ""), ("IQ-KR", "Iraqi Kurdistan", "", "Erbil|Irbil", ""), ("BIH-SRP", "Republika Srpska", "", "", ""),
]  # fmt: skip
# Everyday names of office-holders: the Factbook's spelling → the usual one.
USUAL = {
    "Volodymyr Zelenskyy": "Volodymyr Zelensky", "Binyamin Netanyahu": "Benjamin Netanyahu", "Benyamin Netanyahu": "Benjamin Netanyahu",
    "Mary Elizabeth Truss": "Liz Truss", "Joseph R. Biden Jr": "Joe Biden", "Alyaksandr Lukashenka": "Alexander Lukashenko",
    "Bashar al-Asad": "Bashar al-Assad", "Ahmad al-Shara'": "Ahmed al-Sharaa", "Muhammad bin Salman bin Abd al-Aziz Al Saud": "Mohammed bin Salman",
    "Salman bin Abd al-Aziz Al Saud": "Salman", "Abdallah II": "Abdullah II", "Muhammad bin Zayid Al Nuhayyan": "Mohammed bin Zayed",
    "Hasan Fereidun Rohani": "Hassan Rouhani", "Ali Hoseini-Khamenei": "Ali Khamenei", "Kasym-Zhomart Tokayev": "Kassym-Jomart Tokayev",
    "Justin Pierre James Trudeau": "Justin Trudeau", "Stephen Joseph Harper": "Stephen Harper", "Luiz Inácio Lula da Silva": "Luiz Inácio Lula da Silva",
    "Javier Gerardo Milei": "Javier Milei", "Claudia Sheinbaum Pardo": "Claudia Sheinbaum", "Nicolas Maduro Moros": "Nicolás Maduro",
    "Gustavo Francisco Petro Urrego": "Gustavo Petro", "Nayib Armando Bukele Ortez": "Nayib Bukele", "Pedro Sanchez Perez-Castejon": "Pedro Sánchez",
    "Recep Tayyip Erdogan": "Recep Tayyip Erdoğan", "Abdel Fattah El-Sisi": "Abdel Fattah el-Sisi", "Hun Sen": "Hun Sen",
    "Matamela Cyril Ramaphosa": "Cyril Ramaphosa", "Simon William \"Bill\" English": "Bill English", "Juan Evo Morales Ayma": "Evo Morales",
    "Alexios Tsipras": "Alexis Tsipras", "Michel Miguel Elias Temer Lulia": "Michel Temer", "Enrique Pena Nieto": "Enrique Peña Nieto",
    "Juan Manuel Santos Calderon": "Juan Manuel Santos", "Ivan Duque Marquez": "Iván Duque", "Klaus Werner Iohannis": "Klaus Iohannis",
    "Robert Gabriel Mugabe": "Robert Mugabe", "Emmerson Dambudzo Mnangagwa": "Emmerson Mnangagwa", "Michel Awn": "Michel Aoun",
    "Abd-al-Fattah al-Burhan Abd-al-Rahman": "Abdel Fattah al-Burhan", "Umar Hassan Ahmad al-Bashir": "Omar al-Bashir",
    "Tamim bin Hamad Al Thani": "Tamim bin Hamad Al Thani", "Abd Rabuh Mansur Hadi": "Abd Rabbuh Mansur Hadi", "Nuri al-Maliki": "Nouri al-Maliki",
    "Haydar al-Abadi": "Haider al-Abadi", "Najib Miqati": "Najib Mikati", "Hailemariam Desalegn": "Hailemariam Desalegn", "Abiy Ahmed Ali": "Abiy Ahmed",
    "Hasina Wazed": "Sheikh Hasina", "Ferdinand \"BongBong\" Marcos Jr": "Ferdinand Marcos", "Joko \"Jokowi\" Widodo": "Joko Widodo",
    "Prabowo Subianto Djojohadikusumo": "Prabowo Subianto", "Salva Kiir Mayardit": "Salva Kiir", "Kaja Kallas": "Kaja Kallas",
    "Lars Loekke Rasmussen": "Lars Løkke Rasmussen", "Jonas Gahr Store": "Jonas Gahr Støre", "Francois Hollande": "François Hollande",
    "Khadga Prasad Sharma Oli": "KP Sharma Oli", "Antonio Luis Santos da Costa": "António Costa", "Cristina Fernandez de Kirchner": "Cristina Fernández de Kirchner",
    "Jose Daniel Ortega Saavedra": "Daniel Ortega", "Raul Castro Ruz": "Raúl Castro", "Miguel Diaz-Canel Bermudez": "Miguel Díaz-Canel",
    "Mohammad Nawaz Sharif": "Nawaz Sharif", "Muhammad Shehbaz Sharif": "Shehbaz Sharif", "Dmitriy Anatolyevich Medvedev": "Dmitry Medvedev",
    "Nursultan Abishuly Nazarbayev": "Nursultan Nazarbayev", "Beji Caid Essebsi": "Beji Caid Essebsi", "Peter Pelligrini": "Peter Pellegrini", "Michael Martin": "Micheál Martin",
    "Milorad Dodik": "Milorad Dodik", "Fayiz al-Saraj": "Fayez al-Sarraj", "Abd-al-Hamid Dubaybah": "Abdul Hamid Dbeibah",
}  # fmt: skip
# Spells outside the source's snapshots: state, office (s: state, g: government), title, name, from, until.
SPELLS = """
USA s President|Jimmy Carter|1977-01-20|1981-01-20
USA s President|Ronald Reagan|1981-01-20|1989-01-20
USA s President|George H.W. Bush|1989-01-20|1993-01-20
USA s President|Bill Clinton|1993-01-20|2001-01-20
USA s President|George W. Bush|2001-01-20|2009-01-20
USA s President|Barack Obama|2009-01-20|2017-01-20
USA s President|Donald Trump|2017-01-20|2021-01-20
USA s President|Joe Biden|2021-01-20|2025-01-20
USA s President|Donald Trump|2025-01-20|
GBR g Prime Minister|Margaret Thatcher|1979-05-04|1990-11-28
GBR g Prime Minister|John Major|1990-11-28|1997-05-02
GBR g Prime Minister|Tony Blair|1997-05-02|2007-06-27
GBR g Prime Minister|Gordon Brown|2007-06-27|2010-05-11
GBR g Prime Minister|David Cameron|2010-05-11|2016-07-13
GBR g Prime Minister|Theresa May|2016-07-13|2019-07-24
FRA s President|François Mitterrand|1981-05-21|1995-05-17
FRA s President|Jacques Chirac|1995-05-17|2007-05-16
FRA s President|Nicolas Sarkozy|2007-05-16|2012-05-15
FRA s President|François Hollande|2012-05-15|2017-05-14
FRA g Prime Minister|Édouard Philippe|2017-05-15|2020-07-03
DEU g Chancellor|Helmut Kohl|1982-10-01|1998-10-27
DEU g Chancellor|Gerhard Schröder|1998-10-27|2005-11-22
DEU g Chancellor|Angela Merkel|2005-11-22|2021-12-08
RUS s President|Boris Yeltsin|1991-07-10|1999-12-31
RUS s President|Vladimir Putin|1999-12-31|2008-05-07
RUS s President|Dmitry Medvedev|2008-05-07|2012-05-07
RUS g Prime Minister|Vladimir Putin|2008-05-08|2012-05-07
RUS g Prime Minister|Dmitry Medvedev|2012-05-08|2020-01-16
UKR s President|Petro Poroshenko|2014-06-07|2019-05-20
UKR g Prime Minister|Arseniy Yatsenyuk|2014-02-27|2016-04-14
UKR g Prime Minister|Volodymyr Groysman|2016-04-14|2019-08-29
UKR g Prime Minister|Oleksiy Honcharuk|2019-08-29|2020-03-04
ISR g Prime Minister|Ariel Sharon|2001-03-07|2006-04-14
ISR g Prime Minister|Ehud Olmert|2006-04-14|2009-03-31
ITA g Prime Minister|Matteo Renzi|2014-02-22|2016-12-12
ITA g Prime Minister|Paolo Gentiloni|2016-12-12|2018-06-01
ITA g Prime Minister|Giuseppe Conte|2018-06-01|2021-02-13
ESP g Prime Minister|Mariano Rajoy|2011-12-21|2018-06-02
ESP g Prime Minister|Pedro Sánchez|2018-06-02|
JPN g Prime Minister|Shinzo Abe|2012-12-26|2020-09-16
KOR s President|Park Geun-hye|2013-02-25|2017-03-10
AUS g Prime Minister|Tony Abbott|2013-09-18|2015-09-15
AUS g Prime Minister|Malcolm Turnbull|2015-09-15|2018-08-24
AUS g Prime Minister|Scott Morrison|2018-08-24|2022-05-23
CAN g Prime Minister|Stephen Harper|2006-02-06|2015-11-04
CAN g Prime Minister|Justin Trudeau|2015-11-04|2025-03-14
BRA s President|Dilma Rousseff|2011-01-01|2016-08-31
BRA s President|Michel Temer|2016-08-31|2019-01-01
ARG s President|Mauricio Macri|2015-12-10|2019-12-10
MEX s President|Enrique Peña Nieto|2012-12-01|2018-12-01
GRC g Prime Minister|Alexis Tsipras|2015-09-21|2019-07-08
IRN g President|Hassan Rouhani|2013-08-03|2021-08-03
IRN g President|Mahmoud Ahmadinejad|2005-08-03|2013-08-03
NLD g Prime Minister|Mark Rutte|2010-10-14|2024-07-02
IRL g Taoiseach|Leo Varadkar|2017-06-14|2020-06-27
NZL g Prime Minister|Jacinda Ardern|2017-10-26|2023-01-25
ZAF s President|Jacob Zuma|2009-05-09|2018-02-14
ZAF s President|Cyril Ramaphosa|2018-02-15|
POL s President|Andrzej Duda|2015-08-06|2025-08-06
POL g Prime Minister|Mateusz Morawiecki|2017-12-11|2023-12-13
AUT g Chancellor|Sebastian Kurz|2017-12-18|2019-05-28
EUE g President of the European Commission|Jean-Claude Juncker|2014-11-01|2019-12-01
EUE s President of the European Council|Donald Tusk|2014-12-01|2019-12-01
EUE s President of the European Council|Charles Michel|2019-12-01|2024-12-01
TUR s President|Recep Tayyip Erdoğan|2014-08-28|
CUB s President|Raúl Castro|2008-02-24|2018-04-19
EGY s President|Hosni Mubarak|1981-10-14|2011-02-11
EGY s President|Mohamed Morsi|2012-06-30|2013-07-03
LBY s Leader|Muammar Gaddafi|1969-09-01|2011-10-20
VEN s President|Hugo Chávez|1999-02-02|2013-03-05
CHN s President|Hu Jintao|2003-03-15|2013-03-14
SUN s President|Mikhail Gorbachev|1985-03-11|1991-12-25
VAT s Pope|John Paul II|1978-10-16|2005-04-02
VAT s Pope|Benedict XVI|2005-04-19|2013-02-28
VAT s Pope|Francis|2013-03-13|2025-04-21
"""
# States whose head of state leads though a prime minister stands beside.
PRESIDENTIAL = set(
    "FRA RUS UKR BLR EGY KOR TWN CHN SYR DZA AZE KAZ UZB TJK IRN COD CIV CMR SEN TUN GAB TGO TCD NER MLI BFA GIN RWA TZA "
    "UGA MOZ SDN YEM VNM LKA PER GUY NAM MDG DJI CAF COG GNQ MRT BDI PRK CUB ZWE KWT QAT BHR JOR MAR SAU ARE OMN VAT".split()
)
LAST_SNAPSHOT = "2026-01-22"


def _usual(person: str) -> str:
    """The everyday form of the source's name: by hand, else without initials and patronymics."""
    if person in USUAL:
        return USUAL[person]
    parts = [p for p in person.split() if not re.fullmatch(r"[A-Z]\.|\".*\"|Jr|Sr", p)]
    if len(parts) > 2:
        parts = [
            p for n, p in enumerate(parts) if n in (0, len(parts) - 1) or not re.search(r"(ovich|evich|ovna|yevna)$", p)
        ]
    return " ".join(parts)


def _surname(row: Row, usual: str) -> str | None:
    if row["surname"] is None:
        return None
    if row["surname"] in usual or len(usual.split()) == 1:
        return str(row["surname"])
    return str(row["surname"]) if row["person"] not in USUAL else usual.split()[-1]


def _states(folder: Path) -> list[Row]:
    out = []
    for line in (folder / "countries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        iso = row["iso3"]
        official = row["official"]
        names = {row["name"], *NAMES.get(iso, "").split("|")}
        if official and "(" not in official and iso not in ("VAT", "TWN"):
            names.add(official.removeprefix("The "))
        adjectives = set(ADJECTIVES.get(iso, row["demonym_adjective"] or "").split("|")) | {
            row["demonym_adjective"] or ""
        }
        if iso == "EUE":
            adjectives.discard("European")
        people = set(PEOPLE[iso].split("|")) if iso in PEOPLE else _plurals(row["demonym_noun"] or "")
        capital = {(row["capital"] or "").split(",")[0], *CAPITALS.get(iso, "").split("|")}
        leader = "s" if iso in PRESIDENTIAL else "g"
        out.append(_state(iso, row["iso2"], row["name"], names, adjectives, people, capital - names, leader))
    for code, name, adjective, capital_names, people_names in LANDS:
        split = [set(part.split("|")) for part in (name, adjective, people_names, capital_names)]
        out.append(_state(code, "", name, split[0], split[1], split[2], split[3], "s" if code in ("SUN",) else "g"))
    return out


def _state(
    iso3: str,
    iso2: str,
    name: str,
    names: set[str],
    adjectives: set[str],
    people: set[str],
    capital: set[str],
    leader: str,
) -> Row:
    lists = {"names": names, "adjectives": adjectives, "people": people, "capitals": capital}
    return {
        "iso3": iso3,
        "iso2": iso2,
        "name": name,
        "leader": leader,
        **{k: sorted(v - {""}) for k, v in lists.items()},
    }


def _plurals(noun: str) -> set[str]:
    if not noun or " or " in noun or " person" in noun:
        return set()
    return {noun if noun.endswith(("ese", "s")) else noun[:-1] + "ies" if noun.endswith("sy") else noun + "s"}


def _until(row: Row, later: list[Row]) -> str | None:
    """The day a spell ends: as derived, else the successor's first day when that is near, else the last sighting."""
    if row["until"] or row["last_seen"] >= LAST_SNAPSHOT:
        return str(row["until"]) if row["until"] else None
    seen = date.fromisoformat(row["last_seen"])
    for other in later:
        if other["since"] and len(other["since"]) == 10 and other["since"] > (row["since"] or ""):
            if date.fromisoformat(other["since"]) <= seen + timedelta(days=130):
                return str(max(other["since"], row["since"] or ""))
            break
    return str(row["last_seen"])


def _holders(folder: Path) -> list[list[str | None]]:
    by_hand = [line.split("|") for line in SPELLS.strip().splitlines()]
    out: dict[tuple[str, ...], list[str | None]] = {}
    covered: list[tuple[str, str, str, str, str]] = []
    for head, name, since, until in by_hand:
        iso, office, title = head.split(" ", 2)
        surname = name.split()[-1] if title != "Pope" else None
        out[iso, office, name, since] = [iso, office, title, name, surname, since, until or None, ""]
        covered.append((iso, office, name, since[:7], until or "9999"))
    rows = [json.loads(line) for line in (folder / "officeholders.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [
        r
        for r in rows
        if r["role"] == "principal" and not (r["iso3"] != "GBR" and r["person"] in ("Elizabeth II", "Charles III"))
    ]
    for row in sorted(rows, key=lambda r: (r["iso3"], r["since"] or r["first_seen"])):
        office = "s" if row["office"] == "head_of_state" else "g"
        title = re.sub(r"^(Acting|Interim|Caretaker|transitional|Transition) ", "", row["title"])
        if row["iso3"] == "USA":
            office = "s"
        name = _usual(row["person"])
        since = row["since"] or row["first_seen"]
        if any(c[:3] == (row["iso3"], office, name) and c[3] <= since[:7] < c[4][:7] for c in covered):
            continue  # told by hand
        later = [
            r for r in rows if (r["iso3"], r["office"]) == (row["iso3"], row["office"]) and r["person"] != row["person"]
        ]
        later.sort(key=lambda r: r["since"] or r["first_seen"])
        aliases = "|".join(sorted({row["person"], *row["aliases"]} - {name}))
        ends = _until(row, [r for r in later if (r["since"] or r["first_seen"]) > since])
        out[row["iso3"], office, name, since] = [
            row["iso3"],
            office,
            title,
            name,
            _surname(row, name),
            since,
            ends,
            aliases,
        ]
    return sorted(out.values(), key=lambda h: [x or "" for x in h])


def main() -> None:
    """Writes the file named second from the folder named first."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    world: dict[str, list[Any]] = {"states": _states(folder), "holders": _holders(folder)}
    lines = [
        f'"{key}":[\n' + ",\n".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in rows) + "]"
        for key, rows in world.items()
    ]
    target.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
