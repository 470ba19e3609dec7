/** One page that holds all of it: pictures, answers, findings, cost. It asks the network for nothing, and runs nothing. */
import { createHash } from "node:crypto";
import type { AccessChange } from "../../../access/compare/compare";
import {
  type AccessReport,
  driftTexts,
  hasDrift,
  isGain,
  type StackAccess,
} from "../../../access/render/report";
import { counted, requestText, throughText } from "../../../access/render/words";
import type { Estimate } from "../cost/estimate";
import { formatUsd, quantityText } from "../cost/words";
import { picture, sentences } from "./draw";
import { graphsOf } from "./graph";
import { escaped, type Html, html } from "./html";
import { matrix } from "./matrix";
import { STYLE } from "./style";

/** What a stack costs; or why that is not known, as a clause. */
export type Costs = Readonly<Record<string, Estimate | string>>;

export interface PageOptions {
  readonly costs: Costs;
  readonly toolVersion: string;
  readonly now: Date;
}

export function accessPage(report: AccessReport, { costs, toolVersion, now }: PageOptions): string {
  const { stacks, changes, drift } = report;
  const parts = stacks.map((stack, at) => stackPart(stack, `s${at}`, costs[stack.model.stack]));
  const css = STYLE + parts.map((part) => part.css).join("\n");
  const title = `Who can do what: ${stacks.map(({ model }) => model.stack).join(", ")}`;
  const csp = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  const body = html`<header><h1>${title}</h1>
<p class="muted">Evaluated from the policies themselves by sealstack ${toolVersion} on ${now.toISOString().slice(0, 10)}; ${drift === undefined ? "nothing was asked of AWS" : "they were read from the account, and compared with the stack"}.</p>
${facts(report)}
<nav aria-label="Sections"><ul>${changes !== undefined && html`<li><a href="#changes">What changed</a></li>`}${drift !== undefined && html`<li><a href="#drift">drift</a></li>`}${stacks.map(
    ({ model }, at) => [
      html`<li><a href="#s${at}">${model.stack}</a></li>`,
      html`<li><a href="#s${at}findings">findings</a></li>`,
      html`<li><a href="#s${at}matrix">matrix</a></li>`,
      html`<li><a href="#s${at}cost">cost</a></li>`,
    ],
  )}</ul></nav></header>
<main>${changes !== undefined && changed(changes)}${drift !== undefined && drifted(drift)}${parts.map((part) => part.html)}</main>
<footer><p>A page without scripts: it can be mailed, kept and printed. What is read, asked and left out is in docs/access-report.md of sealstack.</p></footer>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${csp}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${escaped(title)}</title><style>${css}</style></head>
<body>${body.text}</body></html>
`;
}

function facts({ stacks, changes, drift }: AccessReport): Html {
  const open = stacks.flatMap(({ findings }) => findings.filter(({ accepted }) => accepted === undefined));
  const errors = open.filter(({ severity }) => severity === "error").length;
  const gained = changes?.filter(isGain).length ?? 0;
  const count = (of: "principals" | "resources") =>
    stacks.reduce((sum, { model }) => sum + model[of].length, 0);
  return html`<ul class="facts">
${changes !== undefined && (gained > 0 ? html`<li class="bad">new access: ${counted(gained, "change")}</li>` : html`<li class="good">no new access</li>`)}
${drift !== undefined && (hasDrift({ changes: changes ?? [], drift }) ? html`<li class="bad">drift</li>` : html`<li class="good">no drift</li>`)}
<li class="${errors > 0 ? "bad" : open.length === 0 ? "good" : ""}">${open.length === 0 ? "no findings" : counted(open.length, "finding")}</li>
<li>${counted(count("principals"), "principal")}</li><li>${counted(count("resources"), "resource")}</li>
${stacks.map(({ model }) => html`<li>${model.region}, account ${model.account}</li>`)}</ul>`;
}

