"""How Chinese sounds: pinyin, its initials, and how typed pinyin falls into syllables.

pypinyin takes some 60 MB, so it is loaded by the first who asks.
"""

from __future__ import annotations

from functools import lru_cache

LONGEST = 60
# Every syllable that pypinyin gives a character of the basic plane.
_SYLLABLES = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng
    cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu
    cuan cui cun cuo da dai dan dang dao de den deng di dian diao die ding diu dong dou du duan dui dun duo e ei en
    eng er fa fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan
    guang gui gun guo ha hai han hang hao he hei hen heng hm hong hou hu hua huai huan huang hui hun huo ji jia jian
    jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan
    kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan
    lun luo lv lve m ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu n na nai nan nang
    nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao
    pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
    ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang
    shao she shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai
    tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi
    xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan
    yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhua
    zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
SYLLABLES = frozenset(_SYLLABLES.split())
NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"))


def syllables(text: str) -> tuple[str, ...]:
    """A syllable without tone for each Chinese character; other signs stand for themselves: T恤 → t, xu."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return tuple(lazy_pinyin(text[:LONGEST], errors=list, v_to_u=False))  # type: ignore[arg-type]


@lru_cache(maxsize=50_000)
def sound(character: str) -> str:
    """One character's commonest syllable, itself if it has none."""
    return syllables(character)[0]


@lru_cache(maxsize=20_000)
def blurred(syllable: str) -> str:
    """What accents of the south make of a syllable: zh and z, ang and an, l and n are one."""
    for full, short in NEAR:
        if full in {"ang", "eng", "ing"}:
            syllable = syllable[:-1] if syllable.endswith(full) else syllable
        elif syllable.startswith(full):
            syllable = short + syllable[len(full) :]
    return syllable


def initials(spoken: tuple[str, ...]) -> str:
    """bao wen bei → bwb."""
    return "".join(syllable[:1] for syllable in spoken)


@lru_cache(maxsize=5_000)
def parted(typed: str) -> tuple[str, ...]:
    """Typed pinyin as syllables, longest first: baowenbei → bao, wen, bei; none when it is no pinyin."""
    if not (typed.isascii() and typed.isalpha() and len(typed) <= LONGEST):
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(typed)
    for end in range(1, len(typed) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is not None and typed[start:end] in SYLLABLES and _is_shorter(before, best[end]):
                best[end] = (*before, typed[start:end])
    return best[-1] or ()


def _is_shorter(before: tuple[str, ...], found: tuple[str, ...] | None) -> bool:
    return found is None or len(before) + 1 < len(found)
