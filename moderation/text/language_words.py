"""Words that only stand in one language's sentences: the second opinion on a language.

Spellings that are English words or common names are left out of the other lists, and
single letters of all.
"""

from __future__ import annotations

from typing import Final

from moderation.text.wordlists import words

_LISTS: Final = {
    "en": """the of and to that is was for it with as his he be not by but have you which are on or
        her had at from this my they all so she there their we him been has when who will no more if
        would what said them than about into could up out some then do did your very how why were
        just like get got dont don't doesn't didn't isn't can't cant won't it's its i'm im you're
        youre ur u they're he's she's that's thats should because where over only these those here
        off too much still even also never ever any other after before again yes yeah lol omg wtf
        shit fuck fucking stupid idiot going gonna wanna know think people man guys dude news fake
        ladies go stop please thanks good bad great nice love hate right wrong true false lies our
        us me an a in such let lets make see look say says want need every everyone nobody nothing
        something really well now back down old new most many first way time years world""",
    "de": """der und ich ist nicht das ein eine sie er wir ihr es auf für mit sich von dem den des
        zu im auch als wie wenn aber oder nur noch schon doch dass daß bei nach aus wird werden kann
        haben hat hatte sind sein war waren diese dieser dieses alle alles mehr immer keine kein
        einfach leute warum weil über sehr hier jetzt mal wieder um vor zum zur einen einem einer
        uns euch ihnen ihre seine muss""",
    "fr": """le les des une est et je tu il elle nous vous ils que qui dans pour pas ne sur avec ce
        cette ces mais ou où donc sont être avoir fait c'est j'ai n'est d'un d'une qu'il qu'on l'on
        au aux du plus tout tous rien jamais toujours aussi très bien comme leur leurs son ses nos
        vos mes ça par était quand même encore comment pourquoi""",
    "es": """el los las una es y que de en por para con no se lo su sus como más pero muy ya todo
        todos está están son ser hay eso esto este esta estos nada nunca siempre porque cuando
        también le les nos mi tu del al qué quién donde hasta desde sobre entre sin gente hace""",
    "it": """il lo gli una è e che di del della dei delle per con non si sono come più ma anche
        questo questa questi quello quella nel nella alla al ai sul tutto tutti cosa perché quando
        ancora sempre mai niente hai ho ha hanno essere fatto molto così già chi loro lui lei noi
        voi ci mi ti sei stato da""",
    "pt": """o os as um uma é e que de do da dos das em no na nos nas por para com não se mais mas
        muito já tudo todos está estão são ser isso isto este esta nada nunca sempre porque quando
        também eu ele ela eles você vocês foi tem ao pelo pela até sem gente""",
    "nl": """de het een en van ik je dat niet zijn te voor met op aan er maar om ook als dan dit
        deze die bij naar nog wel zo geen wat wie hoe waarom omdat hebben heeft kan moet moeten
        worden wordt altijd nooit iets niets alles mensen gewoon weer echt heel uit zij jullie wij
        mijn jouw hun door over toch al""",
    "pl": """nie się na jest że w z i do to jak co ale tak po od za o czy tylko już jeszcze być są
        był była było by przez przy dla bo ten ta te tego tej tym może wszystko wszyscy zawsze nigdy
        kto gdzie kiedy dlaczego mnie mi mam masz ma jestem ich jego jej ludzie bardzo trzeba""",
    "cs": """je se na že v a i to jak co ale tak po od za o jen už ještě být jsou byl byla bylo by
        pro ten ta toho tom může všechno všichni vždy nikdy kdo kde kdy proč mě mi mám máš má jsem
        jsi jsme jejich jeho její lidi lidé jako nebo když aby také""",
    "sk": """je sa na že v a i to ako čo ale tak po od za o len už ešte byť sú bol bola bolo by pre
        ten tá toho tom môže všetko všetci vždy nikdy kto kde kedy prečo mňa mi mám máš má som si
        sme ich jeho jej ľudia alebo keď aby tiež""",
    "sr": """je se da i u na za su to ne od sa što šta ko kako koji koja koje kad kada ali ili samo
        još već sve svi ovo ova ovaj ono taj ta te nije nisu sam si smo ste biti bio bila bilo bi
        po iz do kao jer ako gde gdje zašto uvek uvijek nikad ništa mi ti on ona oni vas nas ih ga
        mu im ljudi treba može mora ima nema će ću ćeš li bre""",
    "sl": """je se da in v na za so to ne od s z kaj kdo kako ki ko ampak ali samo še že vse vsi ta
        ni niso sem si smo ste biti bil bila bilo bi po iz do kot ker če kje zakaj vedno nikoli nič
        jaz ti on ona oni vas nas jih ga mu jim ljudje treba lahko mora ima nima bo""",
    "tr": """bir ve bu da de ne için ile çok ama gibi daha var yok mı mi mu mü değil ben sen o biz
        siz onlar kadar sonra her şey şu diye olan olarak oldu olsun ki ya hiç nasıl neden niye
        bütün hepsi kim nerede zaman insan insanlar artık bunu buna""",
    "sv": """och att det som en på är av för med den till inte om ett han men var jag sig från vi så
        kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara
        hade alla andra mycket än här då sedan över bara in du de varför""",
    "da": """og at det som en på er af for med den til ikke om et han men var jeg sig fra vi så kan
        når også efter eller nu sin der ved mod skal ville kommer ud får være havde alle andre
        meget end her da over kun ind du de hvorfor hvad""",
    "no": """og at det som en på er av for med den til ikke om et han men var jeg seg fra vi så kan
        når også etter eller nå sin der ved mot skal ville kommer ut får være hadde alle andre
        mye enn her da over bare inn du de hvorfor hva""",
    "ro": """și si nu de la în cu pe că ce din care mai este sunt un o al ale lui ei pentru dar sau
        fi am ai au era fost când cum unde toate toți tot doar foarte acest această asta sa se""",
    "hu": """a az és hogy nem is egy ez azt van de csak meg ha már még mint ki mi te én ő mert kell
        lesz volt vagy nagyon minden mindig soha ezt itt ott miért""",
    "fi": """ja on ei se että hän oli mutta kun niin ovat joka kuin myös vain nyt jos tämä sitä mitä
        minä sinä me te he ole olla kaikki aina koskaan miksi""",
    "sq": """dhe në të për nga një me që është janë nuk si por ka kam ke jam ju ai ajo ata po më
        shumë kur këtu ky kjo kjo edhe pse çdo""",
    "id": """yang dan di itu ini dengan untuk tidak dari dalam akan pada juga saya ke karena ada
        mereka bisa sudah kita kami dia orang atau seperti kalau tapi apa aku kamu""",
}

_SHARED_WITH_ENGLISH: Final = words(
    "a an i in is was on of we me he no do as at so to die man men of or all am had her his him"
    " ten by us o e y w z u v s most den set up out do under be art las los el al de la le il san"
    " te mi ma ha la da ne sin son per con no at that bill dan for var bare over end also war mal"
    " got hat ten tom ali van ta po on an yang"
)

WORDS: Final = {
    language: frozenset(
        word
        for word in words(text)
        if language == "en" or (len(word) > 1 and word not in _SHARED_WITH_ENGLISH)
    )
    for language, text in _LISTS.items()
}
"""For each language its commonest grammatical words, in lower case."""

CROATIAN: Final = words(
    "tko što gdje uvijek vrijeme lijepo lijep svijet svijeta svijetu riječ riječi mlijeko djeca"
    " djecu prije poslije vidjeti vidio tisuća općina tjedan kruh čovjek ljudima netko nitko"
    " htjeli htio bijeli cijeli cijelo rijeka sretno također obitelj"
)
"""Words by which Croatian differs from Serbian."""
