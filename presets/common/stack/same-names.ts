import {
  type App,
  DefaultTokenResolver,
  StringConcat,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import { ConfigError } from "../../../modules/config-error";
import { freeMap, having, knownText, text } from "../../../modules/shape";
import { shown } from "../../../modules/show-value";
import { holdsTemplate } from "../../../modules/tokens";
import { assertArguments } from "../../../modules/validate";
import { anApp } from "./app-shape";

/** How AWS calls what has a name of its own, by type, and the property that says it. */
interface Named {
  readonly kind: string;
  readonly property: string;
  /** Whether the name is taken in one region only. */
  readonly regional: boolean;
}

const inRegion = (kind: string, property = "name"): Named => ({ kind, property, regional: true });
const everywhere = (kind: string, property = "name"): Named => ({ kind, property, regional: false });

const NAMED: Readonly<Record<string, Named>> = {
  aws_cloudtrail: inRegion("trail"),
  aws_cloudwatch_event_rule: inRegion("event rule"),
  aws_cloudwatch_log_group: inRegion("log group"),
  aws_cloudwatch_metric_alarm: inRegion("alarm", "alarmName"),
  aws_dynamodb_table: inRegion("table"),
  aws_iam_group: everywhere("IAM group"),
  aws_iam_instance_profile: everywhere("instance profile"),
  aws_iam_policy: everywhere("managed policy"),
  aws_iam_role: everywhere("IAM role"),
  aws_iam_user: everywhere("IAM user"),
  aws_kms_alias: inRegion("alias"),
  aws_s3_bucket: everywhere("bucket", "bucket"),
  aws_sns_topic: inRegion("topic"),
};

/** Configuration by name of the stack. */
type Stacks = Readonly<Record<string, { readonly region: string }>>;

const SHAPE = { app: anApp, file: text, stacks: freeMap(having({ region: knownText })) };

/**
 * Refuses stacks that would take the same name from each other: what the file says is compared when it is read; this is about all that the
 * stacks make of it, such as the IAM user `app-writer` of a stack `app` and of a stack `app-writer`.
 *
 * @param file for the message.
 * @throws {@link ConfigError} with every such name, and where in the file both come from; or with what is no app, file name or map of configurations.
 */
export function assertNamesApart(app: App, file: string, stacks: Stacks): void {
  assertArguments("assertNamesApart", { app, file, stacks }, SHAPE);
  const taken = new Map<string, string>();
  const problems: string[] = [];
  for (const stack of app.node.children.filter(TerraformStack.isStack)) {
    const id = stack.node.id;
    for (const { kind, name, place } of namesIn(stack, stacks[id]?.region ?? "")) {
      const key = `${kind} ${name} ${place}`;
      const first = taken.get(key);
      if (first === undefined) taken.set(key, id);
      else if (first !== id)
        problems.push(
          `${sourceOf(id, name, stacks)}: ${kind} ${shown(name)}${place === "" ? "" : ` in ${place}`} must be used once, it is in ${shown(sourceOf(first, name, stacks))} too`,
        );
    }
  }
  if (problems.length > 0) throw new ConfigError(file, problems);
}

interface Name {
  readonly kind: string;
  readonly name: string;
  /** The region, or nothing. */
  readonly place: string;
}

const RESOLVER = new DefaultTokenResolver(new StringConcat());

function namesIn(stack: TerraformStack, home: string): Name[] {
  const resolved = (value: unknown): unknown =>
    Tokenization.resolve(value, { scope: stack, resolver: RESOLVER, preparing: false });
  return stack.node.findAll().flatMap((construct) => {
    const named = TerraformResource.isTerraformResource(construct)
      ? NAMED[construct.terraformResourceType]
      : undefined;
    if (named === undefined) return [];
    const inputs = construct as unknown as Readonly<Record<string, unknown>>;
    const name: unknown = resolved(inputs[`${named.property}Input`]);
    if (typeof name !== "string") return [];
    const region: unknown = resolved(inputs.regionInput) ?? home;
    // What stands for the region in a name is the same text in all regions.
    const place = named.regional || holdsTemplate(name) ? String(region) : "";
    return [{ kind: named.kind, name, place }];
  });
}

/** The key of the file that says the name; the stack, where its name is a part of it. */
function sourceOf(id: string, name: string, stacks: Stacks): string {
  const search = (value: unknown, path: string): string | undefined => {
    if (value === name) return path;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    for (const [key, child] of Object.entries(value)) {
      const found = search(child, `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(stacks[id], `stacks.${id}`) ?? `stacks.${id}`;
}
