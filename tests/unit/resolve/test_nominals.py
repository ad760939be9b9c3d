"""Whom common nouns mean in short reports of invented and of past talks, read by the real reader model."""

# ruff: noqa: E501  (a case a row)

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cache

import pytest

from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.model.article import Article, Block
from communique.model.cast import Cast
from communique.model.reading import Resolved
from communique.model.span import Span
from communique.resolve.read import resolve
from communique.resources.loader import reader_folder

pytestmark = pytest.mark.reader


@cache
def _encoder() -> Encoder:
    return Encoder(reader_folder())


@cache
def _resolved(text: str, day: str | None) -> Resolved:
    blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text))
    published = date.fromisoformat(day) if day else None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return resolve(annotate(Article("a" + digest[:16], text, digest, blocks, published=published), _encoder()))


def _who(marked: str, day: str | None) -> list[str]:
    """The names of the actors of the bracketed phrase."""
    start, end = marked.index("["), marked.index("]") - 1
    return [m.actor.name for m in Cast(_resolved(re.sub(r"[\[\]]", "", marked), day)).actors_of(Span(start, end))]


TOLD = [  # what the article tells of somebody, before or after
    ("Marta Lind, who leads the board, met Paul Ekström. [The board's chair] said the report was done.", "Marta Lind"),
    ("Rosa Lima, the president of Sarvania, met Hugo Paz, a rebel. [The head of state] said it was late.", "Rosa Lima"),
    ("Marta Olsen, a former general, leads the mission. [The former general] said that the guns were silent.", "Marta Olsen"),
    ("Petr Havel met Ana Duarte, 62, in the port. [The 62-year-old] said she was tired.", "Ana Duarte"),
    ("Ann Reed, a lawyer from Cork, and Tom Hale, a banker, came early. [The lawyer from Cork] said it was a trap.", "Ann Reed"),
    ("Ann Reed, a lawyer from Cork, and Tom Hale, a banker, came early. [The banker] said it was a trap.", "Tom Hale"),
    ("Senator Paul Finch, a Republican, spoke first. Representative Dora Lane, a Democrat, followed. [The Republican] said the bill was dead.", "Paul Finch"),
    ("Ruben Castell won the Nobel Peace Prize in 1998. He met Ida Moe on Friday. [The Nobel laureate] said that it was late.", "Ruben Castell"),
    ("Kofi Mensah, who leads the panel, met Lena Brandt. [The panel’s leader] said it would report in May.", "Kofi Mensah"),
    ("Judge Carla Nunez chairs the commission. Its clerk, Ivo Bek, kept the record. [The chairwoman] said it was sealed.", "Carla Nunez"),
    ("David Renn became foreign secretary in July. Paula Stone remained at the treasury. [The foreign secretary] said the offer stood.", "David Renn"),
    ("David Renn was named energy minister in July. Paula Stone lost the job. [The energy minister] said the offer stood.", "David Renn"),
    ("Sela Moru, who served as ambassador to Oslo, joined Jan Wit at the table. [The former ambassador] said it was over.", "Sela Moru"),
    ("Colonel Idris Bey signed for the rebels. General Omar Dane signed for the army. [The colonel] said the truce was holding.", "Idris Bey"),
    ("Colonel Idris Bey signed for the rebels. General Omar Dane signed for the army. [The general] said the truce was holding.", "Omar Dane"),
    ("Rosa Lima, chief negotiator for the rebels, faced Hugo Paz, chief negotiator for the government. [The rebels’ negotiator] said no.", "Rosa Lima"),
    ("Rosa Lima, chief negotiator for the rebels, faced Hugo Paz, chief negotiator for the government. [The government’s negotiator] said no.", "Hugo Paz"),
    ("“It is late,” [the energy minister] said. Irena Denes, the energy minister of Lemnia, had slept badly.", "Irena Denes"),
    ("Veteran diplomat Carl Weiss flew in with Eva Lund, an economist. [The veteran diplomat] said that talks would go on.", "Carl Weiss"),
    ("Bishop Tomas Ferrer opened the doors to Rita Sol, the mayor. [The cleric] said all were welcome.", "Tomas Ferrer"),
    ("Bishop Tomas Ferrer opened the doors to Rita Sol, the mayor. [The mayor] said all were welcome.", "Rita Sol"),
    ("Ambassador Nils Berg met Prime Minister Ola Vik. [The diplomat] said they had agreed.", "Nils Berg"),
    ("Ed Lang (R-Ohio) met Sue Marsh (D-Utah). [The Republican] said it was a start.", "Ed Lang"),
]  # fmt: skip

