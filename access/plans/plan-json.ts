/**
 * The shape of `terraform show -json`, as far as it is read.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
import { AccessError } from "../evaluate/access-error";
import { isMap } from "../sources/blocks";

export type Json = Readonly<Record<string, unknown>>;

export interface PlanJson {
  /** Resources as they will be. */
  readonly values: Json;
  readonly changes: readonly Json[];
  readonly configuration: Json;
  readonly prior: Json;
  readonly variables: Json;
}

/** Whether a JSON value is such a file, of whatever version. */
export function isPlan(value: unknown): value is Json {
  return isMap(value) && typeof value.format_version === "string" && !("resource" in value);
}

/** @param file for messages. @throws {@link AccessError} for another version, and for a plan that is not whole */
export function planJson(value: Json, file: string): PlanJson {
  const version = String(value.format_version);
  if (!/^1\.\d+$/.test(version))
    throw new AccessError(
      `${file} is of format ${version}, and formats 1.x are read: write it with \`terraform show -json\` of Terraform 1.1 or later, or OpenTofu`,
    );
  if (value.errored === true)
    throw new AccessError(`${file} is of a plan that failed: what it leaves out would be taken for absent`);
  const values = value.planned_values ?? value.values;
  if (!isMap(values) || !isMap(values.root_module))
    throw new AccessError(
      `${file} holds no planned values: write it with \`terraform show -json PLAN\`, without -target`,
    );
  const { resource_changes: changes, configuration, prior_state: prior, variables } = value;
  return {
    values: values.root_module,
    changes: [changes ?? []].flat().filter(isMap),
    configuration: isMap(configuration) && isMap(configuration.root_module) ? configuration : {},
    prior:
      isMap(prior) && isMap(prior.values) && isMap(prior.values.root_module) ? prior.values.root_module : {},
    variables: isMap(variables) ? variables : {},
  };
}

/** The resources of a module and of those in it. */
export function resourcesIn(module: Json): readonly Json[] {
  return [
    ...[module.resources ?? []].flat().filter(isMap),
    ...[module.child_modules ?? []].flat().filter(isMap).flatMap(resourcesIn),
  ];
}
