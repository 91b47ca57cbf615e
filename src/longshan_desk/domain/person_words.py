"""The words of a household register, each with the other ways in which sheets write it."""

from __future__ import annotations

HEAD = "户主"
RESIDENT, AWAY = "常住", "外出"

_RELATION_FORMS = {
    HEAD: "本人 户主本人 本人户主 本人或户主 户主(本人) 户主（本人） 家长",
    "配偶": "妻 妻子 之妻 夫 丈夫 之夫 爱人 老婆 老公 夫妻 媳妇 配偶(妻) 配偶（妻） 配偶（夫）",
    "子": "儿子 儿 之子 独生子 独子 男孩 子（儿子）",
    "女": "女儿 女孩 之女 独生女 独女 闺女 丫头",
    "长子": "大儿子 大子 大儿 之长子",
    "次子": "二儿子 二子 二儿 之次子",
    "三子": "三儿子 三儿 之三子",
    "四子": "四儿子 四儿",
    "五子": "五儿子 五儿",
    "长女": "大女儿 大女 之长女",
    "次女": "二女儿 二女 之次女",
    "三女": "三女儿 之三女",
    "四女": "四女儿",
    "五女": "五女儿",
    "养子": "养子或继子",
    "养女": "养女或继女",
    "继子": "",
    "继女": "",
    "儿媳": "儿媳妇 媳 子媳 之儿媳 长媳 次媳",
    "女婿": "婿 之婿",
    "孙子": "孙 孙儿 之孙 长孙 次孙",
    "孙女": "之孙女 长孙女 次孙女",
    "孙媳": "孙媳妇 孙子媳妇",
    "孙女婿": "",
    "外孙": "外孙子 外孙儿",
    "外孙女": "",
    "曾孙": "重孙 重孙子 曾孙子 曾孙或外曾孙",
    "曾孙女": "重孙女 曾孙女或外曾孙女",
    "父亲": "父 爸爸 爸 之父 老父",
    "母亲": "母 妈妈 妈 之母 老母",
    "继父": "继父或养父 养父",
    "继母": "继母或养母 养母",
    "公公": "公爹",
    "婆婆": "婆母",
    "岳父": "丈人 老丈人",
    "岳母": "丈母娘",
    "祖父": "爷爷 爷",
    "祖母": "奶奶",
    "外祖父": "外公 姥爷",
    "外祖母": "外婆 姥姥",
    "兄": "哥哥 哥",
    "弟": "弟弟 之弟",
    "姐": "姐姐 姊",
    "妹": "妹妹 之妹",
    "嫂": "嫂子",
    "弟媳": "弟妹 弟媳妇",
    "侄子": "侄儿 侄",
    "侄女": "",
    "外甥": "",
    "外甥女": "",
    "叔": "叔叔 叔父",
    "伯": "伯父",
    "其他": "其它 其他亲属 其他关系 非亲属 其他非亲属",
}

RELATIONS: tuple[str, ...] = tuple(_RELATION_FORMS)
"""与户主关系: the words kept, in the order of a select box."""

RELATION_WORDS: dict[str, str] = {
    word: relation
    for relation, others in _RELATION_FORMS.items()
    for word in (relation, *others.split())
}

_PEOPLE = """
汉 回 蒙古 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜
水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克
俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
"""
ETHNICITIES: tuple[str, ...] = tuple(f"{name}族" for name in _PEOPLE.split())
OTHER_ETHNICITIES = ("穿青人", "未识别民族", "外国血统", "其他")

_POLITICAL_FORMS = {
    "中共党员": "党员 正式党员 中共正式党员 中国共产党党员 共产党员",
    "中共预备党员": "预备党员 中国共产党预备党员",
    "共青团员": "团员 中国共产主义青年团团员",
    "民主党派": "民主党派成员",
    "无党派人士": "无党派 无党派民主人士",
    "群众": "普通群众 一般群众 普通公民",
}
PARTY_MEMBERS = ("中共党员", "中共预备党员")
POLITICAL_STATUSES: tuple[str, ...] = tuple(_POLITICAL_FORMS)
POLITICAL_WORDS: dict[str, str] = {
    word: status
    for status, others in _POLITICAL_FORMS.items()
    for word in (status, *others.split())
}

SEX_WORDS = {
    "男": "male", "男性": "male", "M": "male", "MALE": "male", "♂": "male",
    "女": "female", "女性": "female", "F": "female", "FEMALE": "female", "♀": "female",
}  # fmt: skip

_ID_KIND_FORMS = {
    "resident": "居民身份证 身份证 二代身份证 第二代身份证",
    "disability": "残疾人证 残疾证 第二代残疾人证 第三代残疾人证",
    "other": "其他证件 其他 其它 护照 户口簿 户口本 出生医学证明 出生证 军官证 士兵证 "
    "港澳居民来往内地通行证 外国人永久居留证 外国人永久居留身份证",
}
ID_KIND_WORDS = {word: code for code, words in _ID_KIND_FORMS.items() for word in words.split()}

_RESIDENT = "常住 在家 在村 居住 留守 人户一致 常年在家 常年居住 本村居住"
_AWAY = "外出 不在家 不在村 务工 在外 在外务工 打工 常年外出 举家外出 人户分离"
RESIDENT_WORDS = frozenset(_RESIDENT.split())
AWAY_WORDS = frozenset(_AWAY.split())

YES = frozenset({"是", "√", "✓", "✔", "对", "有", "Y", "YES", "y", "yes", "1"})
NO = frozenset({"否", "×", "✕", "✗", "不是", "N", "NO", "n", "no", "0"})

_NO_GROUP = "一般户 一般农户 普通户 普通农户 一般 普通 正常 否 × 非 一般人群 普通人群"
NO_GROUP_WORDS = frozenset(_NO_GROUP.split())
"""What a column of special groups says of people who belong to none."""
