"""What a name is, and the signs that words only look like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: No Chinese organisation name seen in registers is longer than this many characters.
LONGEST = 45

#: What follows the ending of an organisation inside the title of a department (基金会处处长).
DEPARTMENT = re.compile(
    r"(?:处|部|科|办|组|室|司)(?:处|部|科|组|主任|室|司)?"
    r"(?:长|主任|负责|副|经理|总监|主管|干事|秘书|工作人员)|(?:处|部|科)(?=[、,。 )])"
)
#: Inside a would-be name these show that kinds of organisations are being counted.
COUNTED = re.compile(r"首家|第一家|唯一|一家|多家|直辖市民政|^自治区、")
#: A complete name followed by what it does, which the tagger sometimes takes for one long name.
ACTING = re.compile(
    r"^(.{2,30}?(?:基金会|协会|促进会|联合会|公司|集团|大学|学会|研究会|慈善总会|慈善会|委员会))"
    r"(?:捐资|捐赠|捐建|资助|援建|建设|举办|成立|主办|承办|设立|支持|发起|组织|开展|参与|获得|启动|荣获|当选)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of the folded page that names an organisation."""

    start: int
    end: int
    text: str
    sort: str
    evidence: str
    confidence: float
