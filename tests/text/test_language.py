"""A wrong language is worse than none: short English is never taken for another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from moderation.text import Language, detect_language

ENGLISH = """
Fake news
GO TIGERS GO :)
K33P it pipen H0T Ladies &Gents
DeirAzure
Goran Grubić is a liar
that šiptar again
Assad must go
Assad, Goran, Moussa, Hezbollah
lol
lmao dis dude sus af no cap
smh my head bruh
WTF IS WRONG WITH U PPL
u r so dum its not even funny
gr8 b8 m8 i r8 8/8
ur mom
cant stand dese ppl no more
Inshallah Deir Ezzor will be free soon
SAA SDF ISIS FSA YPG PKK
Al-Qaeda, Al-Nusra, Ahrar al-Sham, Jaysh al-Islam
Raqqa, Manbij, Hama, Idlib, Homs, Aleppo
Trump Putin Merkel Macron Erdogan Netanyahu
viva la revolution
Slava Ukraini from Texas
hasta la vista baby
c'est la vie i guess
Das Auto is crap
mamma mia what a goal
kurwa what a game that was
Bravo maestro, encore!
Bon voyage to the whole bunch
hahahahahahahahahahaha
hahaha hahaha hahaha hahaha hahaha
nooooooooooooooooooo waaaaaaaay
boooooooooring zzzzzzzzzzzz
ROFL ROFL ROFL ROFL ROFL ROFL
soooo tru tho fam
yall trippin fr fr
aint nobody got time 4 dat
gtfo outta here wit dat bs
No. No! NO!!
1. Milk 2. Eggs 3. Bread 4. Butter 5. Cheese
Manchester United, Chelsea, Arsenal, Everton, Tottenham
tacos burritos quesadillas enchiladas nachos
spaghetti carbonara lasagna tiramisu espresso
Beijing Shanghai Guangzhou Shenzhen Wuhan
Llanfairpwllgwyngyll
asdf asdf qwerty qwerty zxcv
kudos to Señor Núñez for telling it like it is
José Mourinho is done, finished, over
Björk and Sigur Rós are overrated
Müller scored twice, Schweinsteiger none
Erdoğan is a thug
Lech Wałęsa was a hero
the Champs-Élysées looks like a war zone
MAGA MAGA MAGA 2020
Whats the point in voting anymore tbh
Dont be fooled sheeple wake up
so sad RIP
Good riddance
Me too!
First!!!
@goran #fakenews http://www.spiegel.de/politik/ausland/artikel
Wir schaffen das, my ass
Made in Germany, die hard fan
in her art she is man of war
""".strip().splitlines()

OTHERS = {
    "de": """
Das ist doch alles gelogen, ihr habt keine Ahnung
Warum schreibt ihr nicht die Wahrheit über diesen Krieg?
Ich kann das nicht mehr hören, immer dasselbe Gerede
Die Leute sind selbst schuld, wenn sie so etwas wählen
Endlich sagt es mal jemand, danke für den Artikel
Was für ein Unsinn, das glaubt doch kein Mensch
Er hat recht, aber niemand will es hören
Die Regierung macht einfach was sie will
Wenn das so weitergeht, wird es noch schlimmer werden
Schämt euch alle, ihr seid eine Schande für das Land
ich versteh nicht warum das hier nicht gelöscht wird
""",
    "fr": """
C'est vraiment n'importe quoi, vous ne comprenez rien
Je ne suis pas d'accord avec cet article
Pourquoi est-ce que personne ne dit la vérité dans ce pays ?
Les journalistes sont tous les mêmes, ils mentent toujours
Il faut arrêter de croire tout ce que l'on voit à la télé
Encore une fois on nous prend pour des imbéciles
Ce n'est pas la première fois que ça arrive ici
Merci pour cet article, il est très intéressant
Tout le monde sait que c'est une grande escroquerie
Les gens qui pensent comme ça me font peur
on est dans la merde avec ce gouvernement
""",
    "es": """