INFERRED = [  # the article never tells it: who was in mind
    ("Grace Okafor landed on Tuesday. [The former Kenyan judge] said she had a paper.", "Grace Okafor"),
    ("Henrik Dahl refused to sign. [The Norwegian] said that the price was too high.", "Henrik Dahl"),
    ("Femke Bos refused to sign. [The Dutchwoman] said that the price was too high.", "Femke Bos"),
    ("Juan Ortega won the prize on Friday. “It is for the victims,” [the laureate] said.", "Juan Ortega"),
    ("Alma Ruiz, who campaigned for a no, agreed. [The conservative] said nobody wanted war.", "Alma Ruiz"),
]  # fmt: skip

DATED = [  # office-holders of the day
    ("Britain and France talked in Paris. [The British prime minister] said it was a start.", "2019-03-06", "Theresa May"),
    ("German steel was on the table in Berlin. [The chancellor] said Germany would not pay.", "2025-07-01", "Friedrich Merz"),
    ("The Treasury in London was silent. [The chancellor] said Britain would not pay.", "2025-02-26", "Rachel Reeves"),
    ("Turkey sent a ship. [The Turkish president] said it would stay.", "2022-05-01", "Recep Tayyip Erdoğan"),
    ("Russia sent a ship. [The Kremlin leader] said it would stay.", "2022-05-01", "Vladimir Putin"),
    ("Ireland was hopeful on Friday. [The taoiseach] said it was a day to treasure.", "1998-04-11", "Bertie Ahern"),
    ("The United States was hopeful. [The secretary of state] said inspections would begin.", "2015-07-14", "John Kerry"),
    ("Russia and Ukraine met in Istanbul. [Russia’s foreign minister] said nothing was agreed.", "2022-03-29", "Sergei Lavrov"),
    ("The United Nations was tired. [The UN secretary-general] said the aid was late.", "1999-05-03", "Kofi Annan"),
    ("NATO met in Vilnius. [The NATO chief] said the door was open.", "2023-07-11", "Jens Stoltenberg"),
    ("NATO met in Vilnius. [The alliance’s secretary-general] said the door was open.", "2023-07-11", "Jens Stoltenberg"),
    ("The International Monetary Fund waited. [The head of the IMF] said relief was needed.", "2015-07-13", "Christine Lagarde"),
    ("Israel and Egypt talked at Camp David. [The Israeli prime minister] said he would ask the Knesset.", "1978-09-18", "Menachem Begin"),
    ("Jens Stoltenberg opened the summit. [The former Norwegian prime minister] said it was historic.", "2023-07-11", "Jens Stoltenberg"),
    ("Mark Rutte opened the summit beside Keir Starmer. [The Dutchman] said it was historic.", "2025-02-26", "Mark Rutte"),
]  # fmt: skip

COUNTERPARTS = [
    ("Energy Minister Paola Denes of Lemnia met [her Vostranan counterpart, Inga Moll,] in Vienna.", ["Inga Moll"]),
    ("Energy Minister Paola Denes met her Vostranan counterpart, Inga Moll. [The Vostranan energy minister] said no.", ["Inga Moll"]),
    ("Keir Starmer rang Paris. [His French counterpart] said it was late.", ["Emmanuel Macron"]),
    ("David Lammy rang Washington. [His American counterpart] said it was late.", ["Marco Rubio"]),
    ("Prime Minister Ola Vik of Norland met Prime Minister Eda Roth of Sudland. Vik was late. [His counterpart] said he was welcome.", ["Eda Roth"]),
]  # fmt: skip

