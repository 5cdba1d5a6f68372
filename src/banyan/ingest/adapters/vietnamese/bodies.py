"""Where the name of an organisation ends, read from its head word onwards."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.ingest.adapters.vietnamese.reader import Reading
from banyan.ingest.adapters.vietnamese.shapes import foreign_run, is_initials, person_run, place_at

LONGEST = 28
SMALL_RUN = 11
_QUOTES = {'"': '"', "“": "”", "«": "»", "‘": "’"}
_NUMBERED = frozenset(
    ["bệnh viện", "trường", "trường thpt", "trường thcs", "trường tiểu học", "công ty", "nhà máy"]
)
_ABOUT = frozenset(
    [
        "ủy ban",
        "ban",
        "cơ quan",
        "nhóm công tác",
        "mạng lưới",
        "liên minh",
        "trung tâm",
        "quỹ",
        "nhóm làm việc",
        "viện",
        "liên hiệp hội",
        "hiệp hội",
    ]
)
_FOR = frozenset(
    ["quỹ", "mạng lưới", "trung tâm", "liên minh", "tổ chức", "câu lạc bộ", "quỹ học bổng", "viện", "hội"]
)
_NAMED_AFTER = frozenset(["bổng", "thpt", "thcs", "thưởng", "tên", "học", "mầm", "cao", "đẳng"])


@dataclass(slots=True)
class Body:
    """The rest of a name: where it ends, what it is made of, and why it stopped."""

    last: int
    content: int = 0
    capitals: int = 0
    place_only: bool = True
    stop: str = ""


class Scan:
    """One walk over the words behind a head."""

    def __init__(self, reading: Reading, head: str, first: int, *, after_title: bool) -> None:
        self.reading = reading
        self.head = head
        self.first = first
        self.after_title = after_title
        self.at = first
        self.kind = "head"
        self.small = 0
        self.body = Body(last=first)

    def run(self) -> Body:
        """Walk to the end of the name."""
        while self.at - self.first < LONGEST and not self.reading.closed(self.at):
            step = self._step()
            if not step:
                break
            self.at += step
        self._trim()
        return self.body

    def _step(self) -> int:
        reading, at = self.reading, self.at
        token = reading.tokens[at]
        if reading.blocked[at]:
            return self._stop("blocked")
        if token.kind == "w":
            return self._capital(at) if token.cap else self._small(at)
        if token.kind == "n":
            return self._number(at)
        return self._mark(at)

    def _stop(self, why: str) -> int:
        self.body.stop = why
        return 0

    def _take(
        self, length: int, kind: str, *, content: int = 1, capitals: int = 0, place: bool = False
    ) -> int:
        self.kind = kind
        self.body.content += content
        self.body.capitals += capitals
        self.body.last = self.at + length
        if not place and content:
            self.body.place_only = False
        self.small = self.small + length if kind == "small" else 0
        if self.small > SMALL_RUN:
            return self._stop("long")
        return length

    def _capital(self, at: int) -> int:
        reading, lex = self.reading, self.reading.lex
        tokens = reading.tokens
        empty = self.body.content == 0
        spot = place_at(reading, at)
        if spot:
            if not empty and self.kind == "place" and reading.word(at) not in lex.admin:
                return self._stop("place")
            return self._take(spot, "place", capitals=1, place=True)
        if not empty:
            if self._opens_another(at):
                return self._stop("head")
            title = lex.titles.length(tokens, at)
            soft = reading.key(at, at + title) in lex.soft_titles
            if (title >= 2 and not soft) or reading.word(at) in ("ts", "gs", "pgs", "ths", "ông", "bà"):
                return self._stop("title")
            if reading.word(at - 1) not in _NAMED_AFTER:
                run = person_run(reading, at, cue=self.after_title)
                if run >= 3 or (run == 2 and self.after_title):
                    return self._stop("person")
            if is_initials(reading, at) and self.kind == "place":
                return self._stop("initials")
        elif self.after_title and (
            person_run(reading, at, cue=True) >= 3 or person_run(reading, at, cue=False) == 2
        ):
            return self._stop("person")
        kept = lex.kept.length(tokens, at)
        return self._take(max(kept, 1), "capital", capitals=1)

    def _opens_another(self, at: int) -> bool:
        """Whether a capitalised head in the middle of a name begins the next organisation."""
        reading, lex = self.reading, self.reading.lex
        head = lex.heads.at(reading.tokens, at)
        if head is None or lex.not_heads.length(reading.tokens, at) >= head[0]:
            return False
        if head[0] >= 2:
            return self.kind != "link" or reading.word(at - 1) in ("và", "&")
        if reading.cap(at - 1) and self.kind != "place":
            return False
        return reading.word(at) in ("bộ", "sở", "hội", "quỹ", "viện", "báo") and reading.cap(at + 1)

    def _small(self, at: int) -> int:
        reading, lex = self.reading, self.reading.lex
        tokens, word = reading.tokens, reading.word(at)
        kept = lex.kept.length(tokens, at)
        following = at + 1
        if word == "số" and self.head in _NUMBERED and not reading.closed(following):
            numbered = tokens[following].kind == "n" and len(tokens[following].text) <= 2
            if numbered:
                return self._take(2, "capital")
        if not kept and (word in lex.admin or reading.key(at, at + 2) in lex.admin):
            return self._admin(at)
        if word == "tổ" and reading.word(at + 1) == "chức":
            noun = lex.noun_after_to_chuc.length(tokens, at + 2)
            if noun and self.kind != "place":
                return self._take(2 + noun, "small")
            return self._stop("verb")
        if kept and self.kind != "place":
            return self._take(kept, "small")
        if word in ("và", "các", "vì", "về", "cho", "của", "với"):
            return self._link(at, word)
        function, verb = lex.function.length(tokens, at), lex.verbs.length(tokens, at)
        either = lex.either.length(tokens, at)
        if function:
            return self._stop("function")
        if verb and not either:
            return self._stop("verb")
        if self.kind == "place":
            return self._stop("after place")
        if either:
            if self.body.content and self._acts(at + either):
                return self._stop("verb")
            if self.kind == "capital" and self.body.capitals >= 2 and word == "hướng":
                return self._stop("verb")
            return self._take(either, "small")
        if lex.titles.length(tokens, at) >= 2 and self.body.content:
            return self._stop("title")
        return self._take(1, "small")

    def _acts(self, after: int) -> bool:
        """Whether what follows shows that a verb which may stand in a name is the verb of the sentence."""
        reading = self.reading
        if reading.closed(after) or reading.tokens[after].kind == "p":
            verb = reading.key(after - 2, after)
            return self.kind != "link" and verb in ("tài trợ", "hỗ trợ", "bảo trợ", "điều phối", "quản lý")
        token = reading.tokens[after]
        lex = reading.lex
        if lex.function.length(reading.tokens, after) and not lex.kept.length(reading.tokens, after):
            return not token.cap
        if token.kind == "n" or token.text in ("“", '"'):
            return True
        return token.key in (
            "cho",
            "các",
            "những",
            "tại",
            "hơn",
            "gần",
            "khoảng",
            "trên",
            "về",
            "từ",
            "với",
            "để",
        )

    def _admin(self, at: int) -> int:
        spot = place_at(self.reading, at)
        if spot:
            return self._take(spot, "place", capitals=1, place=True)
        if self.body.content and self.reading.word(at) in ("tỉnh", "huyện"):
            return self._take(1, "place", content=0)
        if not self.body.content and self.reading.word(at) in ("tỉnh", "huyện", "xã", "phường", "quận"):
            return self._take(1, "place", place=True)
        return self._stop("unit")

    def _link(self, at: int, word: str) -> int:
        allowed = {
            "và": self._and,
            "các": self._the,
            "vì": self._for_the_sake,
            "về": self._about,
            "cho": self._for,
            "của": self._of,
            "với": self._with,
        }[word](at)
        return self._take(1, "link", content=0) if allowed else self._stop("link")

    def _and(self, at: int) -> bool:
        reading, lex = self.reading, self.reading.lex
        following = at + 1
        if reading.closed(following) or not self.body.content or reading.tokens[following].kind != "w":
            return False
        if self.kind == "place":
            return False
        if reading.cap(following):
            if lex.world.length(reading.tokens, following) > 1:
                return False
            if is_initials(reading, following) or foreign_run(reading, following):
                return False
            if place_at(reading, following) and self.kind == "capital":
                return False
            head = lex.heads.at(reading.tokens, following)
            union = reading.key(following, following + 2) == "công đoàn" and not reading.cap(following + 2)
            if head and lex.not_heads.length(reading.tokens, following) < head[0] and not union:
                return False
            return not person_run(reading, following, cue=self.after_title) and not lex.address.length(
                reading.tokens, following
            )
        if self._blocks(following):
            return False
        return not (self.kind == "capital" and self._new_phrase(following))

    def _blocks(self, at: int) -> bool:
        """Whether a small word cannot go on in a name."""
        reading, lex = self.reading, self.reading.lex
        tokens = reading.tokens
        if lex.kept.length(tokens, at):
            return False
        if reading.key(at, at + 2) == "tổ chức":
            return not lex.noun_after_to_chuc.length(tokens, at + 2)
        if reading.word(at) in ("và", "các", "vì", "về", "cho", "của", "với", "đại"):
            return True
        if lex.either.length(tokens, at):
            return False
        if lex.titles.length(tokens, at) >= 2 or lex.address.length(tokens, at):
            return True
        return bool(lex.function.length(tokens, at) or lex.verbs.length(tokens, at))

    def _new_phrase(self, at: int) -> bool:
        """Whether the small word after "và" opens a new phrase, as a lower-case head of its own does."""
        return bool(self.reading.lex.heads.length(self.reading.tokens, at)) and not self.reading.cap(at + 1)

    def _content_follows(self, at: int) -> bool:
        following = at + 1
        if self.reading.closed(following) or self.reading.tokens[following].kind != "w":
            return False
        return self.reading.cap(following) or not self._blocks(following)

    def _the(self, at: int) -> bool:
        before = self.reading.word(at - 1)
        opens = self.body.content == 0 or before in ("về", "cho", "của", "với", "vì")
        return opens and self._content_follows(at)

    def _for_the_sake(self, at: int) -> bool:
        return self.kind != "link" and self._content_follows(at)

    def _about(self, at: int) -> bool:
        fits = self.head in _ABOUT or self.reading.word(at - 1) in ("gia", "tế", "hợp", "quốc", "tác")
        following = at + 1
        return fits and (self.reading.cap(following) or self.reading.word(following) in ("các", "người"))

    def _for(self, at: int) -> bool:
        following = at + 1
        if self.head not in _FOR or not self.reading.cap(following):
            return False
        spot = place_at(self.reading, following) or person_run(self.reading, following, cue=False)
        return not spot and not self.reading.lex.heads.length(self.reading.tokens, following)

    def _of(self, at: int) -> bool:
        if self.reading.key(at - 2, at) == "tiến bộ":
            return self._content_follows(at)
        if (
            self.head in ("ủy ban", "hội đồng", "ban", "văn phòng")
            and self.reading.key(at + 1, at + 3) == "quốc hội"
        ):
            return True
        return self.reading.key(at + 1, at + 4) in ("liên hợp quốc", "liên hiệp quốc")

    def _with(self, at: int) -> bool:
        return self.reading.word(at - 1) in ("nghị", "tác", "kết") and self.reading.word(at + 1) in (
            "các",
            "nhân",
        )

    def _number(self, at: int) -> int:
        fits = self.head in _NUMBERED and len(self.reading.tokens[at].text) <= 3 and self.body.content
        return self._take(1, "capital") if fits else self._stop("number")

    def _mark(self, at: int) -> int:
        mark, reading = reading_mark(self.reading, at), self.reading
        following = at + 1
        if mark == "&" and reading.cap(following):
            return self._take(1, "link", content=0)
        if (
            mark == "."
            and reading.word(at - 1) in ("tp", "tx", "q", "p", "h", "ths")
            and reading.cap(following)
        ):
            return self._take(1, "capital", content=0)
        named = self.head.startswith(("quỹ", "câu lạc bộ", "clb", "mạng lưới", "công ty"))
        if mark in _QUOTES and named and self.kind != "place" and reading.cap(following):
            return self._quoted(at, _QUOTES[mark])
        if mark in _QUOTES and (not self.body.content or reading.word(at - 1) in ("tnhh", "bổng", "phần")):
            return self._quoted(at, _QUOTES[mark])
        if mark == "-" and self._glued(at):
            return self._take(1, "link", content=0)
        if mark in ("-", "–", "—") and self._continues_list(following):
            return self._take(1, "link", content=0)
        if mark == "," and self._continues_list(following) and self._list_closes(following):
            return self._take(1, "link", content=0)
        return self._stop(mark)

    def _glued(self, at: int) -> bool:
        """Whether a hyphen without spaces joins two capitalised words: "DRAGON-Mekong"."""
        reading, following = self.reading, at + 1
        if reading.closed(following) or not (reading.cap(at - 1) and reading.cap(following)):
            return False
        tokens, lex = reading.tokens, reading.lex
        if tokens[at - 1].end != tokens[at].start or tokens[at].end != tokens[following].start:
            return False
        return not (lex.titles.length(tokens, following) or lex.heads.length(tokens, following))

    def _quoted(self, at: int, closing: str) -> int:
        for step in range(2, 14):
            if self.reading.closed(at + step):
                break
            if self.reading.tokens[at + step].text == closing:
                return self._take(step + 1, "place", capitals=1)
        return self._stop("quote")

    def _continues_list(self, at: int) -> bool:
        """Whether a dash or comma stands inside the name of a divided ministry, institute or association."""
        reading = self.reading
        if not reading.closed(at) and self.kind == "small" and not reading.cap(at):
            return reading.lex.dash.length(reading.tokens, at) > 0
        if reading.closed(at) or self.kind == "head" or not reading.cap(at):
            return self.kind == "place" and self._two_lands(at)
        if person_run(reading, at, cue=True) and not reading.lex.dash.length(reading.tokens, at):
            return False
        if self.kind == "place":
            return self._two_lands(at)
        return reading.lex.dash.length(reading.tokens, at) > 0

    def _two_lands(self, at: int) -> bool:
        """A friendship society names two lands: "Hội Hữu nghị Việt Nam - Lào"."""
        return "hữu nghị" in self.reading.key(self.first, self.at) and place_at(self.reading, at) > 0

    def _list_closes(self, at: int) -> bool:
        """Whether a comma list inside a name comes to its "và" soon, with no new organisation between."""
        reading, lex = self.reading, self.reading.lex
        skip = at
        for step in range(at, min(at + 14, len(reading.tokens))):
            if step < skip:
                continue
            skip = step + lex.kept.length(reading.tokens, step)
            if reading.closed(step) or reading.tokens[step].text == "(":
                return False
            head = lex.heads.at(reading.tokens, step) if reading.cap(step) else None
            if head and lex.not_heads.length(reading.tokens, step) < head[0] and not reading.cap(step - 1):
                return False
            if reading.word(step) in ("và", "&"):
                opens = lex.heads.length(reading.tokens, step + 1)
                return not opens and (
                    reading.cap(step + 1) or not (reading.cap(at) or self._blocks(step + 1))
                )
            if reading.tokens[step].kind == "w" and not reading.cap(step) and self._blocks(step):
                return False
        return False

    def _trim(self) -> None:
        """Give back links left hanging at the end."""
        tokens = self.reading.tokens
        while self.body.last > self.first and tokens[self.body.last - 1].key in (
            "và",
            "các",
            "vì",
            "về",
            "cho",
            "của",
            "với",
            "-",
            "–",
            "—",
            ",",
            "&",
        ):
            self.body.last -= 1


def reading_mark(reading: Reading, at: int) -> str:
    """Return the mark at a place."""
    return reading.tokens[at].text
