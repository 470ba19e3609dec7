/** What a cell of the matrix opens: the answer, the statements that decide, the truth of their conditions, and what would have to change. */
import type { ConditionResult, NearStatement } from "../../../access/evaluate/decision";
import { isUnknown } from "../../../access/evaluate/unknown";
import type { Cell } from "../../../access/matrix/judge";
import type { ModelPrincipal, ModelResource } from "../../../access/model/model";
import { requestText, statementText } from "../../../access/render/words";
import { type Html, html } from "./html";

export interface Opened {
  readonly who: ModelPrincipal;
  readonly resource: ModelResource;
  /** Of cells that say the same. */
  readonly actions: readonly string[];
  readonly cell: Cell;
}

/** Somebody, and what is said of him in a block that several may share. */
export interface Head {
  readonly who: string;
  readonly actions: readonly string[];
}

const ANSWER: Readonly<Record<Cell["effect"], string>> = {
  allowed: "allowed",
  conditional: "allowed where conditions hold",
  denied: "refused",
  unknown: "not known",
};

/**
 * A block as it stands on the page.
 *
 * @param heads about whom it is
 * @param back id of the cell that is gone back to, or of the table where there are several
 */
export function detail(
  id: string,
  back: string,
  effect: Cell["effect"],
  heads: readonly Head[],
  body: Html,
): Html {
  const names = heads.map(({ who, actions }) => `${who}: ${actions.join(", ")}`).join("; ");
  return html`<section class="detail" id="${id}">
<a class="close" href="#${back}">Close</a>
<h4><span class="badge ${effect}">${ANSWER[effect]}</span> ${names}</h4>
${body}</section>
`;
}

/** What is said; the same text for whomever it is the same, so that it stands on the page once. */
export function detailBody({ who, resource, actions, cell }: Opened): Html {
  const { effect, decidedBy, ways, near, dependsOn, why } = cell;
  // A refusal that does not apply tells nothing of what is refused anyway, or allowed by a plain request.
  const shown =
    effect === "denied" || effect === "allowed"
      ? near.filter((each) => each.effect === "Allow" || (decidedBy.length > 0 && effect === "denied"))
      : near;
  return html`<p>on ${resource.kind} ${resource.name}. ${sentence(why)}</p>
${effect === "unknown" && decidedBy.length > 0 && html`<p>Decided by ${each(decidedBy.map(statementText))}.</p>`}${ways.map((way, at) => html`<h5>Way ${at + 1}: ${requestText(way.context)}</h5><p>through ${each(way.decidedBy.map(statementText))}</p>`)}
${dependsOn.length > 0 && effect === "unknown" && html`<p>Depends on ${each(dependsOn)}.</p>`}${shown.length > 0 && truthTable(shown.slice(0, MOST_NEAR))}
${shown.length > MOST_NEAR && html`<p>And ${shown.length - MOST_NEAR} more statements that come near; <code>--json</code> has them.</p>`}<h5>What would have to change</h5>
<ul>${changes(cell, who, resource, actions).map((line) => html`<li>${line}</li>`)}</ul>
`;
}

/** What is told once of all whom no statement lets near. */
export function nobodyDetail(all: {
  readonly id: string;
  readonly resource: ModelResource;
  readonly people: readonly string[];
  readonly back: string;
}): Html {
  const { id, resource, people, back } = all;
  return html`<section class="detail" id="${id}">
<a class="close" href="#${back}">Close</a>
<h4><span class="badge denied">refused</span> ${resource.kind} ${resource.name}: no statement lets them</h4>
<p>No statement allows this, and none comes near, for: ${people.join(", ")}.</p>
<h5>What would have to change</h5>
<ul><li>to allow it: an Allow of the action in ${resource.kind === "role" ? "its trust policy" : `the policy of ${resource.kind} ${resource.name}, or in their own`}${resource.kind === "key" && ", where the key policy leaves it to the account's policies"}</li></ul>
</section>
`;
}

/** More statements than somebody reads beside each other. */
const MOST_NEAR = 8;

function truthTable(statements: readonly NearStatement[]): Html {
  return html`<table class="truth">
<thead><tr><th>Condition</th><th>wants</th><th>a plain request has</th><th>holds</th></tr></thead>
${statements.map((each) => html`<tbody><tr><th colspan="4" scope="rowgroup">${each.effect === "Allow" ? "Would allow" : "Would refuse"}: ${statementText(each)}</th></tr>${each.conditions.map(truthRow)}</tbody>`)}</table>`;
}

function truthRow({ operator, key, wanted, got, holds }: ConditionResult): Html {
  const shown = isUnknown(got)
    ? "what the caller says"
    : got === undefined
      ? "nothing"
      : key.toLowerCase() === "aws:principalarn"
        ? "its own ARN"
        : got.join(", ");
  const truth = holds === "unknown" ? "depends" : holds ? "yes" : "no";
  return html`<tr><td>${operator} <code>${key}</code></td><td>${wanted.join(", ")}</td><td>${shown}</td><td class="${truth}">${truth}</td></tr>`;
}

function changes(
  cell: Cell,
  who: ModelPrincipal,
  resource: ModelResource,
  actions: readonly string[],
): readonly string[] {
  const { effect, decidedBy, near } = cell;
  const list = actions.join(", ");
  const denying = near.filter((each) => each.effect === "Deny");
  if (effect === "unknown") return [`to know: ${cell.dependsOn.join(", ") || "what AWS leaves open"}`];
  if (effect !== "denied")
    return [
      decidedBy.length === 0
        ? "to refuse it: a statement that denies it"
        : `to refuse it: take ${list} from ${[...new Set(decidedBy.map(statementText))].join(" and ")}, or deny it`,
      ...denying.map((each) => `a request that meets the conditions of ${statementText(each)} is refused`),
    ];
  if (decidedBy.length > 0)
    return [
      `to allow it: ${[...new Set(decidedBy.map(statementText))].join(" and ")} would have to let it pass; nothing else helps against a refusal`,
    ];
  const almost = near.filter((each) => each.effect === "Allow");
  const holder = who.group === "stack" ? "its own policies" : "a policy of its own";
  const own =
    resource.kind === "role" ? "its trust policy" : `the policy of ${resource.kind} ${resource.name}`;
  const both =
    resource.kind === "key"
      ? `${own} to let it in, and where that leaves it to the account's policies, ${holder}`
      : resource.kind === "role"
        ? own
        : `${holder}, or ${own}`;
  return [
    ...almost.map((each) => `to allow it: a request that meets the conditions of ${statementText(each)}`),
    `to allow it: an Allow in ${both}`,
  ];
}

function each(texts: readonly string[]): Html {
  return html`${[...new Set(texts)].map((text, at) => html`${at > 0 && ", "}<code>${text}</code>`)}`;
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
