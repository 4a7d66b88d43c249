"""The words with which Chinese says why: conjunctions, 系…所致, 受…影响, and the ways in which 原因 is spoken of."""

from __future__ import annotations

import re
from typing import Final

_SHORT: Final = "数|额|款|部分|金额|资金|变动|差异|差距|变化|缺口|调整|追加|调增|调减|压减|核减|增加|减少|主要|此|这|均"
CAUSE: Final = re.compile(
    r"由于|因为|鉴于|缘于|源于|起因|归因|归咎|根源(?:在|是|为)|之所以|缘[故由]|事由|考虑到|出于[^,。;]{1,24}(?:考虑|需要)|基于[^,。;]{2,24}(?:考虑|需要|情况|原因)"
    r"|原因(?:是|为|系|:|有|在|主要|包括|如下|分析|分别|可归|,|一|1)|(?:主要|其|究其|具体|客观|直接|内在|主观|首要|根本|调整|调减|调增|追加|未到位)(?:的)?原因"
    r"|(?<![基起成诱要归内外死病原])因(?!此|素|而|子|果|地制宜|公|病|户|村|人|材|势|时制宜|应|校|岗|企|类|园|事|灾|需施|特)"
    r"|受[^,。;]{1,24}?(?:影响|制约|限制|冲击|波及|所限|约束|拖累)|导致|致使|造成|使得|以致|所致|引起的"
    rf"|(?:{_SHORT})系(?!统|列|数)|是因|是由|旨在"
)
"""What makes a sentence say why, whatever it speaks of; folded text."""
BACK: Final = re.compile(
    r"[,、:]?(?:其中)?(?:差额|缺口|差距|差异|差|不足|短缺|欠缺|短少|未(?:足额|及时|全部)?(?:到位|支付|执行|使用|完成|下达|拨付)|结余|剩余|余款"
    r"|上述|前述|以上|该|此|这|其(?!中|[他它]|[一二三])|究其|主要|具体|变动|调整|追加|调增|调减|压减|核减|增加|减少|增[减幅量]|偏[低慢差])"
)
"""How a sentence begins that goes on about the figures of the one before."""
