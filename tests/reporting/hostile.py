"""Texts that somebody might hand in to do harm."""

TEXTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[a](javascript:alert(1)) ![b](https://evil.example/x.png) <https://evil.example>",
    "https://evil.example www.evil.example me@evil.example @everyone",
    "a | b | c\n| --- | --- |\n| 1 | 2 |",
    "# heading\n\n- list\n\n1. one\n\n> quote\n\n```\ncode\n```\n\n~~~\ncode",
    '=HYPERLINK("https://evil.example")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "\x00\x1b[31m\ufffe",
    "]]></title></svg><script>alert(1)</script>",
    "&lt;b&gt; \\ ` * _ ~~x~~ $x$",
    "../../etc/passwd",
)
