"""One reading form of a text, of the same length, so that every offset in it is an offset in the raw text.

Traditional characters that occur in the lexicon become Simplified ones (character by character, never by phrase),
full-width forms become half-width, all dashes one hyphen, all spaces one space, Latin capitals small letters.
"""

_TRADITIONAL = (
    "億亿萬万兩两幾几數数餘余約约遠远達达於于過过長长個个項项棟栋塊块顆颗張张臺台戶户層层輪轮種种類类員员條条場场間间"
    "隻只輛辆筆笔組组處处圓圆鎊镑幣币歐欧韓韩盧卢銖铢蘭兰馬马來来歲岁週周時时鐘钟點点噸吨畝亩頃顷碼码裡里裏里電电"
    "發发機机櫃柜資资產产據据園园區区廠厂樓楼築筑業业職职崗岗務务漲涨減减縮缩揚扬貶贬損损虧亏價价預预計计將将僅仅還还"
    "從从與与為为後后開开關关內内華华顯显單单雙双創创網网體体際际標标紀纪屆届賽赛歷历現现實实樣样邊边線线運运營营轉转"
    "購购買买賣卖給给佔占費费貢贡獻献額额總总團团國国較较這这該该們们裝装設设備备興兴陸陆續续連连縣县參参貳贰壹一級级"
    "劃划議议訂订簽签報报稱称聯联輝辉庫库戰战農农車车東东風风夠够當当顧顾邁迈遞递優优飆飙證证權权術术經经濟济無无盡尽"
    "願愿術术頂顶題题馬马驅驱測测試试僱雇聘聘應应鏈链節节鍵键點点導导讓让獲获儲储動动勞劳區区歷历學学師师醫医廣广環环"
    "離离鏡镜極极構构樹树橋桥檔档權权歡欢決决濾滤熱热獨独畫画療疗監监盤盘確确禮礼稅税筆笔糧粮紙纸細细終终絕绝統统緊紧"
    "羅罗聲声葉叶號号補补規规視视親亲覺觉訊讯記记許许註注評评詞词話话認认語语誤误說说課课調调談谈論论諾诺謂谓識识護护"
    "讀读變变負负財财貨货責责貴贵貸贷貿贸賀贺賓宾賠赔賴赖贈赠趨趋跡迹蹤踪軍军軟软載载輔辅輕轻輪轮輸输辦办達达違违適适"
    "遷迁遲迟邏逻釋释鈴铃鉛铅銀银銅铜鋰锂鋼钢錄录錢钱錯错鎖锁鐵铁門门閉闭問问闊阔陣阵階阶隊队隨随險险隱隐難难雜杂雲云"
    "靈灵靜静響响頁页項项須须領领頻频顆颗顧顾飛飞飲饮飽饱館馆驗验騰腾魚鱼鳥鸟麗丽麥麦黃黄齊齐齡龄龍龙臨临艙舱萬万著着"
    "傳传傷伤億亿兆兆兒儿準准幫帮庭庭廢废彈弹復复憂忧憶忆懸悬戲戏擁拥擇择擊击擔担據据擠挤擬拟擴扩攜携敗败敵敌斷断暫暂"
    "會会術术條条殘残殺杀氣气漢汉潔洁潤润濕湿災灾爭争爾尔牆墙狀状猶犹獎奖瑞瑞瓊琼畢毕異异疊叠盡尽穩稳競竞範范築筑簡简"
    "籌筹緩缓編编繳缴缺缺義义習习聖圣聽听肅肃腦脑膽胆臟脏舉举舊旧艱艰藝艺藥药蘇苏處处虛虚蟲虫衛卫衝冲複复質质"
)
_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500"
_OTHER = {
    "〜": "~",
    "～": "~",
    "∼": "~",
    "﹪": "%",
    "﹩": "$",
    "￥": "¥",
    "￡": "£",
    "【": "[",
    "】": "]",
    "’": "'",
    "\u00d7": "x",
}


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table.update({ord(a): b for a, b in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)})
    table.update({ord(c): " " for c in _SPACES} | {ord(c): "-" for c in _DASHES})
    table.update({ord(a): b for a, b in _OTHER.items()})
    table.update({code: chr(code + 32) for code in range(65, 91)})
    return table


_MAP = _table()


def reading_form(text: str) -> str:
    """The text as the grammar reads it: `len(reading_form(t)) == len(t)` for every t; positions agree one to one."""
    return text.translate(_MAP)
