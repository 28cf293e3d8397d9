"""How answering machines say until when somebody is away, by language: cues and weekdays, as data; the months stand in `header/months.py`.

A cue stands right before its day or right behind it. All is in lower case; the names of a weekday stand in one line, a low line for the blank within one.
"""

from __future__ import annotations

# What comes right before the day somebody is back, or the last one away.
BEFORE = {
    "en": r"(?:be |am |i'?m )?back(?: again)?(?: (?:in|at) (?:the |my )?(?:office|work|desk))?(?: on| from| by)?|return(?:ing|s)?(?: (?:to|back to) (?:the |my )?(?:office|work|desk))?(?: on)?|available again(?: on| from)?|until|till|through|thru|up to and including",
    "de": r"zurück(?: (?:am|ab|im büro am))?|wieder(?: (?:da|im büro|im haus|im dienst|erreichbar|zurück|für sie da|verfügbar|persönlich))?(?: (?:am|ab))|bis(?: (?:einschliesslich|einschl\.|inkl\.|inklusive))?(?: (?:zum|zu))?",
    "fr": r"jusqu['’ ]?(?:au|à|en)(?: \w+di)?|de retour(?: au (?:bureau|travail))?(?: (?:le|à partir du|dès le|du))?|retour(?: au bureau)?(?: (?:prévu|est prévu))?(?: (?:le|pour le|au))?|reprend(?:s|rai)(?: (?:mes fonctions|le travail|mon poste|mon activité|mes activités))?(?: (?:le|à partir du|dès le))?|(?:rentrerai|reviendrai|reviens|serai (?:à nouveau )?(?:joignable|disponible|présente?))(?: (?:au bureau ))?(?: (?:le|à partir du|dès le))",
    "es": r"hasta(?: el)?(?: día)?|(?:vuelvo|volveré|regreso|regresaré|retorno|de (?:vuelta|regreso)|me (?:re)?incorporo|me (?:re)?incorporaré|disponible de nuevo)(?: (?:a|en) (?:la oficina|mi puesto|el trabajo))?(?: (?:el|a partir del|desde el))?(?: día)?",
    "it": r"fino (?:al|a)(?: giorno)?|sino al|(?:rientro|rientrerò|tornerò(?: (?:operativ[oa]|disponibile))?|ritorno|ritornerò|sarò di ritorno|di nuovo (?:in ufficio|disponibile|operativ[oa])|sarò (?:di nuovo )?(?:in ufficio|disponibile))(?: (?:in|al) (?:ufficio|lavoro|sede))?(?: previsto)?(?: (?:per il|il|dal|a partire dal|in data))?(?: giorno)?",
    "pt": r"até(?: (?:ao?|o))?(?: dia)?|(?:regresso|regressarei|retorno|retornarei|volto|voltarei|de volta|estarei de volta)(?: ao (?:escritório|trabalho|serviço))?(?: (?:a|em|no|na|ao|a partir de|dia))*",
    "nl": r"(?:tot en met|t/m|tot)|(?:terug|weer (?:aanwezig|bereikbaar|beschikbaar|op kantoor|terug|aan het werk)|ben er weer)(?: (?:op|vanaf|met ingang van))?",
    "da": r"(?:til og med|frem til|indtil)(?: den)?|(?:tilbage|retur|træffes)(?: (?:på kontoret|igen))?(?: (?:fra|d\.|på))?(?: den)?",
    "nb": r"(?:til og med|frem til|inntil)(?: den)?|(?:tilbake|treffes)(?: (?:på kontoret|igjen))?(?: (?:den|fra|på))?",
    "sv": r"(?:till och med|t\.? ?o\.? ?m\.?|fram till)(?: den)?|(?:tillbaka|åter|nås|anträffbar)(?: (?:på kontoret|igen|på plats))?(?: (?:den|från|på))?",
    "fi": r"(?:palaan|takaisin|tavoitettavissa)(?: (?:toimistolle|töihin|toimistolla))?",
    "pl": r"do(?: dnia)?|(?:wracam|wrócę|powrót|powracam|(?:będę|jestem) (?:ponownie |znów )?(?:dostępn[ya]|w (?:biurze|pracy)))(?: do (?:pracy|biura))?(?: (?:od|w dniu|dnia))?",
    "cs": r"do(?: dne)?|(?:zpět|vrátím se|vracím se|opět(?: (?:v kanceláři|k zastižení|k dispozici))?)(?: (?:v|od|dne))?",
    "ru": r"до|по|(?:(?:вернусь|возвращаюсь)(?: (?:на работу|в офис|к работе))?|выйду(?: на работу)?|выхожу|буду(?: снова)?(?: (?:на (?:месте|связи|работе)|в офисе|доступ(?:ен|на)))?)(?: (?:с|к))?",
    "uk": r"до|по|(?:повернуся|повертаюся|буду (?:знову )?(?:на (?:місці|зв'язку)|в офісі))(?: з)?",
    "hu": r"(?:visszatérek|vissza)",
    "ro": r"până (?:pe|la|în)(?: data de)?|(?:revin|mă întorc|înapoi)(?: (?:la birou|pe|din|în data de))*",
    "ca": r"fins (?:al|a|el)(?: dia)?|(?:de tornada|tornaré|torno)(?: a l'oficina)?(?: el)?",
    "gl": r"ata(?: (?:o|ao))?(?: día)?|(?:volvo|volverei|regreso|regresarei)(?: á oficina)?(?: o)?",
    "is": r"(?:til(?: og með)?|fram til)|(?:aftur|kem aftur|verð aftur)(?: á skrifstofunni)?",
    "et": r"kuni|tagasi(?: (?:kontoris|tööl))?(?: alates)?",
    "lv": r"līdz|(?:atgriezīšos|būšu atpakaļ)(?: birojā)?",
    "lt": r"iki|(?:grįšiu|grįžtu)(?: į (?:biurą|darbą))?",
    "sk": r"do(?: dňa)?|(?:späť|vrátim sa|opäť v kancelárii)(?: (?:v|od|dňa))?",
    "hr, sl, sr": r"do(?: dana| zaključno| vključno)?|(?:natrag|nazaj|vraćam se|vrnem se|ponovno (?:u uredu|dosegljiv[ai]?))(?: (?:v pisarni|u uredu))?(?: bom)?(?: (?:od|dne|dana|u))?",
    "bg, mk, sr": r"до|(?:връщам се|ще се върна|се враќам|враћам се)(?: (?:на|у))?",
    "el": r"(?:έω[ςσ]|μέχρι)(?: και)?(?: τι[ςσ]| την?)?|(?:επιστρέφω|επιστροφή|θα επιστρέψω)(?: στο γραφείο)?(?: στι[ςσ])?",
    "he": r"עד(?: (?:ל|ה)?-?)?|(?:אחזור|חוזרת?|אשוב)(?: (?:למשרד|לעבודה))?(?: ?ב-?)?",
    "ar": r"حتى(?: (?:يوم|تاريخ))?|(?:إلى|لغاية)(?: (?:يوم|تاريخ))?|(?:سأعود|أعود)(?: إلى (?:المكتب|العمل))?(?: (?:في|يوم|بتاريخ))?",
    "fa": r"تا(?: (?:پایان|آخر))?(?: (?:تاریخ|روز))?",
    "vi": r"đến(?: hết)?(?: ngày)?|tới(?: ngày)?|(?:trở lại|quay lại)(?: (?:làm việc|văn phòng))?(?: vào)?(?: ngày)?",
    "id, ms": r"(?:sampai(?: dengan)?|hingga|sehingga)(?: (?:tanggal|tarikh))?|kembali(?: (?:ke kantor|bekerja|ke pejabat))?(?: pada)?(?: (?:tanggal|tarikh))?",
    "th": r"(?:จนถึง|ถึง|กลับมา(?:ทำงาน)?)(?:ใน)?(?:วันที่)?",
    "zh": r"直到|直至|截至|至|到|返回(?:时间|日期)?(?:为|是|：|:)?",
    "ja": r"[〜~]|復帰(?:予定)?(?:日)?(?:は|：|:)?",
}
# What comes right behind it.
BEHIND = {
    "nl": r"(?:\S+ ){0,3}?(?:weer|terug)\b",
    "sv": r"(?:\S+ ){0,3}?(?:tillbaka|åter)\b",
    "fi": r"(?:asti|saakka)\b",
    "eu": r"[a-z]{0,3} (?:arte|itzuliko)\b",
    "fa": r"(?:(?:به|در) (?:دفتر|محل کار|سر کار) )?(?:بر ?می\u200c?گردم|باز ?می\u200c?گردم|برخواهم گشت|بازخواهم گشت)",
    "de": r"(?:\S+ ){0,3}?(?:wieder|zurück)\b",
    "en": r"(?:i(?:'ll| will) (?:be )?(?:back|return))\b",
    "hi": r"(?:तक|को (?:वापस|लौट))",
    "tr": r"(?:(?:\w+ )?(?:günü|tarihinde|ofise|işe|itibarıyla|itibariyle)(?: \w+){0,2}? (?:dön|geri|işe|iş)|tarihine kadar|'?(?:e|a|ye|ya) kadar|kadar|tarihinde (?:ofise )?(?:dön|geri))",
    "hu": r"\.? ?között\b|-?(?:ig\b|(?:[aáeé]n|t[óő]l)(?:,? \w+){0,2}? (?:térek|jövök|elérhető|dolgozom|vissza|irodában))",
    "zh": r"(?:\(?[^\w\s,，。]{0,2}[周週].\)?)?(?:起|后|之后)?(?:返回|回来|回到|回办公室|恢复|上班|复工|回公司|止|結束|结束|前)",
    "ja": r"(?:\(.\)|（.）)?(?:まで|迄|以降)|(?:\(.\)|（.）)?(?:に|より|から)?(?:は)?(?:通常)?(?:業務に|勤務に)?(?:復帰|出社|戻り|営業|再開|帰社)",
    "ko": r"(?:\(.\))?까지|(?:\(.\))?(?:에|부터)? ?(?:복귀|돌아|출근)",
}
# Two dates with one of these between them are the first and the last day away.
RANGE = r"(?:to|and|bis(?: zum)?|au|al|a|até|ao|tot(?: en met)?|t/m|til|till|po|do|по|до|iki|līdz|kuni|έω[ςσ]|–|—|-|~|〜|～|至|到)"

