/** From a policy's text to what is held against requests. A document is looked at once, however many questions are asked of it. */
import { AccessError } from "../access-error";
import type { CompiledCondition, CompiledStatement, Names } from "../compiled";
import { OPERATORS } from "../conditions/operators";
import type { NamedPolicy, PolicyDocument, PolicyKind } from "../policy";
import { whoOf } from "./principal-element";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSION_WITH_VARIABLES = "2012-10-17";
const VERSIONS = ["2008-10-17", VERSION_WITH_VARIABLES];
const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const WITH_PRINCIPAL: readonly PolicyKind[] = ["resource", "trust", "rcp"];

const compiled = new WeakMap<object, Map<PolicyKind, readonly CompiledStatement[]>>();

/** @throws {@link AccessError} for what is no policy of its kind */
export function compilePolicy(
  { name, document }: NamedPolicy,
  kind: PolicyKind,
): readonly CompiledStatement[] {
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw new AccessError(`policy '${name}' is no object`);
  const known = compiled.get(document) ?? new Map<PolicyKind, readonly CompiledStatement[]>();
  compiled.set(document, known);
  const found = known.get(kind) ?? statementsOf(document as PolicyDocument, kind, name);
  known.set(kind, found);
  return found;
}

function statementsOf(
  document: PolicyDocument,
  kind: PolicyKind,
  name: string,
): readonly CompiledStatement[] {
  const { Version = VERSIONS[0], Statement } = document;
  if (!VERSIONS.includes(Version ?? ""))
    throw new AccessError(
      `policy '${name}' has version '${String(Version)}', which is none of ${VERSIONS.join(", ")}`,
    );
  if (Statement === undefined || Statement === null)
    throw new AccessError(`policy '${name}' has no Statement`);
  return [Statement].flat().map((statement, index) => {
    const where = `statement ${sidText(statement, index)} of policy '${name}'`;
    return compileStatement(statement, index, kind, Version === VERSION_WITH_VARIABLES, where);
  });
}

function sidText(statement: unknown, index: number): string {
  const { Sid } = (statement ?? {}) as { readonly Sid?: unknown };
  return typeof Sid === "string" && Sid !== "" ? `'${Sid}'` : String(index);
}

function compileStatement(
  statement: unknown,
  index: number,
  kind: PolicyKind,
  variables: boolean,
  where: string,
): CompiledStatement {
  if (typeof statement !== "object" || statement === null || Array.isArray(statement))
    throw new AccessError(`${where} is no object`);
  const own = statement as Readonly<Record<string, unknown>>;
  const stray = Object.keys(own).find((element) => !ELEMENTS.includes(element));
  if (stray !== undefined)
    throw new AccessError(`${where} has an element '${stray}', which policies do not have`);
  const { Sid: sid, Effect: effect } = own;
  if (effect !== "Allow" && effect !== "Deny")
    throw new AccessError(`Effect of ${where} is ${JSON.stringify(effect)}: write "Allow" or "Deny"`);
  if (sid !== undefined && typeof sid !== "string") throw new AccessError(`Sid of ${where} is no text`);
  const who = whoOf(own.Principal, own.NotPrincipal, where);
  const wantsPrincipal = WITH_PRINCIPAL.includes(kind);
  if (wantsPrincipal && who === undefined) throw new AccessError(`${where} has no Principal`);
  if (!wantsPrincipal && who !== undefined)
    throw new AccessError(`${where} has a Principal, which only policies of resources have`);
  const resources = namesOf(own, "Resource", where);
  if (resources === undefined && kind !== "trust") throw new AccessError(`${where} has no Resource`);
  const actions = namesOf(own, "Action", where);
  if (actions === undefined) throw new AccessError(`${where} has no Action`);
  return {
    ...(sid === undefined ? {} : { sid }),
    index,
    effect,
    ...(who === undefined ? {} : { who }),
    actions: { ...actions, list: actions.list.map((action) => checkedAction(action, where)) },
    ...(resources === undefined ? {} : { resources }),
    conditions: conditionsOf(own.Condition, kind, where),
    variables,
  };
}

function checkedAction(action: string, where: string): string {
  if (action === "*" || /^[a-z0-9*?-]+:[a-z0-9*?]+$/i.test(action) || action.includes("${"))
    return action.toLowerCase();
  throw new AccessError(`action '${action}' of ${where} is none: write <service>:<name>`);
}

function namesOf(own: Readonly<Record<string, unknown>>, element: string, where: string): Names | undefined {
  const [plain, negated] = [own[element], own[`Not${element}`]];
  if (plain !== undefined && negated !== undefined)
    throw new AccessError(`${where} has both ${element} and Not${element}`);
  if (plain === undefined && negated === undefined) return undefined;
  const not = plain === undefined;
  return { not, list: texts(plain ?? negated, `${not ? "Not" : ""}${element} of ${where}`) };
}

/** A text, or a list of texts. */
export function texts(value: unknown, where: string): readonly string[] {
  const list: readonly unknown[] = [value].flat();
  const odd = list.filter((each) => typeof each !== "string");
  if (odd.length > 0) throw new AccessError(`${where} holds ${JSON.stringify(odd[0])}, which is no text`);
  return list as readonly string[];
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

function conditionsOf(condition: unknown, kind: PolicyKind, where: string): readonly CompiledCondition[] {
  if (condition === undefined) return [];
  if (!isBlock(condition)) throw new AccessError(`Condition of ${where} is no object`);
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const [, prefix, name = "", ifExists] = OPERATOR.exec(operator) ?? [];
    const comparison = OPERATORS.get(name.toLowerCase());
    if (comparison === undefined || (comparison === "Null" && ifExists !== undefined))
      throw new AccessError(`Condition of ${where} has an operator '${operator}', which there is not`);
    if (!isBlock(keys)) throw new AccessError(`'${operator}' of ${where} is no object`);
    const set =
      prefix === undefined ? undefined : prefix === "ForAllValues" ? ("all" as const) : ("any" as const);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      wanted: valuesOf(values, `'${key}' of ${where}`),
      comparison,
      set,
      ifExists: ifExists !== undefined,
      ...(kind === "resource" && key.toLowerCase() === "kms:resourcealiases" ? IN_KEY_POLICY : {}),
    }));
  });
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases */
const IN_KEY_POLICY = {
  undocumented: "kms:ResourceAliases in a key policy: AWS documents it for policies of identities only",
};

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Numbers and booleans stand for their text. */
function valuesOf(values: unknown, where: string): readonly string[] {
  return [values].flat().map((value) => {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw new AccessError(`${where} holds ${JSON.stringify(value)}, which is no text`);
  });
}