Eso es mentira, ustedes no saben nada de lo que pasa
Por qué nadie dice la verdad en este país
Los periodistas son todos iguales, siempre mienten
No estoy de acuerdo con este artículo pero es interesante
La gente tiene que despertar porque esto es muy grave
El gobierno hace lo que quiere y nadie dice nada
Qué vergüenza, siempre es la misma historia con ellos
Gracias por el artículo, está muy bien escrito
Esta guerra no va a terminar nunca si siguen así
Cuando van a entender que no queremos más mentiras
todos los políticos son unos ladrones y punto
""",
    "it": """
Ma che cosa dici, non hai capito niente di quello che ho scritto
Questa è una vergogna, nessuno fa niente per il paese
I giornalisti sono tutti uguali, non dicono mai la verità
Non sono d'accordo con questo articolo ma è interessante
Perché nessuno parla di questa guerra nella televisione?
Il governo fa sempre quello che vuole
Grazie per questo articolo, è scritto molto bene
Sono tutti ladri, come sempre in questo paese
Quando finirà questa storia? Non se ne può più
La gente deve svegliarsi perché è già troppo tardi
""",
    "nl": """
Dit is echt niet te geloven, wat een onzin allemaal
Waarom schrijft niemand hier de waarheid over?
De mensen moeten eindelijk eens wakker worden
Ik ben het niet eens met dit artikel, maar het is wel goed
Altijd hetzelfde verhaal met deze regering
Het wordt tijd dat er iets verandert in dit land
Wat een schande, ze doen gewoon wat ze willen
Dat heb ik ook altijd al gezegd, maar niemand luistert
Als dit zo doorgaat dan komt het nooit meer goed
Bedankt voor het artikel, heel goed geschreven
""",
    "pl": """
To jest po prostu skandal, nikt nic nie robi w tej sprawie
Dlaczego nikt nie mówi prawdy o tej wojnie?
Wszyscy politycy są tacy sami, zawsze kłamią
Nie zgadzam się z tym artykułem, ale jest ciekawy
Ludzie muszą się w końcu obudzić, bo będzie za późno
Rząd robi co chce i nikt się nie sprzeciwia
Dziękuję za ten artykuł, jest bardzo dobrze napisany
Kiedy to się wreszcie skończy? Mam już tego dość
Ja tego nie rozumiem, jak można tak mówić
Co za bzdury, przecież to nie jest prawda
""",
    "sr": """
Ovo je stvarno strašno, ljudi su poludeli
Zašto niko ne kaže istinu o ovom ratu?
Svi su oni isti, samo lažu i kradu
Ne slažem se sa ovim tekstom, ali je zanimljiv
Ko je ovo pisao nema pojma o čemu priča
Vlada radi šta hoće, a narod ćuti kao i uvek
Hvala na tekstu, bas je dobro napisano i nije dosadno
Kada će ovo da se završi, ne može više ovako
Nije to tako, nego su oni prvi počeli da pucaju
Sramota je da se ovako nešto uopšte objavi
ma ko te pita sta ti mislis bre
""",
    "hr": """
Tko je ovo pisao nema pojma što se događa u svijetu
Gdje je sada vlada kada je treba, uvijek ista priča
Što se čeka, prije ili poslije će netko morati odgovarati
""",
    "tr": """
Bu adam gerçekten ne dediğini bilmiyor, çok yazık
Neden kimse bu savaş hakkında doğruyu söylemiyor?
Bütün politikacılar aynı, her zaman yalan söylüyorlar
Bu habere katılmıyorum ama çok ilginç bir yazı
İnsanlar artık uyanmalı çünkü çok geç olacak
Hükümet ne isterse yapıyor ve kimse bir şey demiyor
Teşekkürler, bu yazı çok güzel olmuş
Bu iş ne zaman bitecek, artık yeter diyorum
Ben bunu anlamıyorum, nasıl böyle konuşabilirler
Sen kim oluyorsun da bana böyle konuşuyorsun
""",
    "ru": """
