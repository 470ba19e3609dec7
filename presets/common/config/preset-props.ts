/** What a preset's stack takes in code: the configuration as `sealstack.yaml` has it, with everything left out that has a default. */
import type { Construct } from "constructs";
import { z } from "zod";
import { problemMessage } from "../../../modules/checked-yaml/messages";
import { keyProblems } from "../../../modules/checked-yaml/problems";
import { ConfigError } from "../../../modules/config-error";
import { shown } from "../../../modules/show-value";
import { isToken } from "../../../modules/tokens";
import { type Backend, backendSchema } from "./backend";
import { accountField } from "./fields";

/** How a stack reaches AWS. */
export interface Deployment {
  /**
   * Region of the provider, and so of everything in the stack that names no other.
   *
   * @default - that of the configuration, which it has to be unless only Terraform knows it
   */
  readonly region?: string;
  /**
   * Where the state is kept. A local path must be absolute: Terraform runs in another folder.
   *
   * @default - cdktf's own: the file `terraform.<stack>.tfstate` in the folder in which the program runs
   */
  readonly backend?: z.input<typeof backendSchema>;
  /**
   * The only account to which the provider deploys, twelve digits: with credentials of another one, Terraform stops before it looks at anything.
   *
   * @default - the configuration's `accountId`, where the preset has one, else any
   */
  readonly accountId?: string;
}

/** A deployment in which nothing is left to say. */
export interface FullDeployment {
  readonly region: string;
  /** Absent where the place is left to cdktf. */
  readonly backend?: Backend;
  /** Absent where every account will do. */
  readonly accountId?: string;
}

/** Schema of a preset's configuration. */
export type PresetSchema = z.ZodObject<{ readonly preset: z.ZodLiteral<string> }>;

type InputOf<Schema extends PresetSchema> = Omit<z.input<Schema>, "preset"> &
  Partial<Pick<z.input<Schema>, "preset">>;

/** What the stack of a preset needs. */
export interface PresetProps<Schema extends PresetSchema> {
  /** What `sealstack.yaml` says of the stack. What has a default may be left out, and so may `preset`. */
  // Written out, so that the compiler names keys and not the schema where something is wrong.
  readonly config: { [Key in keyof InputOf<Schema>]: InputOf<Schema>[Key] };
  /**
   * How to deploy the stack. `{}` is enough: a provider for the configuration's region, and cdktf's own state.
   *
   * @default - the stack is a module without provider and state
   */
  readonly deployment?: Deployment;
}

/** The same with all defaults. */
export interface FullProps<Schema extends PresetSchema> {
  readonly config: z.output<Schema>;
  readonly deployment: FullDeployment | undefined;
}

/** What a program may say of a {@link Deployment}. */
export const deploymentSchema = z
  .strictObject({
    region: z.string().min(1).optional(),
    backend: backendSchema.optional(),
    accountId: accountField("The account.").optional(),
  })
  .optional();

/**
 * Reads the props of a stack. What was read already passes unchanged.
 *
 * @throws {@link ConfigError} with everything that is wrong, each with its key.
 */
export function presetProps<Schema extends PresetSchema>(
  schema: Schema,
  scope: Construct,
  id: string,
  props: PresetProps<Schema>,
): FullProps<Schema> {
  const path = [scope?.node?.path, id].filter(Boolean).join("/");
  const [preset] = schema.shape.preset.values;
  const all = z.strictObject({ config: schema, deployment: deploymentSchema });
  const parsed = all.safeParse(withPreset(props, preset ?? ""), { error: problemMessage });
  if (!parsed.success)
    throw new ConfigError(
      path,
      parsed.error.issues.flatMap(keyProblems).map(({ text }) => text),
    );
  const { config, deployment } = parsed.data as {
    readonly config: z.output<Schema> & { readonly region: string; readonly accountId?: string };
    readonly deployment?: z.output<typeof deploymentSchema>;
  };
  if (deployment === undefined) return { config, deployment };
  const { region = config.region, accountId = config.accountId } = deployment;
  if (region !== config.region && !isToken(region))
    throw new ConfigError(path, [
      `deployment.region: must be the configuration's, ${shown(config.region)}, got ${shown(region)}`,
    ]);
  if (config.accountId !== undefined && accountId !== config.accountId)
    throw new ConfigError(path, [
      `deployment.accountId: must be the configuration's, ${shown(config.accountId)}, got ${shown(accountId)}`,
    ]);
  const known = accountId === undefined ? deployment : { ...deployment, accountId };
  return { config, deployment: fullDeployment(known, region, props.deployment) };
}

/** The deployment without what was left out. @param given as the program wrote it, before the schema's defaults */
export function fullDeployment(
  { backend, accountId }: NonNullable<z.output<typeof deploymentSchema>>,
  region: string,
  given: Deployment | undefined,
): FullDeployment {
  return {
    region,
    ...(backend === undefined || isUnplaced(given?.backend) ? {} : { backend }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}

/** The schema's default is relative to `sealstack.yaml`, and in code there is none. */
function isUnplaced(backend: Deployment["backend"]): boolean {
  return backend?.type === "local" && backend.path === undefined;
}

/** The class says which preset it is. */
function withPreset(props: unknown, preset: string): unknown {
  if (!isMap(props) || !isMap(props.config) || props.config.preset !== undefined) return props ?? {};
  return { ...props, config: { ...props.config, preset } };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
