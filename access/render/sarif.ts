/**
 * Findings and changes as SARIF 2.1.0, which code scanning shows beside the code.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
import type { AccessChange } from "../compare/compare";
import type { Drift } from "../live/live";
import { type Finding, RULES, type RuleId } from "../rules/rule";
import { type AccessReport, isGain } from "./report";
import { requestText, throughText } from "./words";

const HELP = "docs/access-report.md";
/** A change is no rule of a stack, but is told in the same list. */
const NEW_ACCESS = {
  severity: "error",
  title: "somebody can do more than before",
  fix: "look at the statement, and take back what is not meant",
} as const;

const DRIFT = {
  severity: "warning",
  title: "the account is otherwise than the stack says",
  fix: "apply the stack, or take into the stack what is meant",
} as const;
const NOT_READ = {
  severity: "note",
  title: "a policy of the account was not read, so that what it allows is not known",
  fix: "let who asks read it",
} as const;

const LEVEL = { error: "error", warning: "warning", note: "note" } as const;

/** @param toolVersion of sealstack */
export function sarif({ stacks, changes = [], drift = [] }: AccessReport, toolVersion: string): string {
  const found = stacks.flatMap(({ model, findings }) => findings.map((each) => result(model.stack, each)));
  const gained = changes.filter(isGain).map(changeResult);
  const drifted = drift.flatMap(driftResults);
  const used = new Set([...found, ...gained, ...drifted].map(({ ruleId }) => ruleId));
  const rules = [
    ...Object.entries(RULES),
    ["new-access", NEW_ACCESS] as const,
    ["drift", DRIFT] as const,
    ["not-read", NOT_READ] as const,
  ].filter(([id]) => used.has(id));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "sealstack access",
            version: toolVersion,
            rules: rules.map(([id, { severity, title, fix }]) => ({
              id,
              shortDescription: { text: title },
              help: { text: `${fix}; see ${HELP}#${id}` },
              defaultConfiguration: { level: LEVEL[severity] },
            })),
          },
        },
        results: [...gained, ...drifted, ...found],
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result(stack: string, { rule, severity, at, problem, fix, statement, accepted }: Finding) {
  return {
    ruleId: rule satisfies RuleId as string,
    level: LEVEL[severity],
    message: { text: `${problem}. Fix: ${fix}.` },
    locations: [place(stack, at)],
    partialFingerprints: {
      "access/v1": [rule, stack, at, statement?.sid ?? statement?.index ?? ""].join("|"),
    },
    // Accepted with a reason: shown as closed.
    ...(accepted === undefined ? {} : { suppressions: [{ kind: "inSource", justification: accepted }] }),
  };
}

function changeResult({
  kind,
  stack,
  principal,
  action,
  resource,
  request,
  through,
  dependsOn,
}: AccessChange) {
  const how = kind === "maybe" ? `depends on ${dependsOn.join(", ")}` : `through ${throughText(through)}`;
  const may = kind === "maybe" ? "may be able to" : "can now";
  return {
    ruleId: "new-access",
    level: LEVEL.error,
    message: {
      text: `${principal.name} ${may} call ${action} on ${resource.kind} ${resource.name}, by ${requestText(request)}, ${how}.`,
    },
    locations: [place(stack, through.at(-1)?.policy ?? resource.id)],
    partialFingerprints: { "access/v1": ["new-access", stack, principal.id, action, resource.id].join("|") },
  };
}

function driftResults({ stack, differences, missing, notRead }: Drift) {
  const one = (ruleId: "drift" | "not-read", at: string, text: string) => ({
    ruleId,
    level: LEVEL[ruleId === "drift" ? DRIFT.severity : NOT_READ.severity],
    message: { text },
    locations: [place(stack, at)],
    partialFingerprints: { "access/v1": [ruleId, stack, at, text].join("|") },
  });
  return [
    ...differences.map(({ at, what }) => one("drift", at, `${at}: ${what}.`)),
    ...missing.map((address) => one("drift", address, `${address} is not in the account.`)),
    ...notRead.map((what) => one("not-read", stack, `Not read: ${what}.`)),
  ];
}

/** A stack is no file of the repository that is looked at: the address in it is a logical location, and the file is where cdktf writes it. */
function place(stack: string, address: string) {
  return {
    physicalLocation: {
      artifactLocation: { uri: `cdktf.out/stacks/${encodeURIComponent(stack)}/cdk.tf.json` },
      region: { startLine: 1 },
    },
    logicalLocations: [{ name: address, fullyQualifiedName: `${stack}/${address}`, kind: "resource" }],
  };
}