Это просто ужас, что там происходит
Почему никто не говорит правду об этой войне?
Все политики одинаковы, они всегда врут
Я не согласен с этой статьёй, но она интересная
Люди должны наконец проснуться
Правительство делает что хочет, а народ молчит
Спасибо за статью, очень хорошо написано
Когда это закончится? Надоело уже
Я этого не понимаю, как можно так говорить
Какая чушь, это же неправда
привет
""",
    "ar": """
هذا الكلام غير صحيح على الإطلاق
لماذا لا يقول أحد الحقيقة عن هذه الحرب
كل السياسيين متشابهون ويكذبون دائما
لا أتفق مع هذا المقال لكنه مثير للاهتمام
يجب على الناس أن يستيقظوا
الحكومة تفعل ما تريد والشعب صامت
شكرا على هذا المقال الجيد
متى ينتهي هذا الأمر
لا أفهم كيف يمكن أن يقال هذا
ما هذا الهراء
""",
}

CLEAR_ENGLISH = """
What about the generals who lambasted everyone for making this deal?
I really don't think that they know what they are doing over there
You people are all the same, nothing but lies and more lies
Goran said the same thing about Kosovo and nobody believed him
HOW MANY TIMES DO WE HAVE TO SAY THIS TO THE SAME STUPID PEOPLE
these dudes been talkin bout the same ol thing since forever
There is a video in which Obama himself said that they train them
It's not like we've never seen this before, is it?
""".strip().splitlines()


@pytest.mark.parametrize("text", ENGLISH)
def test_short_english_is_never_another_language(text: str) -> None:
    assert detect_language(text).code in ("en", "und")


@pytest.mark.parametrize("text", CLEAR_ENGLISH)
def test_english_sentences_are_english(text: str) -> None:
    assert detect_language(text).code == "en"
    assert detect_language(text).confidence > 0.5


@pytest.mark.parametrize("code", OTHERS)
def test_sentences_of_other_languages_are_mostly_told(code: str) -> None:
    told = [detect_language(line).code for line in OTHERS[code].strip().splitlines()]
    assert set(told) <= {code, "und"}
    assert told.count(code) >= 0.8 * len(told)


@pytest.mark.parametrize(
    "text", ["", " ", "123", "😀😀", "...", "\ud800", "ab", "Ω", "да", "π r", "http://a.de/das-ist"]
)
def test_too_little_is_undetermined(text: str) -> None:
    assert detect_language(text) == Language("und", 0.0)


def test_twenty_letters_are_needed() -> None:
    assert detect_language("they would know about a").code == "und"
    assert detect_language("they would know about it").code == "en"


def test_three_letters_of_another_script_are_needed_and_most_of_all_letters() -> None:
    assert detect_language("שלו").code == "he"
    assert detect_language("של").code == "und"
    assert detect_language("של abc").code == "und"
    assert detect_language("שלום abc").code == "he"
    assert detect_language("שלום abcd").code == "und"
    assert detect_language("שלום abc").confidence == pytest.approx(4 / 7)


def test_addresses_mentions_and_tags_say_nothing() -> None:
    noise = "https://www.lemonde.fr/les-gens-sont-dans-la-rue @ilestou #onestla "
    assert detect_language(noise * 3).code == "und"
    assert detect_language(noise + CLEAR_ENGLISH[1]).code == "en"


def test_the_confidence_is_a_share() -> None:
    for line in [*ENGLISH, *CLEAR_ENGLISH, *(x for t in OTHERS.values() for x in t.splitlines())]:
        found = detect_language(line)
        assert 0.0 <= found.confidence <= 1.0
        assert (found.code == "und") == (found.confidence == 0.0)


def test_the_same_text_gives_the_same_answer_in_every_thread() -> None:
    lines = [*ENGLISH, *CLEAR_ENGLISH]
    alone = [detect_language(line) for line in lines]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect_language, lines)) == alone


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    english = " ".join(CLEAR_ENGLISH)
    assert detect_language(english * 12 + OTHERS["ru"] * 500) == detect_language(english * 12)