# The months of Iran's calendar, which begins in March; in Afghanistan they bear the signs of the sky.
JALALI = """
فروردین حمل farvardin
اردیبهشت ثور ordibehesht
خرداد جوزا khordad
تیر سرطان tir
مرداد امرداد اسد mordad
شهریور سنبله shahrivar
مهر میزان mehr
آبان عقرب aban
آذر قوس azar
دی جدی dey
بهمن دلو bahman
اسفند حوت esfand
"""
WEEKDAYS = """
monday mon montag mo lundi lunes lunedì lunedi segunda segunda-feira maandag mandag måndag maanantai maanantaina poniedziałek poniedziałku pondělí понедельник понедельника понедельнику понеділок pazartesi 星期一 周一 週一 月曜日 月曜 월요일 luni hétfő hétfőn δευτέρα понеделник понедељак ponedjeljak ponedjeljka ponedeljak ponedeljka ponedeljek pondelok pondelka الاثنين الإثنين senin isnin thứ_hai วันจันทร์ esmaspäev esmaspäeval pirmdien pirmadienį pirmadienio dilluns mánudag mánudaginn יום_שני ביום_שני دوشنبه सोमवार
tuesday tue dienstag mardi martes martedì martedi terça terça-feira dinsdag tirsdag tisdag tiistai tiistaina wtorek wtorku úterý вторник вторника вторнику вівторок salı 星期二 周二 週二 火曜日 火曜 화요일 marți kedd kedden τρίτη уторак utorak utorka torek torka utorok utorka الثلاثاء selasa thứ_ba วันอังคาร teisipäev teisipäeval otrdien antradienį antradienio dimarts þriðjudag יום_שלישי ביום_שלישי سه‌شنبه سه_شنبه मंगलवार
wednesday wed mittwoch mercredi miércoles miercoles mercoledì mercoledi quarta quarta-feira woensdag onsdag keskiviikko keskiviikkona środę środy środa středu среду среды среде середу çarşamba 星期三 周三 週三 水曜日 水曜 수요일 miercuri szerda szerdán τετάρτη сряда среда srijeda srijede sreda srede streda stredu الأربعاء rabu thứ_tư วันพุธ kolmapäev kolmapäeval trešdien trečiadienį dimecres miðvikudag יום_רביעי ביום_רביעי چهارشنبه बुधवार
thursday thu donnerstag jeudi jueves giovedì giovedi quinta quinta-feira donderdag torsdag torstai torstaina czwartek czwartku čtvrtek четверг четверга четвергу четвер perşembe 星期四 周四 週四 木曜日 木曜 목요일 joi csütörtök csütörtökön πέμπτη четвъртък четвртак četvrtak četvrtka četrtek četrtka štvrtok štvrtka الخميس kamis khamis thứ_năm วันพฤหัสบดี neljapäev neljapäeval ceturtdien ketvirtadienį dijous fimmtudag יום_חמישי ביום_חמישי پنجشنبه پنج‌شنبه गुरुवार
friday fri freitag vendredi viernes venerdì venerdi sexta sexta-feira vrijdag fredag perjantai perjantaina piątek piątku pátek пятницу пятницы пятнице п'ятницю cuma 星期五 周五 週五 金曜日 金曜 금요일 vineri péntek pénteken παρασκευή петък петак petak petka petek piatok piatka الجمعة jumat jumaat thứ_sáu วันศุกร์ reede reedel piektdien penktadienį divendres föstudag יום_שישי ביום_שישי جمعه शुक्रवार
saturday sat samstag sonnabend samedi sábado sabado sabato zaterdag lørdag lördag lauantai sobotę soboty sobota sobotu субботу субботы субботе cumartesi 星期六 周六 週六 土曜日 土曜 토요일 sâmbătă szombat szombaton σάββατο събота субота subota subote sobote السبت sabtu thứ_bảy วันเสาร์ laupäev laupäeval sestdien šeštadienį dissabte laugardag שבת شنبه शनिवार
sunday sun sonntag dimanche domingo domenica zondag søndag söndag sunnuntai niedzielę niedzieli neděli воскресенье воскресенья воскресенью неділю pazar 星期日 星期天 周日 週日 日曜日 日曜 일요일 duminică vasárnap κυριακή неделя недеља nedjelja nedjelje nedelja nedelje nedeľa nedele الأحد ahad chủ_nhật วันอาทิตย์ pühapäev pühapäeval svētdien sekmadienį diumenge sunnudag יום_ראשון ביום_ראשון یکشنبه یک‌شنبه रविवार
"""
NEXT = "next|kommenden|nächsten|prochain|próximo|próxima|proximo|prossimo|volgende|følgende|nästa|przyszły|následující|следующий|следующую|следующее|наступний|наступну|الاثنين القادم"
# The week after this one, before its day and behind it.
NEXT_WEEK = r"下(?:个|個|一)?(?=[周週星礼禮])|[来來]週の?|다음 ?주 ?|(?:on )?next week(?: on)? |(?:in der )?(?:nächste[rn]?|kommende[rn]?) woche(?: am)? |(?:la )?semaine prochaine,? |(?:la )?próxima semana,? (?:el |na )?|volgende week |nästa vecka |næste uge |neste uke |ensi viikon |w przyszłym tygodniu,? (?:w )?|на следующей неделе,? (?:в )?|gelecek hafta |tuần sau "
NEXT_WEEK_BEHIND = r"(?:of )?next week|(?:der )?(?:nächster|kommender|nächste|kommende) woche|de la semaine prochaine|de la (?:próxima|semana que viene)|da próxima semana|della prossima settimana|(?:van )?volgende week|nästa vecka|i næste uge|neste uke|następnego tygodnia|przyszłego tygodnia|следующей недели|tuần sau"
# The day after the mail.
TOMORROW = (
    r"(?<!\w)(?:tomorrow|(?<!guten )(?<!guete )morgen|demain|mañana|domani|amanhã|demà|mañá|imorgon|i morgon|i morgen|imorgen|huomenna|jutro|zítra|zajtra|holnap|mâine|sutra|jutri|утре|сутра|завтра|заўтра|yarın|αύριο|מחר|غدا|غدًا|فردا|कल|ngày mai|besok|esok|bihar|homme|rīt|rytoj)(?!\w)"
    r"|พรุ่งนี้|明天|明日|내일"
)
# So many days or weeks after the mail: the word before the number, numbers from one on, and what is counted. What is counted in working days is not plain.
AHEAD = (
    r"(?:in|after|dans|d'ici|en|dentro de|tra|fra|em|daqui a|over|om|za|через|за|peste|după|після|mulva|cez|след)"
    r"(?: (?:about|around|approximately|approx\.|another|ca\.?|circa|etwa|ungefähr|rund|environ|unos|unas|cerca de|ongeveer|около|примерно))?"
)
AHEAD_OF_ONE = r"(?:через|за|za|след)"
NUMBERS = """
a an one ein einem einer un une una um uma een en ett et o одну один jeden jedna
two zwei deux dos due dois duas twee två to dwa dwie dva dvě dve две два дві două
three drei trois tres tre três drie trzy tři tri три trei
four vier quatre cuatro quattro quatro fyra fire cztery čtyři štyri четыре чотири patru
five fünf cinq cinco cinque vijf fem pięć pět päť пять cinci
six sechs six seis sei zes seks sex sześć šest шесть șase
seven sieben sept siete sette sete zeven syv sju siedem sedm sedem семь șapte
eight acht huit ocho otto oito åtte otte åtta osiem osm osem восемь opt
nine neun neuf nueve nove negen ni nio dziewięć devět deväť девять nouă
ten zehn dix diez dieci dez tien ti tio dziesięć deset desať десять zece
"""
DAYS = "days day tagen tag jours jour días día dias dia giorni giorno dagen dagar dager dage dag dni dzień dnů dní den deň день дня дней дні днів дни zile zi"
WEEKS = (
    "weeks week wochen woche semaines semaine semanas semana settimane settimana weken veckor vecka uger uge uker uke tygodnie tygodni tydzień"
    " týdny týdnů týden týždne týždňov týždeň недели недель неделю тижні тижнів тиждень седмици седмица săptămâni săptămână"
)
FORTNIGHTS = "fortnight"
# The same where nothing stands before the number and a sign for “after” behind it.
COUNTED_BEHIND = (
    r"(?P<cn>\d{1,3}|[一二两兩三四五六七八九十])[ ]?[个個]?[ ]?(?:(?P<cw>[周週주]|星期|礼拜|禮拜)|[天日일])[間间일]?[ ]?(?:[之以]?[后後]|후|뒤)"
)
CHINESE_NUMBERS = "一二三四五六七八九十"
# The week after the mail, which begins with a Monday.
WEEK = r"next week|nächste[rn]? woche|kommende[rn]? woche|la semaine prochaine|la próxima semana|la semana que viene|na próxima semana|la settimana prossima|la prossima settimana|volgende week|nästa vecka|næste uge|neste uke|ensi viikolla|w przyszłym tygodniu|příští týden|на следующей неделе|наступного тижня"
