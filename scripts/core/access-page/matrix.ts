/** Everybody × every action, one table a resource; a cell opens what decides it. Filters are rules of CSS, so that the page runs nothing. */
import type { ActionRow } from "../../../access/matrix/actions";
import type { Cell } from "../../../access/matrix/judge";
import { cellsOf, rowsOf } from "../../../access/matrix/matrix";
import type { ModelPrincipal, ModelResource } from "../../../access/model/model";
import type { StackAccess } from "../../../access/render/report";
import { shortAction } from "../../../access/render/table";
import { detail, detailBody, type Head, nobodyDetail, type Opened } from "./details";
import { type Html, html } from "./html";

/** Words: the headers of the row and the column say who and what, for a screen reader too, so that no cell has to say it again. */
const SIGN: Readonly<Record<Cell["effect"], string>> = {
  allowed: "yes",
  conditional: "if",
  denied: "no",
  unknown: "unknown",
};

export interface Matrix {
  readonly filters: Html;
  readonly tables: Html;
  /** Rules of the filters by name. */
  readonly css: string;
}

/** @param s what ids of the stack begin with */
export function matrix(stack: StackAccess, s: string): Matrix {
  const { principals } = stack.model;
  const resources = ORDER.flatMap((kind) => stack.model.resources.filter((each) => each.kind === kind));
  const details: Html[] = [];
  const tables = resources.map((resource, at) => table(stack, resource, `${s}r${at}`, s, details));
  const hide = (id: string, value: string, rest: string) =>
    `:root:has(#${id} option[value=${value}]:checked) ${rest}{display:none}`;
  const css = [
    ...principals.map((_, at) => hide(`${s}who`, `${s}p${at}`, `#${s}m tbody tr:not(.${s}p${at})`)),
    // Who is asked for is shown, even if that is nothing.
    `:root:has(#${s}all:not(:checked)):has(#${s}who option[value=all]:checked) #${s}m tbody tr.nothing{display:none}`,
    ...resources.map((_, at) => hide(`${s}what`, `${s}r${at}`, `#${s}m .of:not(.${s}r${at})`)),
    ...POWERS.map(([power]) => `:root:has(#${s}${power}:not(:checked)) #${s}m .${power}{display:none}`),
  ].join("\n");
  return {
    css,
    filters: html`<fieldset class="filters"><legend>Show</legend>
<label>who <select id="${s}who"><option value="all" selected>everybody</option>${principals.map((who, at) => html`<option value="${s}p${at}">${who.name}</option>`)}</select></label>
<label>what <select id="${s}what"><option value="all" selected>everything</option>${resources.map((each, at) => html`<option value="${s}r${at}">${each.kind} ${each.name}</option>`)}</select></label>
${POWERS.map(([power, word]) => html`<label><input type="checkbox" id="${s}${power}" checked> ${word}</label>`)}
<label><input type="checkbox" id="${s}all"> those who may do nothing</label>
</fieldset>`,
    tables: html`<div id="${s}m">${tables}</div>${details}`,
  };
}

/** What holds the most first. */
const ORDER: readonly ModelResource["kind"][] = [
  "key",
  "bucket",
  "objects",
  "table",
  "topic",
  "queue",
  "role",
];

const POWERS = [
  ["read", "reads"],
  ["write", "writes"],
  ["use", "uses"],
  ["manage", "manages"],
  ["destroy", "destroys"],
] as const;