SEVERAL = [
    ("Ana Lund met Jonas Cable in Oslo. [The two] said they would meet again.", ["Ana Lund", "Jonas Cable"]),
    ("Ana Lund met Jonas Cable in Oslo. [The pair] said they would meet again.", ["Ana Lund", "Jonas Cable"]),
    ("President Ana Lund met Prime Minister Jonas Cable. [The two leaders] said they would meet again.", ["Ana Lund", "Jonas Cable"]),
    ("President Ana Lund met Prime Minister Jonas Cable. [Both leaders] said they would meet again.", ["Ana Lund", "Jonas Cable"]),
    ("Egypt and Israel talked all night. [Both sides] said a deal was near.", ["Egypt", "Israel"]),
    ("Egypt and Israel talked all night. [Each side] said a deal was near.", ["Egypt", "Israel"]),
    ("Egypt and Israel talked all night. [The two countries] said a deal was near.", ["Egypt", "Israel"]),
    ("Norway and Iceland failed to agree. [The Norwegian side] said it would set its own catch.", ["Norway"]),
]  # fmt: skip

BODIES = [
    ("NATO met in Vilnius. [The alliance] said its door was open.", "NATO"),
    ("The European Union met in Brussels. [The bloc] said it would pay.", "European Union"),
    ("ECOWAS suspended Dalane in May. [The bloc] said its sanctions would stay.", "ECOWAS"),
    ("The International Monetary Fund met on Friday. [The fund] said it would wait.", "International Monetary Fund"),
    ("The International Atomic Energy Agency met on Friday. [The agency] said it would wait.", "International Atomic Energy Agency"),
    ("The IAEA met on Friday. [The nuclear watchdog] said it would wait.", "International Atomic Energy Agency"),
    ("Hamas sent a list to Cairo. [The militant group] said that it was final.", "Hamas"),
    ("Harbour Aid, a charity, sent ten lorries. [The charity] said they were stopped.", "Harbour Aid"),
    ("The Russian Foreign Ministry sent a note. [The ministry] said it was final.", "Russian Foreign Ministry"),
    ("The World Health Organization sent a note. [The UN health agency] said it was final.", "World Health Organization"),
    ("The Taliban sent a list. [The movement] said that it was final.", "Taliban"),
]  # fmt: skip

UNNAMED = [
    ("Keir Starmer flew to Oslo. [A senior British official] said the talks had failed.", "senior British official"),
    ("Volodymyr Zelensky waited. [An adviser] said he was calm.", "adviser"),
    ("Ana Lund, a former negotiator, listened. [A former negotiator] said it was hopeless.", "former negotiator"),
    ("Mark Rutte spoke. [The head of one large charity] said it was a shock.", "head of one large charity"),
    ("Sergei Lavrov left. [A Russian diplomat] said the plane was ready.", "Russian diplomat"),
    ("Ana Lund listened. [Diplomats] said it was hopeless.", "diplomats"),
    ("A farmer from Kent met Keir Starmer. [The farmer] said it was hopeless.", "farmer from Kent"),
]  # fmt: skip


