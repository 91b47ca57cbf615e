"""What the invented villagers are called: Hui and Han, long and rare (R34)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from longshan_desk.domain.labels import Sex

HUI_SURNAMES = "马 哈 撒 丁 穆 妥 苏 铁 毛 海 兰 冶 白 金 摆 虎 者 闪 买 喇".split()
HUI_WEIGHTS = (34, 9, 6, 7, 8, 6, 6, 5, 5, 3, 3, 3, 3, 3, 2, 2, 1, 1, 2, 1)
HAN_SURNAMES = "王 李 张 杨 赵 刘 雷 魏 郭 崔 高 田 周 吕 窦".split()

_MEN = {
    "old": "德福 占山 占海 进财 成龙 成虎 万福 万林 生贵 生海 玉林 玉海 存福 存良 世杰 尕三 "
    "主麻 尔撒 穆萨 阿丹 舍木 伊布 亥比 优素 苏来 克里木 具福 正清 国栋 廷贤 振邦 怀义",
    "middle": "志强 志明 建军 建国 建平 永红 永林 永贵 文军 文强 文义 小军 小龙 小平 俊虎 俊杰 "
    "国强 国荣 晓东 晓明 占军 占彪 海龙 海军 双喜 学文 学义 彦龙 彦虎 铁柱 来喜 尤努斯 伊斯麻 "
    "买苏 热卜 索飞 努海 达吾 亚古 哈桑",
    "young": "浩然 子轩 宇航 博文 嘉豪 伊航 思源 天佑 俊熙 鹏飞 泽宇 明轩 文博 世豪 嘉乐 亦凡 子涵 "
    "尔萨 伊卜拉 优素福 苏莱曼 哈立德 阿里 马图 尕娃 思成 一鸣 昊天 家旺 晨曦",
}
_WOMEN = {
    "old": "秀兰 秀花 秀英 玉花 玉兰 桂花 桂英 兰花 菊花 阿西燕 法土麦 麦燕 祖海 阿米乃 赛力买 "
    "海车 索菲 哈尼法 尕女 改花 转梅 存女 拉比 早莱",
    "middle": "小花 小兰 小燕 红梅 红霞 晓梅 晓燕 丽娟 丽萍 海霞 海燕 彩霞 彩云 春花 春梅 雪梅 "
    "玉梅 玉霞 麦丽 阿依 法图麦 麦尔燕 索非亚 阿伊舍 海迪彻 赛娜 舍尼 金花 银花 会琴 小琴 转琴",
    "young": "欣怡 雨涵 梦瑶 佳怡 思雨 雅茹 梓涵 诗涵 欣妍 嘉欣 语桐 艺涵 麦丽燕 阿伊莎 法蒂玛 "
    "索菲娅 海蒂 赛米 舍妮 若曦 思琪 佳慧 婉婷 娜迪",
}
MEN = {era: words.split() for era, words in _MEN.items()}
WOMEN = {era: words.split() for era, words in _WOMEN.items()}

TWENTY_FIVE = "阿布都热合曼·买买提艾力·吐尔逊江·阿卜杜热依木江"
"""A name as long as the rule names (R34)."""


@dataclass(frozen=True, slots=True)
class SpecialName:
    """A name that tries a program out; ``marries`` is how somebody from elsewhere came here."""

    name: str
    sex: Sex
    marries: str = ""
    ethnicity: str = "回族"


SPECIAL = (
    SpecialName(TWENTY_FIVE, Sex.MALE, "女婿", "维吾尔族"),
    SpecialName("阿依古丽·吐尔逊", Sex.FEMALE, "儿媳", "维吾尔族"),
    SpecialName("马䶮", Sex.MALE),
    SpecialName("哈㛃", Sex.FEMALE),
    SpecialName("古丽娜尔·别克", Sex.FEMALE, "儿媳", "哈萨克族"),
    SpecialName("丁𬭳", Sex.MALE),
    SpecialName("穆𫖮", Sex.MALE),
    SpecialName("买买提·艾力", Sex.MALE, "女婿", "维吾尔族"),
    SpecialName("马·穆罕默德·优素福", Sex.MALE),
    SpecialName("撒喆", Sex.FEMALE),
    SpecialName("马翀", Sex.MALE),
    SpecialName("杨𠅤", Sex.MALE),
    SpecialName("马骉", Sex.MALE),
    SpecialName("马婳", Sex.FEMALE),
)


def era(age: int) -> str:
    return "old" if age >= 55 else "middle" if age >= 24 else "young"


def given_name(rng: Random, sex: Sex, age: int) -> str:
    words = MEN if sex is Sex.MALE else WOMEN
    return rng.choice(words[era(age)])


def surname(rng: Random, *, is_han: bool, at_home: str = "") -> str:
    """A surname; in a hamlet named after a family that family's is the commonest."""
    if at_home and rng.random() < 0.55:
        return at_home
    if is_han:
        return rng.choice(HAN_SURNAMES)
    return rng.choices(HUI_SURNAMES, HUI_WEIGHTS)[0]
