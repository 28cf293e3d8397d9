"""What is frequent in a language: the ideographs most texts are made of, and the words of plain letters that tell a language of the Latin script."""

from __future__ import annotations

# The five hundred or so that make up three quarters of any text: of Chinese in both its forms, and of Japanese beside them.
IDEOGRAPHS = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔"
    "的這個們來為國說時會過後裡們種經麼現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話給門東聲員論處義幾認條氣題爾別變總電數報結務場計許統區隊決馬書則聽達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運請您訂單貨退款發票帳號密碼登錄登入購買商品訊息資訊聯繫繳費郵件檔案謝謝查詢服務網站系統協助麻煩儘快"
    "请订单货退款发票账号密码登录购买商品消息资料联系缴费邮件文件谢谢查询服务网站系统协助麻烦尽快您吗吧呢啊送寄收付钱客户支持帮忙坏修换价优惠申请取消修改注册验证快递物流地址电话手机号码时间地点附件照片图打印机软件硬件版本安装使用说明错误失败成功完成开始结束明天昨天星期早上下午晚上李王张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
    "日本人大年会国中一出上生事者社分時間行見月後前入長学高円子金手自場合方新内部全立開目今来明定体力同発言話対問回業度実名家数連動物現最当地成表関主性代通変機化意先制和女山下外食電気店駅書知用作使思持取買売送届注文商品請求件領収確認連絡返信返品交換修理故障壊予約登録変更解除番号担当様御願致申上下払料金税込無有効期限利用案内説明質問回答了解承知失礼恐縮急至急週末午前午後曜田山本村中川林木井藤佐鈴高橋渡辺伊吉松石小島加野清上原和斎池森阿橋"
)
# Words without accents, by which the language of a line is told, where the charset of its accents is asked for.
WORDS = {
    "de": "und der die das nicht ist ich mit ein eine auf bitte von zu den dem wir sie es",
    "fr": "le la les des et est je vous pas une un que pour dans merci bonjour mon ma nous sur par qui du",
    "es": "el la los que de en por para una un con mi es y su gracias hola las del se como muy",
    "pt": "o a os que de em por para uma um com meu minha e se obrigado do da no na ao como mais",
    "it": "il la che di non per un una con mi sono e le del della grazie ho gli al come ma",
    "sv": "och att det som inte jag en ett med har av vill till kan hej den min vi de",
    "da": "og at det som ikke jeg en et med har af vil til kan hej den min vi de fra",
    "no": "og at det som ikke jeg en et med har av vil til kan hei den min vi de fra",
    "is": "og ekki er til sem en um ekki hefur vera takk hvar enn mig fyrir var ef",
    "fo": "og ikki er til sum um eg fyri takk hvar men tykkum og at ein vit",
    "fi": "on ei ja se minun olen kun ole mutta hei kiitos miten voi nyt vaan ovat jos",
    "et": "on ei ja mis ma kas et mu oma see aga kui tere kuid ole saan mulle",
    "lv": "un ir ar par no man es vai ka bet uz nav kas lai jau paldies kad vienu",
    "lt": "ir yra kad su man ne bet ar per nuo kaip labas kur dar mano nes jau labai sveiki prie savo",
    "pl": "i w na nie jest z do to od dla mi ale za po jak czy ich prosz drukarka tylko moje",
    "cs": "a v na je se to z do mi ale za po jak ne od pro si jsem prosim mi poslat novou",
    "sk": "a v na je sa to z do mi ale za po ako nie od pre si som vo mi poslat novou",
    "hu": "a az nem hogy is egy van meg de ez mert csak el ha kell lenne nincs volt",
    "ro": "si nu de la in cu este un o pe care din sa va mai am ca fost dar sunt imi multe",
    "hr": "i je u na se za ne da od s mi ali li sam ima nije bi ili moje jer molim kada",
    "sl": "in je na se za ne da od mi ali sem ni bi lahko prosim ki pa so ker kdaj moje pri",
    "tr": "ve bir bu ne var ile ama mi bana beni benim olarak daha ben kadar neden lütfen merhaba sonra",
    "sq": "dhe nuk me per ne do te nga si kam eshte por jam ju mund sa",
    "ca": "el la els que de en per una amb meu i no es del les al quan molt gracies",
    "cy": "yn y a i mae ar o yr wedi eich gan am ac fod dydd sydd ei",
    "ga": "an agus ar le na is ag tá leis do go ach sin agam mo",
    "mt": "li u ta il biex ma fuq minn kien jien tal naf ir se din",
    "eo": "la kaj mi vi ne estas pri al en de tio por kun mia ke li sed tiu plu",
}
