"""The syntax of addresses, case by case, as RFC 5321, 5322, 1034, 5890 and 6531 have it.

`TAKEN` are bare addresses that a form takes. `REFUSED` holds what is no address at all, and what
the standards allow in a message's header but nobody types into a form (comments, quoted and folded
parts, address literals, routes, groups, names beside the address): taking any of these would let
somebody write more than one address, or a header, into one field.
"""

from __future__ import annotations

LOCAL64 = "l" * 64
LABEL63 = "d" * 63
LONGEST = f"{LOCAL64}@{LABEL63}.{LABEL63}.{'d' * 57}.org"
"""254 characters, the most that fits into RFC 5321's path of 256 with its brackets."""

TAKEN = (
    # Atoms: every sign of atext (RFC 5322, 3.2.3).
    "a@example.org", "A@example.org", "0@example.org", "a1@example.org",
    "!@example.org", "#@example.org", "$@example.org", "%@example.org", "&@example.org",
    "'@example.org", "*@example.org", "+@example.org", "-@example.org", "/@example.org",
    "=@example.org", "?@example.org", "^@example.org", "_@example.org", "`@example.org",
    "{@example.org", "|@example.org", "}@example.org", "~@example.org",
    "!#$%&'*+/=?^_`{|}~@example.org", "o'neill@example.org", "user+tag@example.org",
    "customer/department=shipping@example.org", "$A12345@example.org", "!def!xyz%abc@example.org",
    # Dots between atoms.
    "a.b@example.org", "a.b.c.d.e.f@example.org", "1.2@example.org", "-.-@example.org",
    # Lengths (RFC 5321, 4.5.3.1).
    f"{LOCAL64}@example.org", f"a@{LABEL63}.org", LONGEST,
    # Domains: digits and inner hyphens (RFC 1123, 2.1).
    "a@1.example.org", "a@1example.org", "a@example1.org", "a@123.org", "a@a-b.org",
    "a@a.b.c.d.org", "a@x.org", "a@a--b.org", "//a@example.org", "a@EXAMPLE.ORG",
    "a@Example.Org", "a@example.co.uk", "a@example.museum",
    "a@example.travel", "a@xn--bcher-kva.example",
    # Internationalized (RFC 5890, 6531).
    "a@bücher.example", "a@例子.广告", "a@пример.рф", "a@παράδειγμα.ελ", "a@उदाहरण.भारत",
    "用户@例子.广告", "δοκιμή@παράδειγμα.ελ", "josé@example.org", "jose\u0301@example.org",
    "a@faß.example", "a@ü.example",
)  # fmt: skip