function table(stack: StackAccess, resource: ModelResource, r: string, s: string, details: Html[]): Html {
  const asked = new Set(
    stack.cells.filter((cell) => cell.resource === resource.id).map(({ action }) => action),
  );
  const rows = rowsOf(stack.model, resource).filter(({ action }) => asked.has(action));
  const nothing = stack.model.principals.filter((who) =>
    cellsOf(stack, who.id, resource.id).every(({ effect }) => effect === "denied"),
  ).length;
  const unmentioned = { id: `${r}d`, resource, people: new Set<string>(), back: `${r}-h` };
  const blocks = new Map<string, Block>();
  const body = stack.model.principals.map((who, at) =>
    row(stack, who, rows, unmentioned, blocks, `${r}p${at}`, `${s}p${at}`),
  );
  for (const { id, back, effect, heads, body: said } of blocks.values())
    details.push(detail(id, heads.length > 1 ? `${r}-h` : back, effect, heads, said));
  if (unmentioned.people.size > 0)
    details.push(nobodyDetail({ ...unmentioned, people: [...unmentioned.people] }));
  return html`<section class="of ${r}" id="${r}" aria-labelledby="${r}-h"><h4 id="${r}-h"><span class="kind">${resource.kind}</span> ${resource.name}</h4>
<p class="muted">${resource.address}${nothing > 0 && html` · ${nothing} of ${stack.model.principals.length} may do nothing here`}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Access to ${resource.kind} ${resource.name}"><table class="matrix">
<thead><tr><th scope="col">who</th>${rows.map(({ action, verb, power }) => html`<th scope="col" class="${power}" title="may ${verb}">${breakable(shortAction(action))}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div></section>
`;
}

interface Unmentioned {
  readonly id: string;
  readonly resource: ModelResource;
  /** Those of whom no statement speaks in some cell: it is told once for all of them. */
  readonly people: Set<string>;
}

/** What cells of several people may open. */
interface Block {
  readonly id: string;
  readonly back: string;
  readonly effect: Cell["effect"];
  readonly heads: (Head & { readonly actions: string[] })[];
  readonly body: Html;
}

function row(
  stack: StackAccess,
  who: ModelPrincipal,
  rows: readonly ActionRow[],
  unmentioned: Unmentioned,
  blocks: Map<string, Block>,
  id: string,
  name: string,
): Html {
  const { resource } = unmentioned;
  const cells = cellsOf(stack, who.id, resource.id);
  const opened = new Map<string, Opened & { actions: string[] }>();
  const reasonOf = (cell: Cell): string | undefined => {
    const allowing = cell.near.filter(({ effect }) => effect === "Allow");
    const refused = cell.effect === "denied";
    if (refused && allowing.length === 0 && cell.decidedBy.length === 0) return undefined;
    // What is refused for the same reason is told once.
    return refused ? JSON.stringify([allowing, cell.decidedBy]) : cell.action;
  };
  const asked = rows.map(({ action, power }) => {
    const cell = cells.find((each) => each.action === action);
    const reason = cell === undefined ? undefined : reasonOf(cell);
    if (cell !== undefined && reason === undefined) unmentioned.people.add(who.name);
    if (cell !== undefined && reason !== undefined) {
      const known = opened.get(reason);
      if (known === undefined) opened.set(reason, { who, resource, actions: [action], cell });
      else known.actions.push(action);
    }
    return { action, power, cell, reason };
  });
  const places = new Map([...opened].map(([reason, each]) => [reason, blockOf(each, blocks, id)]));
  const marked = new Set<string>();
  const shown = asked.map(({ power, cell, reason }) => {
    if (cell === undefined)
      return html`<td class="${power}"><span class="muted" title="is not asked">·</span></td>`;
    const block = places.get(reason ?? "");
    const first = block?.back.startsWith(`${id}c`) === true && !marked.has(block.back);
    if (first) marked.add(block.back);
    return html`<td class="${cell.effect} ${power}"><a${first && html` id="${block.back}"`} href="#${block?.id ?? unmentioned.id}">${SIGN[cell.effect]}</a></td>`;
  });
  const nothing = cells.every(({ effect }) => effect === "denied");
  return html`<tr class="${name}${nothing && " nothing"}"><th scope="row">${who.name}</th>${shown}</tr>
`;
}

/** The block that says this of a resource already, whoever it was about; or a new one. */
function blockOf(opened: Opened, blocks: Map<string, Block>, id: string): Block {
  const { who, actions, cell } = opened;
  const body = detailBody(opened);
  const key = `${cell.effect} ${body.text}`;
  const known = blocks.get(key);
  const block = known ?? {
    id: `${id}d${blocks.size}`,
    back: `${id}c${blocks.size}`,
    effect: cell.effect,
    heads: [],
    body,
  };
  const head = block.heads.find((each) => each.who === who.name);
  if (head === undefined) block.heads.push({ who: who.name, actions: [...actions] });
  else head.actions.push(...actions);
  blocks.set(key, block);
  return block;
}

/** Long names of actions break between their words. */
function breakable(action: string): Html {
  return html`${action.split(/(?<=[a-z])(?=[A-Z])/).map((word, at) => html`${at > 0 && BREAK}${word}`)}`;
}

const BREAK = html`<wbr>`;