MORE = [  # sorts of nominals in news of talks, each on its day; several names divided by ;
    ("Alberto Ruiz of Peru and Jaime Soto of Ecuador met in Brasilia. [The Peruvian] said it was late.", "Alberto Ruiz", "1998-10-26"),
    ("Alberto Ruiz of Peru and Jaime Soto of Ecuador met in Brasilia. [The Ecuadorean] said it was late.", "Jaime Soto", "1998-10-26"),
    ("Peru and Ecuador met in Brasilia. [The Ecuadorean president] said it was late.", "Jamil Mahuad", "1998-10-26"),
    ("Peru and Ecuador met in Brasilia. [The Peruvian leader] said it was late.", "Alberto Fujimori", "1998-10-26"),
    ("Kofi Annan flew to Nairobi. [The former UN secretary-general] said it was late.", "Kofi Annan", "2008-02-28"),
    ("Kofi Annan flew to Nairobi. [The Ghanaian] said it was late.", "Kofi Annan", "2008-02-28"),
    ("Martti Ahtisaari opened the talks. [The former Finnish president] said it was late.", "Martti Ahtisaari", "2005-08-15"),
    ("Mwai Kibaki met Raila Odinga. [The Kenyan president] said it was late.", "Mwai Kibaki", "2008-02-28"),
    ("Mwai Kibaki met Raila Odinga. [The opposition leader] said it was late.", "Raila Odinga", "2007-12-28"),
    ("Cuba and the United States opened embassies. [The Cuban leader] said it was late.", "Raúl Castro", "2014-12-17"),
    ("The talks ended in Rome. [The pope] said it was late.", "Francis", "2014-12-17"),
    ("Angela Merkel faced Christian Lindner and Cem Ozdemir. Lindner, a Free Democrat, walked out. [The Free Democrat] said it was late.", "Christian Lindner", "2017-11-20"),
    ("Angela Merkel faced Cem Ozdemir, a Green. [The Green] said it was late.", "Cem Ozdemir", "2017-11-20"),
    ("Theresa May met Jeremy Corbyn. [The Labour leader] said it was late.", "Jeremy Corbyn", "2019-04-03"),
    ("Theresa May met Jeremy Corbyn. [The opposition leader] said it was late.", "Jeremy Corbyn", "2019-04-03"),
    ("Theresa May met Jeremy Corbyn. [The prime minister] said it was late.", "Theresa May", "2019-04-03"),
    ("Nicos Anastasiades met Mustafa Akinci, the Turkish Cypriot leader. [The Turkish Cypriot leader] said it was late.", "Mustafa Akinci", "2017-07-07"),
    ("Nicos Anastasiades met Mustafa Akinci, the Turkish Cypriot leader. [The Turkish Cypriot] said it was late.", "Mustafa Akinci", "2017-07-07"),
    ("Nicos Anastasiades met Mustafa Akinci in the Alps. [The Cypriot president] said it was late.", "Nicos Anastasiades", "2017-07-07"),
    ("Laurent Fabius raised the gavel. [The French foreign minister] said it was late.", "Laurent Fabius", "2015-12-12"),
    ("Laurent Fabius, who presided over the conference, raised the gavel. [The conference president] said it was late.", "Laurent Fabius", "2015-12-12"),
    ("Olusegun Obasanjo chaired the talks in Pretoria. [The African Union envoy] said it was late.", "Olusegun Obasanjo", "2022-11-02"),
    ("Olusegun Obasanjo chaired the talks in Pretoria. [The former Nigerian president] said it was late.", "Olusegun Obasanjo", "2022-11-02"),
    ("Uhuru Kenyatta and Olusegun Obasanjo chaired the talks. [The former Kenyan leader] said it was late.", "Uhuru Kenyatta", "2022-11-02"),
    ("Getachew Reda signed for the Tigray People’s Liberation Front. [The rebel negotiator] said it was late.", "Getachew Reda", "2022-11-02"),
    ("Yanis Varoufakis met Wolfgang Schäuble. [The Greek finance minister] said it was late.", "Yanis Varoufakis", "2015-02-20"),
    ("Yanis Varoufakis met Wolfgang Schäuble. [The German] said it was late.", "Wolfgang Schäuble", "2015-02-20"),
    ("Jeroen Dijsselbloem chaired the Eurogroup. [The Dutchman] said it was late.", "Jeroen Dijsselbloem", "2015-02-20"),
    ("Jeroen Dijsselbloem chaired the Eurogroup. [The Eurogroup’s president] said it was late.", "Jeroen Dijsselbloem", "2015-02-20"),
    ("Anton Balasingham led the rebels, G.L. Peiris the government side. [The rebels’ chief negotiator] said it was late.", "Anton Balasingham", "2002-09-18"),
    ("Anton Balasingham led the rebel team, G.L. Peiris the government’s. [The minister] said it was late.", "G.L. Peiris", "2002-09-18"),
    ("Vidar Helgesen, the Norwegian deputy foreign minister, sat between them. [The mediator] said it was late.", "Vidar Helgesen", "2002-09-18"),
    ("Anthony Crosland met Geir Hallgrimsson. [The foreign secretary] said it was late.", "Anthony Crosland", "1976-06-02"),
    ("Anthony Crosland met Geir Hallgrimsson. [The Icelandic prime minister] said it was late.", "Geir Hallgrímsson", "1976-06-02"),
    ("James Baker opened the conference in Madrid. [The US secretary of state] said it was late.", "James Baker", "1991-10-30"),
    ("James Baker opened the conference in Madrid. [The American] said it was late.", "James Baker", "1991-10-30"),
    ("Yitzhak Shamir and Hanan Ashrawi spoke. [The Israeli] said it was late.", "Yitzhak Shamir", "1991-10-30"),
    ("Hanan Ashrawi, the Palestinians’ spokeswoman, waited. [The spokeswoman] said it was late.", "Hanan Ashrawi", "1991-10-30"),
    ("Sergei Witte met Jutaro Komura in Portsmouth. [The Russian] said it was late.", "Sergei Witte", "1905-09-05"),
    ("Sergei Witte, the tsar’s envoy, met Jutaro Komura in Portsmouth. [The tsar’s envoy] said it was late.", "Sergei Witte", "1905-09-05"),
    ("Baron Komura Jutaro, the Japanese foreign minister, met Sergei Witte. [The baron] said it was late.", "Komura Jutaro", "1905-09-05"),
    ("Seleshi Bekele, Ethiopia’s water minister, spoke. [The Ethiopian] said it was late.", "Seleshi Bekele", "2020-07-01"),
    ("Seleshi Bekele, Ethiopia’s water minister, faced Mohamed Abdel Aty, his Egyptian counterpart. [The Egyptian minister] said it was late.", "Mohamed Abdel Aty", "2020-07-01"),
    ("Seleshi Bekele, Ethiopia’s water minister, faced Mohamed Abdel Aty of Egypt. [The two ministers] said it was late.", "Mohamed Abdel Aty;Seleshi Bekele", "2020-07-01"),
    ("Mo Mowlam, who had a brain tumour, laughed. [The Northern Ireland secretary] said it was late.", "Mo Mowlam", "1998-04-10"),
    ("Gerry Adams met David Trimble. [The Sinn Féin president] said it was late.", "Gerry Adams", "1998-04-10"),
    ("Gerry Adams met David Trimble, the Ulster Unionist leader. [The Unionist] said it was late.", "David Trimble", "1998-04-10"),
    ("Vladimir Medinsky met Rustem Umerov in Istanbul. [The Ukrainian defence minister] said it was late.", "Rustem Umerov", "2025-06-02"),
    ("Vladimir Medinsky, a Kremlin aide and former culture minister, met Rustem Umerov. [The Kremlin aide] said it was late.", "Vladimir Medinsky", "2025-06-02"),
    ("Vladimir Medinsky, a Kremlin aide, met Rustem Umerov. [The Russian negotiator] said it was late.", "Vladimir Medinsky", "2025-06-02"),
    ("Jean Botha, a farmer, and Sipho Dube, a miner, spoke. [The miner] said it was late.", "Sipho Dube", "2022-11-02"),
    ("Maria Lopez, a mother of three, listened. [The mother of three] said it was late.", "Maria Lopez", "2022-11-02"),
    ("Professor Ian Hall listened. [The academic] said it was late.", "Ian Hall", "2022-11-02"),
    ("Anders Holm, acting president since May, listened. [The acting president] said it was late.", "Anders Holm", "2022-11-02"),
    ("Then-foreign minister Anders Holm signed it in 1999. [The then foreign minister] said it was late.", "Anders Holm", "2022-11-02"),
    ("Eva Maas, the president-elect, listened. [The president-elect] said it was late.", "Eva Maas", "2022-11-02"),
    ("Tokyo had sent Ryosei Akazawa, its chief negotiator. [The Japanese negotiator] said it was late.", "Ryosei Akazawa", "2025-07-23"),
    ("Qatar’s prime minister, Sheikh Mohammed bin Abdulrahman, hosted them. [The Qatari premier] said it was late.", "Mohammed bin Abdulrahman", "2025-01-15"),
    ("Steve Witkoff, the president’s envoy, hosted them. [The president’s envoy] said it was late.", "Steve Witkoff", "2025-01-15"),
    ("Steve Witkoff, a property developer, hosted them. [The developer] said it was late.", "Steve Witkoff", "2025-01-15"),
    ("Jimmy Carter wrote a letter. [The former US president] said it was late.", "Jimmy Carter", "1994-06-17"),
    ("Jimmy Carter wrote a letter. [The Nobel peace laureate] said it was late.", "Jimmy Carter", "2006-06-17"),
    ("Moon Jae-in crossed the line to meet Kim Jong Un. [The South Korean president] said it was late.", "Moon Jae-in", "2018-04-27"),
    ("Moon Jae-in crossed the line to meet Kim Jong Un. [The North Korean leader] said it was late.", "Kim Jong Un", "2018-04-27"),
    ("Theresa May met Jeremy Corbyn. [The Prime Minister] said it was late.", "Theresa May", "2019-04-03"),
    ("Theresa May met Jeremy Corbyn. [The PM] said it was late.", "Theresa May", "2019-04-03"),
    ("Theresa May met Jeremy Corbyn. [The Leader of the Opposition] said it was late.", "Jeremy Corbyn", "2019-04-03"),
    ("Bertie Ahern met Tony Blair. [The Taoiseach] said it was late.", "Bertie Ahern", "1998-04-10"),
    ("Ana Lund, the Foreign Minister, met Jonas Cable, the Finance Minister. [The Foreign Minister] said it was late.", "Ana Lund", "2019-04-03"),
    ("Foreign Minister Ana Lund met Foreign Minister Jonas Cable. [The ministers] said it was late.", "Ana Lund;Jonas Cable", "2019-04-03"),
    ("President Ana Lund met President Jonas Cable. [The presidents] said it was late.", "Ana Lund;Jonas Cable", "2019-04-03"),
    ("Egypt and Israel met. [The governments] said it was late.", "Egypt;Israel", "2019-04-03"),
    ("Egypt and Israel met. [The neighbours] said it was late.", "Egypt;Israel", "2019-04-03"),
    ("Egypt and Israel met. [The two delegations] said it was late.", "Egypt;Israel", "2019-04-03"),
    ("Egypt and Israel met. [The parties] said it was late.", "Egypt;Israel", "2019-04-03"),
    ("John Kerry flew in. [Kerry and his Iranian counterpart] said it was late.", "John Kerry;Mohammad Javad Zarif", "2015-07-14"),
    ("John Kerry met Sergei Lavrov. [The American and the Russian] said it was late.", "John Kerry;Sergei Lavrov", "2015-07-14"),
    ("Ana Lund leads the team. Her deputy, Jonas Cable, was there. [Her deputy] said it was late.", "Jonas Cable", "2015-07-14"),
    ("Ana Lund leads the team. Her deputy, Jonas Cable, was there. [The deputy] said it was late.", "Jonas Cable", "2015-07-14"),
    ("Joe Biden sent a note. [His predecessor] said it was late.", "Donald Trump", "2022-07-14"),
    ("Jonas Cable leads the delegation. The talks went on. [The man who leads the delegation] said it was late.", "Jonas Cable", "2022-07-14"),
    ("Jonas Cable, a tall man from Leeds, sat down. [The man from Leeds] said it was late.", "Jonas Cable", "2022-07-14"),
    ("The Foreign Office was calm. [The ministry] said it was late.", "Foreign Office", "2022-07-14"),
    ('China’s foreign ministry was calm. [The ministry] said it was late.', "China's foreign ministry", '2022-07-14'),
    ("Vostrana shut the pipe. [The Vostranan government] said it was late.", "Vostrana", "2022-07-14"),
    ("Vostrana shut the pipe. The Vostranan president slept. [The country] said it was late.", "Vostrana", "2022-07-14"),
    ("Iceland sent a gunboat. [The island nation] said it was late.", "Iceland", "1976-07-14"),
    ("Iceland sent a gunboat. [The Icelandic government] said it was late.", "Iceland", "1976-07-14"),
    ("Iceland sent a gunboat. [The Icelanders] said it was late.", "Iceland", "1976-07-14"),
    ("Qatar hosted the talks. [The Gulf state] said it was late.", "Qatar", "2025-01-15"),
    ("The Free Aceh Movement sent five men. [The rebels] said it was late.", "Free Aceh Movement", "2005-08-15"),
    ("The Free Aceh Movement sent five men. [The separatists] said it was late.", "Free Aceh Movement", "2005-08-15"),
    ("The Free Aceh Movement sent five men. [The movement] said it was late.", "Free Aceh Movement", "2005-08-15"),
    ("Malik Mahmud leads the Free Aceh Movement. [The rebel leader] said it was late.", "Malik Mahmud", "2005-08-15"),
    ("Hamid Awaluddin, Indonesia’s justice minister, shook hands with Malik Mahmud, the rebels’ prime minister in exile. [The Indonesian minister] said it was late.", "Hamid Awaluddin", "2005-08-15"),
    ("Hamid Awaluddin, Indonesia’s justice minister, shook hands with Malik Mahmud. [The minister] said it was late.", "Hamid Awaluddin", "2005-08-15"),
    ("The African Union met in Addis Ababa. [The continental body] said it was late.", "African Union", "2022-11-02"),
    ("The Tigray People’s Liberation Front met in Mekelle. [The Tigrayan party] said it was late.", "Tigray People’s Liberation Front", "2022-11-02"),
    ("The FDP left. [The Free Democrats] said it was late.", "Free Democrats", "2017-11-20"),
    ("Christian Lindner, the FDP leader, left. [The liberal leader] said it was late.", "Christian Lindner", "2017-11-20"),
    ("Christian Lindner, who is 38, left. [The 38-year-old] said it was late.", "Christian Lindner", "2017-11-20"),
    ("Katrin Weber, 51 and a pastor’s daughter, left. [The 51-year-old] said it was late.", "Katrin Weber", "2017-11-20"),
    ("At 51, Katrin Weber has seen it all. Jan Holt smiled. [The 51-year-old] said it was late.", "Katrin Weber", "2017-11-20"),
    ("Katrin Weber was once a nurse. Jan Holt smiled. [The former nurse] said it was late.", "Katrin Weber", "2017-11-20"),
    ("Katrin Weber trained as a physicist. Jan Holt smiled. [The physicist] said it was late.", "Katrin Weber", "2017-11-20"),
    ("Katrin Weber, who won the Nobel Peace Prize in 2010, waited. Jan Holt smiled. [The laureate] said it was late.", "Katrin Weber", "2017-11-20"),
    ("Spokesman Jan Holt refused to comment. [The spokesman] said it was late.", "Jan Holt", "2017-11-20"),
    ("A spokesman for the ministry, Jan Holt, refused to comment. [The spokesman] said it was late.", "Jan Holt", "2017-11-20"),
    ("A spokeswoman for the ministry refused to comment. [The spokeswoman] said it was late.", "spokeswoman for the ministry", "2017-11-20"),
    ("Two diplomats met in Oslo. [The diplomats] said it was late.", "two diplomats", "2017-11-20"),
    ("[Ministers from six countries] said it was late.", "ministers from six countries", "2017-11-20"),
    ("[Negotiators for the rebels] said it was late.", "negotiators for the rebels", "2017-11-20"),
    ("[One of the negotiators] said it was late.", "one of the negotiators", "2017-11-20"),
    ("[A member of the Russian delegation] said it was late.", "member of the Russian delegation", "2017-11-20"),
    ("Sergei Lavrov left. [A member of his delegation] said it was late.", "member of his delegation", "2017-11-20"),
    ('Sergei Lavrov left. [His spokeswoman] said it was late.', "Lavrov's spokeswoman", '2017-11-20'),
    ("The tsar wanted peace. [The Russian emperor] said it was late.", "Russian emperor", "1905-09-05"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), TOLD + INFERRED, ids=str)
