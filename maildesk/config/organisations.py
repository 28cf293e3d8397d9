"""Whose domain stands for one organisation: not that of a provider at which anybody has a mailbox."""

from __future__ import annotations

from collections.abc import Collection

_KNOWN = """
gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.jp outlook.com.br hotmail.com hotmail.co.uk hotmail.de hotmail.fr
hotmail.it hotmail.es live.com live.co.uk live.de live.fr live.nl msn.com passport.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.ca
yahoo.in yahoo.co.in yahoo.co.jp yahoo.co.id yahoo.com.br yahoo.com.mx yahoo.com.ar yahoo.com.au yahoo.com.hk yahoo.com.tw yahoo.com.sg yahoo.com.vn
ymail.com rocketmail.com myyahoo.com aol.com aol.de aim.com verizon.net icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com
tutanota.de tuta.io tuta.com tutamail.com keemail.me fastmail.com fastmail.fm hey.com zoho.com zohomail.com mail.com email.com usa.com post.com gmx.com
gmx.net gmx.de gmx.at gmx.ch gmx.fr gmx.us web.de t-online.de freenet.de arcor.de online.de mailbox.org posteo.de posteo.net posteo.at posteo.eu
vodafone.de 1und1.de aon.at chello.at a1.net bluewin.ch sunrise.ch hispeed.ch orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr neuf.fr numericable.fr
libero.it virgilio.it alice.it tin.it tim.it tiscali.it fastwebnet.it inwind.it poste.it pec.it aruba.it terra.es telefonica.net ono.com sapo.pt
ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl xs4all.nl hetnet.nl casema.nl telenet.be skynet.be proximus.be scarlet.be btinternet.com
btopenworld.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk tiscali.co.uk eircom.net telia.com comhem.se bredband.net spray.se
online.no broadpark.no mail.dk jubii.dk stofanet.dk elisanet.fi kolumbus.fi saunalahti.fi suomi24.fi wp.pl o2.pl onet.pl interia.pl gazeta.pl op.pl
tlen.pl poczta.fm seznam.cz email.cz centrum.cz volny.cz post.cz azet.sk zoznam.sk centrum.sk freemail.hu citromail.hu indamail.hu abv.bg mail.bg
yahoo.ro inbox.lv mail.ee one.lt yandex.ru yandex.com ya.ru yandex.ua yandex.by yandex.kz mail.ru inbox.ru list.ru bk.ru internet.ru rambler.ru
ukr.net i.ua meta.ua tut.by mynet.com superonline.com walla.co.il walla.com netvision.net.il 012.net.il bezeqint.net comcast.net att.net sbcglobal.net
bellsouth.net cox.net charter.net spectrum.net optonline.net earthlink.net juno.com netzero.net frontier.com windstream.net centurylink.net rogers.com
shaw.ca bell.net sympatico.ca telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au xtra.co.nz uol.com.br bol.com.br
terra.com.br ig.com.br globo.com r7.com hotmail.com.br prodigy.net.mx infinitum.com.mx speedy.com.ar fibertel.com.ar rediffmail.com sify.com indiatimes.com
qq.com foxmail.com 163.com 126.com yeah.net vip.163.com vip.qq.com sina.com sina.cn vip.sina.com sohu.com 139.com 189.cn wo.cn aliyun.com 21cn.com tom.com
hinet.net msa.hinet.net seed.net.tw pchome.com.tw netvigator.com naver.com hanmail.net daum.net kakao.com nate.com korea.com docomo.ne.jp ezweb.ne.jp
au.com softbank.ne.jp i.softbank.jp nifty.com nifty.ne.jp biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp dion.ne.jp excite.co.jp singnet.com.sg
starhub.net.sg streamyx.com telkom.net telkom.net.id mweb.co.za telkomsa.net vodamail.co.za
"""
_PROVIDERS = frozenset(_KNOWN.split())


def organisation_of(address: str, providers: Collection[str] = ()) -> str:
    """The domain of an address, "" where it is a provider's or below one; `providers` are those that desk.yaml names besides."""
    domain = address.rpartition("@")[2].lower()
    labels = domain.split(".")
    above = {".".join(labels[place:]) for place in range(len(labels))}
    return "" if len(labels) < 2 or above & (_PROVIDERS | {name.lower() for name in providers}) else domain


def is_same_organisation(one: str, other: str) -> bool:
    """Whether two such domains are one, or one stands below the other."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))
