/** Rules about single statements. */
import {
  actionsNamed,
  conditionKey,
  isGlobalKey,
  serviceExists,
  takesKey,
} from "../../modules/iam/catalogue/lookup";
import type { PolicyStatement } from "../evaluate/policy";
import type { ModelPolicy } from "../model/model";
import { principalsNamed, statementName, statementsOf, textsOf } from "../model/statements";
import { type Finding, finding, type Rule, type RuleId } from "./rule";

type Look = (statement: PolicyStatement, policy: ModelPolicy) => readonly string[];

/** A rule that looks at each statement once, wherever its policy is attached. */
function each(rule: RuleId, look: Look): Rule {
  return ({ model }) => {
    const seen = new Set<string>();
    return model.policies.flatMap((policy) => {
      if (seen.has(policy.name + policy.kind)) return [];
      seen.add(policy.name + policy.kind);
      return statementsOf(policy).flatMap((statement, index): readonly Finding[] =>
        look(statement, policy).map((problem) =>
          finding(rule, policy.name, `${statementName(statement, index)} of ${policy.name}: ${problem}`, {
            policy: policy.name,
            index,
            ...(statement.Sid === undefined ? {} : { sid: statement.Sid }),
          }),
        ),
      );
    });
  };
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf({ Condition = {} }: PolicyStatement): readonly Condition[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys ?? {}).map(([key, values]) => ({
      operator,
      key,
      values: [values ?? []].flat().map(String),
    })),
  );
}

/** What bounds a statement for everybody to some. Not aws:SecureTransport and the like, which anybody meets. */
const BOUNDS =
  /^(aws:(Principal(Account|OrgID|OrgPaths|Arn|Tag\/.*)|userid|Source(Account|Arn|OrgID|OrgPaths|Vpc|Vpce|Ip|VpcArn|Owner)|Vpce(Account|OrgID|OrgPaths))|kms:CallerAccount|s3:DataAccessPoint(Account|Arn)|sns:Endpoint)$/i;

export const anybody = each("anybody", (statement) => {
  if (statement.Effect !== "Allow") return [];
  const everybody =
    statement.NotPrincipal !== undefined ||
    principalsNamed(statement).some(([kind, name]) => kind === "AWS" && name === "*");
  if (!everybody) return [];
  const bounded = conditionsOf(statement).some(
    ({ operator, key, values }) =>
      BOUNDS.test(key) && !/Not|^Null|IfExists$|^ForAllValues/i.test(operator) && !values.includes("*"),
  );
  return bounded ? [] : ["it lets in everybody, of every account"];
});

/** Services whose calls name no source: AWS sends none. Sources: docs/audit.md for EventBridge; the guides of the others. */
const WITHOUT_SOURCE = /^(events|ec2|ecs-tasks|lambda|eks|pods\.eks|rolesanywhere)\.amazonaws\.com/;
/** CloudWatch Logs names the log group in the encryption context, and so says whose it is. */
const SOURCE = /^(aws:Source(Arn|Account|OrgID|OrgPaths)|kms:EncryptionContext:aws:[a-z]+:arn)$/i;

export const serviceWithoutSource = each("service-without-source", (statement, { kind }) => {
  if (statement.Effect !== "Allow" || kind !== "resource") return [];
  const services = principalsNamed(statement)
    .filter(([of, name]) => of === "Service" && !WITHOUT_SOURCE.test(name))
    .map(([, name]) => name);
  const bounded = conditionsOf(statement).some(
    ({ operator, key }) => SOURCE.test(key) && !/Not|^Null/i.test(operator),
  );
  return services.length === 0 || bounded ? [] : [`${services.join(", ")} may come for any account`];
});

export const unknownAction = each("unknown-action", ({ Action, NotAction }) =>
  [...textsOf(Action), ...textsOf(NotAction)]
    .filter((action) => !action.includes("${") && action !== "*")
    .flatMap((action) => {
      const [service = ""] = action.toLowerCase().split(":");
      if (!serviceExists(service)) return [`AWS has no service '${service}', as in '${action}'`];
      return actionsNamed(action)?.length === 0 ? [`'${action}' names no action of ${service}`] : [];
    }),
);

export const neverMatches = each("never-matches", (statement, { kind }) => [
  ...conditionsOf(statement).flatMap(({ operator, key }) => keyProblem(statement, kind, operator, key)),
  ...contradictions(conditionsOf(statement)),
]);

function keyProblem(
  { Effect, Action }: PolicyStatement,
  kind: ModelPolicy["kind"],
  operator: string,
  key: string,
): readonly string[] {
  if (key.includes("${")) return [];
  const known = conditionKey(key);
  if (known === undefined) return [`AWS knows no condition key '${key}'`];
  // Where the key may be absent, its absence is what matches; and a refusal that never applies is often meant.
  if (Effect !== "Allow" || /IfExists$|^Null$|^ForAllValues|Not/i.test(operator)) return [];
  if (kind === "resource" && /^kms:ResourceAliases$/i.test(key))
    return ["kms:ResourceAliases never matches in a key policy"];
  if (known === "unjudged" || isGlobalKey(key) || kind === "trust") return [];
  const actions = textsOf(Action).map((action) => actionsNamed(action));
  if (actions.length === 0 || actions.some((named) => named === undefined || named.length === 0)) return [];
  const sent = actions.some((named) => named?.some((action) => takesKey(action, key)));
  return sent ? [] : [`AWS sends '${key}' with none of its actions`];
}

/** Conditions that no request meets together. */
function contradictions(conditions: readonly Condition[]): readonly string[] {
  const keys = [...new Set(conditions.map(({ key }) => key.toLowerCase()))];
  return keys.flatMap((lower) => {
    const own = conditions.filter(({ key }) => key.toLowerCase() === lower);
    const key = own[0]?.key ?? lower;
    const values = (operator: RegExp) =>
      own.filter((each) => operator.test(each.operator)).map((each) => each.values);
    const absent = values(/^Null$/i).some((each) => each.length === 1 && each[0] === "true");
    const needed = own.some(({ operator }) =>
      /^(ForAnyValue:)?(String|Arn|Numeric|Date|Bool|Ip)(?!.*(Not|IfExists))/i.test(operator),
    );
    if (absent && needed) return [`'${key}' must be absent, and must have a value`];
    const equals = values(/^StringEquals$/i);
    const not = values(/^StringNotEquals$/i).flat();
    if (equals.some((each) => each.length > 0 && each.every((value) => not.includes(value))))
      return [`'${key}' must be one of the values that it must not be`];
    return [];
  });
}