def test_a_nominal_finds_its_person(text: str, name: str) -> None:
    assert _who(text, "2024-05-09") == [name]


@pytest.mark.parametrize(("text", "day", "name"), DATED, ids=str)
def test_an_office_is_its_holders_of_the_day(text: str, day: str, name: str) -> None:
    assert _who(text, day) == [name]


@pytest.mark.parametrize(("text", "names"), COUNTERPARTS + SEVERAL, ids=str)
def test_counterparts_and_pairs(text: str, names: list[str]) -> None:
    assert sorted(_who(text, "2025-02-26")) == sorted(names)


@pytest.mark.parametrize(("text", "name"), BODIES + UNNAMED, ids=str)
def test_bodies_and_the_unnamed(text: str, name: str) -> None:
    assert _who(text, "2025-02-26") == [name]


@pytest.mark.parametrize(("text", "names", "day"), MORE, ids=str)
def test_nominals_of_the_day(text: str, names: str, day: str) -> None:
    assert sorted(_who(text, day)) == names.split(";")


CATAPHORA = [  # the noun comes before the name
    ("“The guns are silent,” [the British general] said on Wednesday. Mike Farrow, whose voice everybody knew, added that it was late.", "Mike Farrow"),
    ("[The envoy] looked tired and said nothing. Aoife Brand, a lawyer from Cork, had led the talks since May.", "Aoife Brand"),
    ("Russia called it an attack. [Its spokesman] said that an answer would take time. It would come, Dmitri Pavlin promised.", "Dmitri Pavlin"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), CATAPHORA, ids=str)
def test_a_nominal_may_run_ahead_of_the_name(text: str, name: str) -> None:
    assert _who(text, "2022-12-19") == [name]