function stackPart(
  stack: StackAccess,
  s: string,
  cost: Estimate | string | undefined,
): { html: Html; css: string } {
  const { model, findings } = stack;
  const graphs = graphsOf(stack);
  const { filters, tables, css } = matrix(stack, s);
  const part = html`<section aria-labelledby="${s}"><h2 id="${s}">${model.stack}</h2>
<p class="muted">${model.region}, account ${model.account}</p>
<h3>Who reaches what</h3>
<ul class="legend"><li><b class="destroy"></b>destroys</li><li><b class="manage"></b>manages</li><li><b class="write"></b>writes</li><li><b class="use"></b>uses the key</li><li><b class="read"></b>reads</li><li><b class="dashed"></b>only where conditions hold</li></ul>
${graphs.length === 0 && html`<p>No key and no bucket.</p>`}
${graphs.map((graph, at) => html`<figure><figcaption>${graph.title}${graph.edges.length === 0 && html` <span>– nobody reaches it</span>`}</figcaption><div class="scroll" tabindex="0" role="region" aria-label="Picture of ${graph.title}">${picture(graph, `${s}g${at}`)}</div><details><summary>In words</summary><ul>${sentences(graph).map((line) => html`<li>${line}</li>`)}</ul></details></figure>`)}
<h3 id="${s}findings">Findings</h3>
${findingList(findings)}
<h3 id="${s}matrix">Who may do what</h3>
<p class="muted">Each cell opens what decides it, how its conditions turn out, and what would have to change. “if” is allowed to a request that meets conditions, “unknown” depends on something that is not known, “no” is refused.</p>
${filters}${tables}
<h3 id="${s}cost">What it costs</h3>
${costPart(cost)}
${model.unread.length > 0 && html`<h3>What is not read</h3><ul>${model.unread.map((line) => html`<li>${line}</li>`)}</ul>`}
</section>`;
  return { html: part, css };
}

function findingList(findings: StackAccess["findings"]): Html {
  if (findings.length === 0) return html`<p>None: no rule finds anything.</p>`;
  return html`<ul class="findings">${findings.map(
    ({ rule, severity, problem, fix, accepted }) =>
      html`<li class="${accepted === undefined ? severity : "accepted"}"><span class="badge ${accepted === undefined ? severity : ""}">${accepted === undefined ? severity : "accepted"}</span> ${problem}<br><span class="muted">${accepted === undefined ? html`Fix: ${fix}.` : html`Because ${accepted}.`} Rule <code>${rule}</code></span></li>`,
  )}</ul>`;
}

function changed(changes: readonly AccessChange[]): Html {
  const WORD = { gained: "gained", maybe: "may be gained", lost: "lost" } as const;
  return html`<section aria-labelledby="changes"><h2 id="changes">What changed</h2>
${changes.length === 0 && html`<p>Nothing: everybody may do what they could before.</p>`}
${changes.map(
  ({ kind, principal, action, resource, request, through, dependsOn, stack }) =>
    html`<div class="change ${kind}"><span class="badge ${kind}">${WORD[kind]}</span> <strong>${principal.name}</strong>: <code>${action}</code> on ${resource.kind} ${resource.name}<br><span class="muted">${kind === "maybe" ? html`depends on ${dependsOn.join(", ")}` : html`by ${requestText(request)}, through ${throughText(through)}`}; stack ${stack}</span></div>`,
)}</section>`;
}

function drifted(drift: NonNullable<AccessReport["drift"]>): Html {
  return html`<section aria-labelledby="drift"><h2 id="drift">The account and the stack</h2>
${drift.map((each) => {
  const { differs, open } = driftTexts(each);
  return html`<h3>${each.stack}</h3>${differs.length === 0 && html`<p>Policies, grants, aliases and settings are the same, as far as they were read.</p>`}
${differs.length + open.length > 0 && html`<ul>${[...differs, ...open].map((line) => html`<li>${line}</li>`)}</ul>`}`;
})}</section>`;
}

function costPart(cost: Estimate | string | undefined): Html {
  if (cost === undefined || typeof cost === "string")
    return html`<p>Not estimated: ${cost ?? "only a synthesized stack says what AWS will bill"}.</p>`;
  return html`<p><strong>${formatUsd(cost.totalUsd)} USD a month</strong>, without what depends on use; <code>sealstack cost</code> takes a profile of that.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Estimated cost"><table class="wide"><thead><tr><th scope="col">item</th><th scope="col">quantity</th><th scope="col">USD a month</th></tr></thead>
<tbody>${cost.items.map((item) => html`<tr><td>${item.of}: ${item.what}</td><td>${quantityText(item)}</td><td>${formatUsd(item.monthlyUsd)}</td></tr>`)}</tbody></table></div>`;
}
