/** How the page looks: light and dark, on a screen of any width, and printed. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--raised:#f6f8fa;--text:#1b2330;--muted:#57606d;--line:#d5dbe3;--link:#0759b8;
--yes:#116329;--yes-bg:#d9f5e0;--if:#7a4b00;--if-bg:#ffefc7;--no:#57606d;--ask:#6639a6;--ask-bg:#efe5ff;--bad:#b1210f;--bad-bg:#ffe5e1;
--destroy:#c4281c;--manage:#b35900;--write:#0b62c4;--use:#6f42c1;--read:#1a7f37;--encrypts:#6b7684}
@media (prefers-color-scheme:dark){:root{--bg:#10141a;--raised:#191f27;--text:#e4e9f0;--muted:#9fabba;--line:#323b47;--link:#79b8ff;
--yes:#7ee2a0;--yes-bg:#12351f;--if:#ffd479;--if-bg:#3d2f09;--no:#9fabba;--ask:#cfb3ff;--ask-bg:#30234d;--bad:#ff9c8f;--bad-bg:#45160f;
--destroy:#ff7b6e;--manage:#ffab57;--write:#6cb2ff;--use:#b794ff;--read:#63d68a;--encrypts:#8b97a6}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
main,header,footer{max-width:1500px;margin:0 auto;padding:0 24px}
header{padding-top:28px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}h2{font-size:21px;margin:40px 0 4px;padding-top:20px;border-top:1px solid var(--line)}h3{font-size:17px;margin:28px 0 8px}h4{font-size:15px;margin:18px 0 2px;overflow-wrap:anywhere}h5{font-size:14px;margin:14px 0 2px;overflow-wrap:anywhere}
p{margin:4px 0}a{color:var(--link)}code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,"Liberation Mono",monospace;overflow-wrap:anywhere}
.muted,.kind{color:var(--muted)}.kind{font-weight:400}.muted{font-size:13px;overflow-wrap:anywhere}
.facts{display:flex;flex-wrap:wrap;gap:8px;margin:14px 0 0;padding:0;list-style:none}
.facts li{background:var(--raised);border:1px solid var(--line);border-radius:999px;padding:3px 12px}
.facts .bad{background:var(--bad-bg);color:var(--bad);border-color:currentColor;font-weight:600}.facts .good{background:var(--yes-bg);color:var(--yes);border-color:currentColor}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:14px 0 0;list-style:none}
figure{margin:14px 0;padding:14px 16px;background:var(--raised);border:1px solid var(--line);border-radius:10px;max-width:max-content;min-width:0}
figure .scroll{overflow-x:auto}figcaption{font-weight:600;margin-bottom:6px}figcaption span{font-weight:400;color:var(--muted)}
svg.graph{display:block;font:12.5px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
svg.graph text{fill:var(--text)}
.node rect{fill:var(--bg);stroke:var(--line);stroke-width:1.3}.node.stack rect{stroke:var(--link)}.node.key rect,.node.bucket rect{stroke:var(--text);stroke-width:1.6}.node.outside rect,.node.anybody rect{stroke:var(--destroy);stroke-dasharray:5 3}.node.service rect{stroke-dasharray:2 3;stroke:var(--muted)}
.icon{fill:var(--text)}
.edge path{fill:none;stroke-width:1.7}.edge .tip{stroke:none}.edge.conditional>path:not(.tip){stroke-dasharray:6 4}.edge text{text-anchor:middle;font-size:12px}.edge .behind{fill:var(--raised)}
.edge.destroy path{stroke:var(--destroy)}.edge.destroy .tip{fill:var(--destroy)}.edge.manage path{stroke:var(--manage)}.edge.manage .tip{fill:var(--manage)}.edge.write path{stroke:var(--write)}.edge.write .tip{fill:var(--write)}.edge.use path{stroke:var(--use)}.edge.use .tip{fill:var(--use)}.edge.read path{stroke:var(--read)}.edge.read .tip{fill:var(--read)}.edge.encrypts path{stroke:var(--encrypts);stroke-dasharray:1 4}.edge.encrypts .tip{fill:var(--encrypts)}
.edge path.tip{stroke:none}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;padding:0;margin:8px 0;list-style:none;color:var(--muted);font-size:13px}.legend b{display:inline-block;width:26px;height:0;border-top:3px solid;vertical-align:middle;margin-right:6px}.legend .destroy{border-color:var(--destroy)}.legend .manage{border-color:var(--manage)}.legend .write{border-color:var(--write)}.legend .use{border-color:var(--use)}.legend .read{border-color:var(--read)}.legend .dashed{border-top-style:dashed;border-color:var(--muted)}
.filters{display:flex;flex-wrap:wrap;gap:8px 18px;align-items:center;border:1px solid var(--line);border-radius:10px;padding:8px 14px;margin:12px 0}.filters select{max-width:260px;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:2px 4px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:13.5px}th,td{border:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top}thead th{background:var(--raised);font-weight:600}caption{text-align:left;padding:10px 0 4px;font-weight:600;overflow-wrap:anywhere}
.matrix thead th{font-size:12px;min-width:74px;max-width:130px}.matrix tbody th{font-weight:400;min-width:190px;max-width:320px;overflow-wrap:anywhere}.matrix td{text-align:center;padding:0}.matrix td a,.matrix td span{display:block;padding:4px 8px;text-decoration:none;color:inherit}
.matrix td a:hover{text-decoration:underline}a:focus-visible,select:focus-visible,input:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:-1px}
td.allowed,.badge.allowed{background:var(--yes-bg);color:var(--yes);font-weight:600}td.conditional,.badge.conditional{background:var(--if-bg);color:var(--if);font-weight:600}td.denied{color:var(--no)}td.unknown,.badge.unknown{background:var(--ask-bg);color:var(--ask);font-weight:600}
.badge{border-radius:999px;padding:1px 10px;font-size:13px;border:1px solid var(--line)}.badge.error,.badge.gained,.badge.maybe{background:var(--bad-bg);color:var(--bad);font-weight:600}.badge.warning{background:var(--if-bg);color:var(--if);font-weight:600}
.detail{display:none}
.detail:target{display:block;position:fixed;z-index:2;right:0;top:0;bottom:0;width:min(620px,100vw);overflow:auto;background:var(--bg);border-left:1px solid var(--line);box-shadow:0 0 40px #0006;padding:14px 22px 30px}
.close{position:sticky;top:0;float:right;background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:3px 14px;text-decoration:none}
.truth{width:100%;table-layout:fixed}.truth td{overflow-wrap:anywhere}.truth thead th:first-child{width:40%}.truth thead th:last-child{width:88px}.truth tbody th{padding-top:10px;overflow-wrap:anywhere}.truth td.yes{color:var(--yes);font-weight:600}.truth td.no{color:var(--bad);font-weight:600}.truth td.depends{color:var(--if);font-weight:600}
.findings{list-style:none;padding:0}.findings li,.change{border:1px solid var(--line);border-left-width:5px;border-radius:8px;padding:8px 14px;margin:8px 0;overflow-wrap:anywhere}.findings>.error,.change.gained,.change.maybe{border-left-color:var(--destroy)}.findings>.warning{border-left-color:var(--manage)}
.wide{width:100%;max-width:900px}.wide td:nth-last-child(-n+2),.wide th:nth-last-child(-n+2){text-align:right}
footer{color:var(--muted);font-size:13px;padding-bottom:40px;margin-top:40px}
@media (max-width:640px){main,header,footer{padding-left:14px;padding-right:14px}.detail:target{left:0;top:30vh;width:auto;border-left:0;border-top:1px solid var(--line)}.matrix tbody th{min-width:130px}h1{font-size:22px}}
@media print{:root{color-scheme:light;--bg:#fff;--raised:#fff;--text:#000;--muted:#444;--line:#999}.filters,nav,.close,.detail,.detail:target{display:none}section,figure,tr{break-inside:avoid}.scroll{overflow:visible}body{font-size:11px}.matrix thead th{min-width:0}svg.graph{max-width:100%;height:auto}a{color:inherit;text-decoration:none}}
@media (prefers-contrast:more){:root{--line:currentColor}}
`;