REFUSED = (
    # Parts that are missing.
    "", "a", "@", "a@", "@example.org", "a.example.org", "example.org", " ", ".", "@@", "a@@b.org",
    "a@b@example.org", "a@.", "a@.org", "a@org", "a@localhost", "a@example.", "a@example.org.",
    "a@example..org", "a@.example.org", ".@example.org",
    # Dots where no atom is.
    ".a@example.org", "a.@example.org", "a..b@example.org", "a...b@example.org", "..@example.org",
    # Too long.
    f"{LOCAL64}l@example.org", f"a@{LABEL63}d.org", f"l{LONGEST}", "a@" + "d." * 130 + "org",
    # Specials outside quotes (RFC 5322, 3.2.3).
    "a b@example.org", "a(b@example.org", "a)b@example.org", "a<b@example.org", "a>b@example.org",
    "a[b@example.org", "a]b@example.org", "a:b@example.org", "a;b@example.org", "a\\b@example.org",
    "a,b@example.org", 'a"b@example.org', "a@exam ple.org", "a@exam(ple.org", "a@exam,ple.org",
    "a@exam;ple.org", "a@exam:ple.org", "a@exam\\ple.org", "a@exam/ple.org", "a@exam_ple.org",
    "a@exam+ple.org", "a@exam!ple.org", "a@exam%ple.org", "a@exam&ple.org", "a@exam'ple.org",
    # Hyphens at a label's edge (RFC 1034, 3.5), and the places kept for punycode.
    "a@-example.org", "a@example-.org", "a@-.org", "a@example.-org", "a@example.org-",
    "a@xn--.org", "a@xn--a.org", "a@ex--ample.org",
    # Quoted local parts (RFC 5321, 4.1.2).
    '""@example.org', '"a"@example.org', '"a b"@example.org', '"a@b"@example.org',
    '"a\\"b"@example.org', '"a\\\\"@example.org', '"\\a"@example.org', '"a"b@example.org',
    '"a".b@example.org', 'a."b"@example.org', '"a@example.org', 'a"@example.org',
    '"a\x00"@example.org',
    '"a\r\n b"@example.org', '"<script>"@example.org', "'a b'@example.org",
    # Address literals (RFC 5321, 4.1.3).
    "a@[127.0.0.1]", "a@[IPv6:::1]", "a@[IPv6:2001:db8::1]", "a@127.0.0.1", "a@[1.2.3]", "a@[::1]",
    "a@[x:y]", "a@[", "a@]", "a@[127.0.0.1", "a@[a\r\nb]", "a@255.255.255.255", "a@0x7f.1",
    # Comments and folding white space (RFC 5322, 3.2.2), also the obsolete ones (4.4).
    "a(c)@example.org", "(c)a@example.org", "a@(c)example.org", "a@example.org(c)",
    "a@example(c).org", "a (c) @ example.org", "(a(b)c)d@example.org", "a@example.org (Eve)",
    "a @example.org", "a@ example.org", "a. b@example.org", "a@example. org", "a\t@example.org",
    "a\r\n @example.org", "a@\r\n example.org", "a@example\r\n .org", "a\n@example.org",
    "a@exam\rple.org", "a@example.org\r\n b", "a@exam\x0bple.org", "a@exam\x0cple.org",
    # Names, groups, routes and lists (RFC 5322, 3.4, 4.4).
    "Eve <a@example.org>", "<a@example.org>", '"Eve" <a@example.org>', "Eve<a@example.org>",
    "a@example.org <b@example.org>", "Group: a@example.org;", "Undisclosed recipients:;",
    "<@x.org:a@example.org>", "@x.org,@y.org:a@example.org", "a@example.org,b@example.org",
    "a@example.org, b@example.org", "a@example.org;b@example.org", "a@example.org b@example.org",
    "a@example.org%0Ab@example.org", "a@example.org|b@example.org", "a@example.org&b@example.org",
    "mailto:a@example.org", "a@example.org?bcc=b@example.org", "a@example.org/../b",
    "a@example.org#b", "a@example.org:25", "http://a@example.org",
    # Controls and what can't be seen, inside.
    "a\x00@example.org", "a@example\x00.org", "a\x01@example.org", "a\x07@example.org",
    "a\x08b@example.org", "a\x1b@example.org", "a\x7fb@example.org", "a\x80@example.org",
    "a\xa0b@example.org", "a\u2003b@example.org", "a\u3000b@example.org", "a@exam\u00a0ple.org",
    "a@exam\u2028ple.org", "a@exam\u2029ple.org", "a@exam\u0085ple.org", "a@exam\ufffdple.org",
    "a@exam\ufffeple.org", "a@exam\ue000ple.org",
    # Encoded words (RFC 2047), which some programs decode in a header.
    "=?utf-8?q?a?= <a@example.org>", "=?utf-8?q?a=0D=0ABcc:_x@y.z?=@example.org",
    "=?utf-8?q?=40?=example.org", "a@=?utf-8?q?example?=.org", "=?x?b?DQpCY2M6?=",
    # Domains that Unicode's rules refuse, or that look like others by compatibility alone.
    "a@\u2488com.org", "a@exam\u200dple.org", "a@\u0300example.org", "a@exam⁄ple.org",
    "a@example.org／b", "a@ⓔxample．", "a@.例子.广告", "a@例子..广告", "a＠example.org",
    "a@\U0001f4a9.la\u200b@b.org", "\u0300a@example.org",
)  # fmt: skip
