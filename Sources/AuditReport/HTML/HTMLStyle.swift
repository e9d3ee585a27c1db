/// The style of the page. Its digest stands in `HTMLPolicy`.
let htmlStyle: HTML = """
  :root{
    color-scheme:light dark;--bg:#f6f7f9;--panel:#fff;--ink:#1b2330;--quiet:#586374;--line:#dfe3e9;
    --soft:#f1f3f6;--link:#1d56b8;--critical:#a3123a;--high:#a83c08;
    --high-bg:#fdebdf;--medium:#7a5600;--medium-bg:#fbf0cf;--low:#2b5d8a;--low-bg:#e4eff9;
    --good:#1c6b45;--old:#fdf1f1;--new:#eef8f1;--bar-bad:#c9345c;
    --bar-high:#e07a35;--bar-warn:#d9a521;--bar-low:#5d95c8;--bar-good:#3d9970;--bar-none:#aab3c0;
    --loud:#b3123f;--on-loud:#fff;--danger:#fff6f8;
    --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace
  }
  @media screen and (prefers-color-scheme:dark){
    :root{
      --bg:#12161d;--panel:#1a2029;--ink:#e4e8ee;--quiet:#9aa6b6;--line:#2d3541;--soft:#212834;
      --link:#8ab4f8;--critical:#ff9db3;--high:#ffb38a;--high-bg:#44230f;
      --medium:#f0cf72;--medium-bg:#3b2f0c;--low:#9ecbf2;--low-bg:#17324a;--good:#86d7ad;
      --old:#2e1e22;--new:#182b23;--bar-bad:#e0637f;--bar-high:#e08a52;
      --bar-warn:#d8b04a;--bar-low:#6d9fcb;--bar-good:#4caf83;--bar-none:#66717f;
      --loud:#ff8fa8;--on-loud:#2a0610;--danger:#26171d
    }
  }
  *{box-sizing:border-box}
  html{scroll-padding-top:1rem}
  body{
    margin:0;background:var(--bg);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",
      Arial,sans-serif;overflow-wrap:anywhere
  }
  .top,main,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
  .top{padding-top:2.25rem}
  footer{padding-top:1.5rem;padding-bottom:3rem;color:var(--quiet);font-size:.875rem}
  h1,h2,h3,h4,p{margin:0}
  h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em}
  h2{font-size:1.2rem;margin:2.25rem 0 .75rem;letter-spacing:-.005em}
  a{color:var(--link)}
  code,pre{font-family:var(--mono);font-size:.875em}
  code,bdi{unicode-bidi:isolate}
  .brand{
    color:var(--quiet);font-size:.8rem;font-weight:600;letter-spacing:.12em;
    text-transform:uppercase
  }
  .sub{color:var(--quiet);margin-top:.35rem}
  .sep{opacity:.5;margin:0 .15rem}
  .skip{position:absolute;left:-99rem}
  .skip:focus{left:1rem;top:.5rem;background:var(--panel);padding:.5rem 1rem;z-index:9}
  :focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
  .banner{
    display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem;
    margin:1.5rem 0 1rem
  }
  .state{
    background:var(--panel);border:1px solid var(--line);border-left:5px solid;border-radius:10px;
    padding:1rem 1.25rem
  }
  .state h2{margin:0;font-size:.8rem;font-weight:600;color:var(--quiet)}
  .state .big{font-size:1.2rem;font-weight:600;margin:.1rem 0 .4rem}
  .state.good{border-left-color:var(--bar-good)}
  .state.warn{border-left-color:var(--bar-warn)}
  .state.bad{border-left-color:var(--bar-bad)}
  progress{
    appearance:none;display:block;width:100%;height:8px;border:0;border-radius:4px;
    background:var(--soft);overflow:hidden
  }
  progress::-webkit-progress-bar{background:var(--soft)}
  progress::-webkit-progress-value{background:var(--bar-good)}
  progress::-moz-progress-bar{background:var(--bar-good)}
  .more{margin-top:.6rem;font-size:.9rem}
  .tiles{
    list-style:none;margin:0;padding:0;display:grid;
    grid-template-columns:repeat(auto-fit,minmax(8.75rem,1fr));gap:.75rem
  }
  .tile a{
    display:block;height:100%;background:var(--panel);border:1px solid var(--line);
    border-radius:10px;padding:.7rem 1rem;color:inherit;text-decoration:none
  }
  .tile a:hover{border-color:var(--quiet)}
  .tile b{display:block;font-size:1.6rem;line-height:1.25;font-variant-numeric:tabular-nums}
  .tile span{color:var(--quiet);font-size:.875rem}
  .tile.loud b{color:var(--critical)}
  .tile.none b{color:var(--quiet);font-weight:400}
  .note{
    background:var(--panel);border:1px solid var(--line);border-left:5px solid var(--bar-warn);
    border-radius:10px;padding:1rem 1.25rem;margin-top:1rem
  }
  .note h2{margin:0 0 .25rem;font-size:1.05rem}
  .note ul{margin:0;padding-left:1.1rem}
  .note details{margin-top:.4rem}
  .note details ul{padding:.25rem .9rem .75rem 2rem}
  .note.since{border-left-color:var(--bar-low)}
  .filtered{
    background:var(--medium-bg);color:var(--medium);border-radius:8px;padding:.5rem .9rem;
    margin-top:1rem;font-weight:600
  }
  button{
    font:inherit;font-size:.9rem;color:inherit;background:var(--panel);border:1px solid var(--line);
    border-radius:6px;padding:.15rem .6rem;cursor:pointer
  }
  nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:1rem;font-size:.925rem}
  .dangers{list-style:none;margin:.5rem 0 0;padding:0;font-size:.925rem}
  .dangers li{padding:.15rem 0}
  .dangers a{color:var(--critical);font-weight:700}
  .term{
    color:inherit;text-decoration:underline dotted;text-decoration-thickness:1px;
    text-underline-offset:.2em;position:relative;cursor:help
  }
  .term:hover::after,.term:focus-visible::after{
    position:absolute;left:0;top:calc(100% + .35rem);z-index:5;width:max-content;
    max-width:min(20rem,75vw);background:var(--ink);color:var(--panel);border-radius:6px;
    padding:.45rem .7rem;font:400 .85rem/1.4 system-ui,-apple-system,"Segoe UI",Roboto,
      "Helvetica Neue","Noto Sans",Arial,sans-serif;letter-spacing:0;text-transform:none;
    white-space:normal;pointer-events:none;display:inline-block
  }
  .charts{
    display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem;
    margin-top:1rem
  }
  figure{
    margin:0;background:var(--panel);border:1px solid var(--line);border-radius:10px;
    padding:1rem 1.25rem;min-width:0
  }
  figure h2{margin:0;font-size:1.05rem}
  figcaption{
    display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline;
    justify-content:space-between;margin-bottom:.75rem
  }
  .legend{
    list-style:none;display:flex;flex-wrap:wrap;gap:.9rem;margin:0;padding:0;font-size:.85rem;
    color:var(--quiet)
  }
  .legend li{display:flex;align-items:center;gap:.35rem}
  .scroll{overflow-x:auto}
  figure h3{margin:.75rem 0 .25rem;font-size:.8rem;font-weight:600;color:var(--quiet)}
  .bars{list-style:none;margin:0;padding:0;font-size:.875rem}
  .bars a{
    display:grid;grid-template-columns:10rem minmax(0,1fr) 3.5rem;gap:.6rem;align-items:center;
    color:inherit;text-decoration:none;padding:.1rem .35rem;border-radius:4px
  }
  .bars li.quiet{padding:.1rem .35rem}
  .bars svg{width:100%}
  .bars b{text-align:right;font-variant-numeric:tabular-nums}
  .bars a:hover{background:var(--soft)}
  [aria-current]{box-shadow:0 0 0 2px var(--link);border-radius:4px}
  svg a:hover .hit,svg a:focus-visible .hit{fill:var(--line)}
  svg [aria-current] .hit{fill:var(--line);stroke:var(--link);stroke-width:2}
  .hit{fill:transparent}
  rect.critical{fill:var(--bar-bad)}
  rect.high{fill:var(--bar-high)}
  rect.medium{fill:var(--bar-warn)}
  rect.low{fill:var(--bar-low)}
  svg{display:block}
  svg text{fill:var(--quiet);font-size:11px}
  svg .end{text-anchor:end}
  rect.unapproved,rect.unread{fill:var(--bar-bad)}
  rect.retired{fill:var(--bar-none)}
  rect.approved,rect.read{fill:var(--bar-good)}
  rect.onpaper{fill:var(--bar-good);opacity:.5}
  rect.ignored{fill:var(--bar-none)}
  rect.seen{fill:var(--bar-warn)}
  .mark{stroke:var(--panel);stroke-width:2;stroke-linecap:round;fill:none}
  .axis{stroke:var(--quiet)}
  .grid{stroke:var(--line)}
  .filter{
    position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;
    background:var(--bg);border-bottom:1px solid var(--line);padding:.6rem 0;margin-bottom:1rem
  }
  .filter[hidden]{display:none}
  .filter label{display:block;min-width:0}
  .filter .grow{flex:1 1 9rem}
  .filter span{display:block;font-size:.75rem;color:var(--quiet)}
  .filter input,.filter select{
    font:inherit;font-size:.9rem;color:inherit;background:var(--panel);border:1px solid var(--line);
    border-radius:6px;padding:.3rem .55rem;max-width:100%
  }
  .filter input,.filter select,.filter button{height:2.2rem}
  .filter input{width:100%}
  .filter select{max-width:7.25rem}
  .filter output{color:var(--quiet);font-size:.875rem;padding-bottom:.4rem;min-width:6.5rem}
  .card{
    background:var(--panel);border:1px solid var(--line);border-left:5px solid var(--line);
    border-radius:8px;padding:0 1.1rem;margin-bottom:.4rem
  }
  .card[open]{padding-bottom:1.1rem;margin-bottom:1rem}
  .card.critical{border-left-color:var(--bar-bad)}
  .card.high{border-left-color:var(--bar-high)}
  .card.medium{border-left-color:var(--bar-warn)}
  .card.low{border-left-color:var(--bar-low)}
  .card.accepted,.card.resolved{border-left-color:var(--line)}
  .card .scroll{margin-top:.75rem}
  .card .scroll table{min-width:54rem}
  .card td code{display:inline-block}
  section[aria-labelledby=guardrails] td{overflow-wrap:anywhere}
  section[aria-labelledby=guardrails] td:first-child{min-width:17rem}
  section[aria-labelledby=guardrails] td:nth-child(2){min-width:10rem}
  section[aria-labelledby=guardrails] td:last-child{min-width:8rem}
  tr.at,body:not(.live) tr:target{background:var(--soft)}
  .card.at,body:not(.live) .card:target{box-shadow:0 0 0 2px var(--link)}
  .card>summary{
    display:grid;grid-template-columns:minmax(0,23rem) minmax(0,1fr) minmax(0,19.5rem);
    gap:.1rem 1.25rem;align-items:baseline;padding:.5rem 0;list-style:none
  }
  .card>summary::-webkit-details-marker{display:none}
  .card>summary h3{font-size:.95rem}
  .card>summary h3::before{content:"▸ ";color:var(--quiet)}
  .card[open]>summary h3::before{content:"▾ "}
  .card>summary .gist{font-size:.95rem}
  .card>summary .place{text-align:right}
  .card.critical .gist,.card.high .gist{font-weight:600}
  .card.critical:not(.accepted,.resolved){
    background:var(--danger);border-color:var(--bar-bad);border-left-width:8px
  }
  .card.critical:not(.accepted,.resolved) .gist{color:var(--critical);font-weight:700}
  .card.accepted .gist,.card.resolved .gist{font-weight:400;color:var(--quiet)}
  .card h3{font-size:1.05rem;font-weight:600}
  .card .id{font-family:var(--mono);font-size:.9em}
  .type,.change{font-weight:400;color:var(--quiet)}
  .card h3 code{font-weight:400;color:var(--quiet);display:inline-block}
  .place{color:var(--quiet);font-size:.875rem}
  .place b{display:inline-block;color:var(--ink);font-weight:600}
  .pill{
    display:inline-block;border-radius:99px;padding:.05rem .6rem;font-size:.8rem;font-weight:600;
    white-space:nowrap
  }
  a.pill{text-decoration:none}
  .pill.critical{background:var(--loud);color:var(--on-loud)}
  .pill.high{background:var(--high-bg);color:var(--high)}
  .pill.medium{background:var(--medium-bg);color:var(--medium)}
  .pill.low{background:var(--low-bg);color:var(--low)}
  .card.accepted .pill,.card.resolved .pill{background:var(--soft);color:var(--quiet)}
  .tag{
    display:inline-block;background:var(--soft);color:var(--quiet);border-radius:6px;
    padding:0 .45rem;font-size:.8rem
  }
  .edit{border-top:1px solid var(--line);padding:.75rem 0}
  .edit.approved,.edit.approved-on-paper,.edit.ignored{color:var(--quiet)}
  .sign{display:inline-block;width:1.2em;font-family:var(--mono);font-weight:700;text-align:center}
  .added .sign{color:var(--good)}
  .removed .sign{color:var(--critical)}
  .changed .sign{color:var(--medium)}
  .meaning{margin:.15rem 0 0 1.6em;font-weight:500}
  .sides{
    display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:.6rem;
    margin:.5rem 0 0 1.6em
  }
  .side{border:1px solid var(--line);border-radius:6px;padding:.4rem .7rem .5rem;min-width:0}
  .side.old{background:var(--old)}
  .side.new{background:var(--new)}
  .side h4{font-size:.75rem;font-weight:500;color:var(--quiet)}
  .side pre{
    margin:0;max-height:24rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;
    color:var(--ink);unicode-bidi:isolate
  }
  .side.absent{border-style:dashed;align-self:start}
  .side.absent p{color:var(--quiet);font-size:.875rem;font-style:italic}
  dl{
    margin:0;border-top:1px solid var(--line);padding-top:.75rem;display:grid;gap:.3rem;
    font-size:.925rem
  }
  dl>div{display:grid;grid-template-columns:6rem minmax(0,1fr);column-gap:.75rem}
  dt{color:var(--quiet)}
  dd{margin:0;grid-column:2}
  .history{border-top:1px solid var(--line);margin-top:.75rem;padding-top:.75rem}
  .history h4{font-size:.8rem;font-weight:600;color:var(--quiet)}
  .strip{max-width:100%;height:auto;margin:.4rem 0 .2rem}
  .timeline{list-style:none;margin:.25rem 0 0;padding:0;font-size:.9rem}
  .timeline li{padding:.1rem 0 .1rem 1.4rem;position:relative}
  .timeline li::before{position:absolute;left:.1rem;color:var(--quiet);content:"·"}
  .timeline .unapproved::before{content:"◆";color:var(--bar-bad)}
  .timeline .approved::before{content:"●";color:var(--bar-good)}
  .timeline .approved-on-paper::before{content:"○";color:var(--bar-good)}
  .timeline .ignored::before{content:"■";color:var(--bar-none)}
  .timeline .first::before{content:"▲";color:var(--bar-low)}
  .timeline .unapproved b{color:var(--critical)}
  .timeline b{font-weight:600}
  .when{color:var(--quiet);margin-right:.4rem}
  .strip .unapproved{fill:var(--bar-bad)}
  .strip .approved{fill:var(--bar-good)}
  .strip circle.approved-on-paper{fill:var(--panel);stroke:var(--bar-good);stroke-width:2}
  .strip .ignored{fill:var(--bar-none)}
  .strip .first{fill:var(--bar-low)}
  .strip path.step{stroke:var(--quiet);stroke-width:2}
  .strip .span{opacity:.35}
  .strip rect.approved-on-paper{fill:var(--bar-good)}
  .terminal{
    margin-top:.75rem;text-align:right;font-size:.8rem;color:var(--quiet);line-height:1.9
  }
  .terminal span{margin-right:.3rem}
  .command{background:var(--soft);border-radius:5px;padding:.1rem .45rem;user-select:all}
  .facts{padding:.25rem .9rem 0;font-size:.925rem}
  .words{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.75rem .9rem}
  dl.words>div{grid-template-columns:13rem minmax(0,1fr)}
  .words dt{color:var(--ink);font-weight:600}
  .words .at,body:not(.live) .words :target{text-decoration:underline}
  details{
    background:var(--panel);border:1px solid var(--line);border-radius:8px;margin-bottom:.5rem
  }
  summary{cursor:pointer;padding:.55rem .9rem}
  .edits{list-style:none;margin:0;padding:.25rem .9rem .75rem;font-size:.925rem;color:var(--quiet)}
  .edits .path{color:var(--ink)}
  table{
    width:100%;min-width:36rem;overflow-wrap:break-word;border-collapse:collapse;font-size:.925rem
  }
  section>.scroll{background:var(--panel);border:1px solid var(--line);border-radius:8px}
  .note .scroll{border:0;margin-top:.5rem}
  th,td{text-align:left;vertical-align:top;padding:.45rem .9rem;border-top:1px solid var(--line)}
  th{border-top:0;font-size:.8rem;font-weight:600;color:var(--quiet);white-space:nowrap}
  .note th,.note td{padding-left:0}
  .number{font-variant-numeric:tabular-nums;white-space:nowrap}
  .quiet,.empty,.lead{color:var(--quiet)}
  .lead{font-size:.925rem;margin:-.4rem 0 .6rem}
  [hidden]{display:none!important}
  @media (max-width:80rem){
    .term:hover::after,.term:focus-visible::after{
      position:fixed;inset:auto 1rem 1rem;width:auto;max-width:none
    }
  }
  @media (max-width:60rem){
    .card>summary{grid-template-columns:1fr}
    .card>summary .place{text-align:left}
  }
  @media (max-width:40rem){
    .top,main,footer{padding-left:1rem;padding-right:1rem}
    .top{padding-top:1.25rem}
    h1{font-size:1.5rem}
    .card{padding-left:.8rem;padding-right:.8rem}
    .sides,.meaning{margin-left:0}
    .tiles{grid-template-columns:repeat(2,1fr)}
    .tile.none{display:none}
    dl>div,dl.words>div{grid-template-columns:1fr}
    .bars a{grid-template-columns:7rem minmax(0,1fr) 2.5rem}
    dd{grid-column:1}
    table:not(:has(th:nth-child(4))){min-width:0}
    .filter{position:static}
    .filter label{flex:1 1 40%}
    .filter select{width:100%;max-width:none}
  }
  @page{margin:14mm}
  @media print{
    html{font-size:10pt}
    body{background:#fff;font-size:10pt}
    .filter,.skip,nav,button{display:none!important}
    .term{text-decoration:none}
    .term::after{display:none!important}
    .top,main,footer{max-width:none;padding:0 1px}
    .state,.tile,figure,.edit,tr{break-inside:avoid}
    h2,h3{break-after:avoid}
    .side pre{max-height:none}
    .pill,.side,rect,path,circle,progress{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    a{color:inherit;text-decoration:none}
    details:not(.card)::details-content,.few .card::details-content{
      content-visibility:visible;block-size:auto
    }
    .card{
      margin:0;padding:0 .5rem;border-width:0 0 1px 4px;border-radius:0;background:none!important
    }
    .card.critical{border-bottom-color:var(--line)!important}
    .card[open]{padding-bottom:.5rem;margin-bottom:.5rem}
    .card>summary{
      padding:.12rem 0;gap:0 .75rem;break-inside:avoid;line-height:1.3;
      grid-template-columns:minmax(0,21rem) minmax(0,1fr) minmax(0,12rem)
    }
    .card>summary h3,.card>summary .gist{font-size:.9rem}
    .card>summary .place{font-size:.8rem}
    .card>summary .pill{padding:0 .4rem;font-size:.72rem}
    .dangers,.timeline{font-size:.85rem}
    .filtered{border:1px solid;background:none;color:inherit}
    .hit{fill:none}
    .scroll{overflow:visible}
    table,.card .scroll table{min-width:0}
    svg{max-width:100%;height:auto}
  }

  """
