"""How the report looks, in light and dark."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --faint: #59636e; --paper: #ffffff; --panel: #f6f8fa; --line: #d1d9e0;
  --bar: #3b6fb6; --good: #1a7f37; --bad: #b42318; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --panel: #151b23;
  --line: #3d444d; --bar: #79a8e8; --good: #4ac26b; --bad: #ff8f85; --warn: #d9a441; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
p { margin: .25rem 0; } .faint, caption { color: var(--faint); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1.5rem 0; }
.figures div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; }
figure { margin: 0; } figcaption { color: var(--faint); font-size: .9rem; margin-bottom: .5rem;
  min-height: 4.5em; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--faint); font: 12px system-ui, sans-serif; }
svg .bar { fill: var(--bar); } svg .axis { stroke: var(--line); }
svg .due { stroke: var(--warn); stroke-dasharray: 4 3; }
svg .name { fill: var(--ink); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: var(--paper); border-bottom-width: 2px; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tbody th { min-width: 8rem; max-width: 22rem; overflow-wrap: anywhere; }
td:last-child { min-width: 15rem; overflow-wrap: anywhere; }
td.outcome { white-space: nowrap; } tbody th { font-weight: 600; } tbody tr:hover { background: var(--panel); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
details { border: 1px solid var(--line); border-radius: 8px; padding: .5rem 1rem; margin: .5rem 0; }
details:has(:target) { border-color: var(--bar); } details > div { scroll-margin-top: 4rem; }
summary { cursor: pointer; font-weight: 600; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem;
  margin: .4rem 0; overflow-x: auto; font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
h1, h2, h3, figcaption, summary, p { overflow-wrap: anywhere; }
th .faint { font-weight: 400; } .id { display: block; }
@media screen and (max-width: 40rem) { body { padding: 1.25rem .75rem 3rem; } figcaption { min-height: 0; }
  .plots { grid-template-columns: minmax(0, 1fr); } thead { display: none; }
  tbody tr { display: block; padding: .5rem 0; border-bottom: 2px solid var(--line); }
  tbody th { display: block; min-width: 0; max-width: none; border: 0; padding: .2rem 0; }
  td, td.number, td.outcome { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: .2rem 0;
    white-space: normal; overflow-wrap: anywhere; }
  td::before { content: attr(data-label); color: var(--faint); }
  td:last-child { display: block; min-width: 0; } td:last-child:empty { display: none; }
  td:last-child::before { content: none; } }
@media print { body { max-width: none; } thead th { position: static; } }
"""
