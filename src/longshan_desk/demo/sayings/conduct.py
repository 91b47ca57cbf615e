"""How the office serves people, without naming anybody, and what fits nowhere else."""

from __future__ import annotations

from functools import partial

from longshan_desk.demo.sayings.saying import DEMAND, SUGGESTION, Saying
from longshan_desk.domain.labels import Topic

_C = partial(Saying, Topic.CONDUCT)
_O = partial(Saying, Topic.OTHER)

CONDUCT: tuple[Saying, ...] = (
    _C(
        "到村部办个证明去了三趟都没人，门锁着，电话也打不通。",
        "村部值班不到位",
        steps=("支部会上说了，重新排班。",),
        result="值班表和电话贴在大门上，中午也留人，监委每周查一次。",
        answer="今天就把值班表和电话贴出来，没人值班的那天扣误工补贴。",
    ),
    _C(
        "问个事情，你推他、他推你，问了一圈又回来了，到底找谁？",
        "群众办事多头跑，建议一次说清",
        finding=SUGGESTION,
        result="实行首问负责，第一个接待的人登记、带着办、办完回话。",
        steps=("定了首问登记本。",),
    ),
    _C(
        "去年反映的事说是研究研究，研究到今年了，也没个下文。",
        "群众反映事项久拖不回复",
        steps=("翻了登记册，找到去年那一件。",),
        result="当面向反映人说明办到哪一步，以后每月在说事会上通报。",
    ),
    _C(
        "开会念文件念一上午，我们说话的时间就剩十分钟了。",
        "建议说事会少念文件，多听群众说",
        finding=SUGGESTION,
        answer="接受，从下次起通报不超过二十分钟，其余时间都给大家说。",
        result="说事会改为先通报、后说事，通报限二十分钟。",
    ),
    _C(
        "驻村的来了光拍照，在我家门口照个相就走了，也不坐下说几句。",
        "反映入户走访走形式",
        steps=("工作队开了会，定了入户要坐下聊。",),
        result="取消入户拍照要求，走访以日记为准，听完记完才走。",
    ),
    _C(
        "填的表太多了，一样的表填了三遍，娃娃都不会填，老人更不会。",
        "反映重复填表",
        finding=SUGGESTION,
        answer="以后表由文书替大家填，同样的表只填一遍，有现成数字的不再要。",
        result="合并表格，户里的信息由文书从名册带出。",
    ),
)

OTHER: tuple[Saying, ...] = (
    _O(
        "斋月里晚上寺门口能不能多亮一会儿灯，老人走路看不清。",
        "斋月期间延长路灯时间",
        finding=DEMAND,
        answer="路灯今天起亮到半夜十二点，斋月过完再调回来。",
        result="调了路灯时间，斋月期间亮到十二点。",
        steps=("电工调了时控。",),
        months=(2, 3, 4),
    ),
    _O(
        "想给村里的老照片弄个展览，老人手里还有不少，过几年就没了。",
        "建议收集老照片办村史展",
        finding=SUGGESTION,
        steps=("收了照片 {k} 张，翻拍了。",),
        result="村史展在文化室开了，照片 {k} 张，每张写了说明。",
    ),
    _O(
        "能不能组织个篮球赛，年轻人闲着没事就打牌。",
        "建议举办村篮球赛",
        finding=SUGGESTION,
        steps=("报名 {n} 个队。",),
        result="篮球赛办了三天，{n} 个队参加。",
        months=(1, 2, 7, 8),
    ),
    _O(
        "群里发的通知字太小，老人看不清，能不能录成语音？",
        "建议微信通知加语音",
        finding=SUGGESTION,
        answer="以后通知都加一条方言语音。",
        result="重要通知同时发方言语音。",
    ),
    _O(
        "我家的羊丢了两只，帮着在喇叭里喊一下。",
        "请求广播寻羊",
        finding=DEMAND,
        answer="散会就喊，{o}那边也打个电话问。",
        result="羊在{o}找到了，已经领回。",
    ),
    _O(
        "家门口的大石头是修路时候放下的，一个人搬不动，帮忙挪一下。",
        "{g}（{p}）请求清理修路遗留石块",
        finding=DEMAND,
        result="用装载机挪走石块 {n} 块。",
        answer="装载机明天在{p}干活，顺路就挪了。",
        steps=("装载机排在后天。",),
    ),
)
