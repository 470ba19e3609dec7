/**
 * The function behind S3 Batch Operations and Step Functions: `fleet-handler.handler`, with the threads that stand beside it. The local driver calls the same file. Its
 * environment gives the arguments that a job does not bring: `SEALSTACK_FLEET_OPERATION`, `_KEYS`, `_FROM_KEYS`, `_TO_KEYS`, `_PROVE`; and in
 * `SEALSTACK_FLEET_ROLE_ARN` a role that reaches the backups, where the function's own does not.
 */
import { kmsCipher } from "./core/crypto";
import type { OperationArguments } from "./core/fleet/operations";
import type { OuterKeys } from "./core/fleet/outer-keys";
import { s3OuterKeys } from "./core/fleet/s3-outer-keys";
import { type HandlerSurroundings, handleInvocation, type Invoke } from "./core/fleet/tasks/handle";
import type { InvocationResponse } from "./core/fleet/tasks/invocation";
import { kmsKeyLife } from "./core/key-life/kms-key-life";
import type { MessageCipher, ObjectStore } from "./core/ports";
import { s3Store } from "./core/store";
import { endpointVariables } from "./settings/settings-checks";

/** What is left of the function's time for its answer, and for what was begun to be taken back. */
const LAST_MS = 10_000;

/** The part of Lambda's context that is used. */
export interface LambdaContext {
  /** Milliseconds until Lambda ends the function. */
  readonly getRemainingTimeInMillis: () => number;
}

export interface HandlerEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onDefect: (error: unknown) => void;
  /** @default - the SDK's own */
  readonly region?: string | undefined;
  /** By service, in place of AWS's own. */
  readonly endpoints?: { readonly kms?: string | undefined; readonly s3?: string | undefined };
}

/** Clients, stores and ciphers are made once, and used by all invocations. */
export function createHandler(environment: HandlerEnvironment): Invoke {
  const { env, region, endpoints = {}, onDefect } = environment;
  const variables = endpointVariables(env);
  const endpoint = (service: "kms" | "s3"): string | undefined =>
    endpoints[service] ??
    (variables[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || variables.AWS_ENDPOINT_URL || undefined);
  const roleArn = env.SEALSTACK_FLEET_ROLE_ARN || undefined;
  const kmsSettings = { region, roleArn, endpoint: endpoint("kms") };
  const stores = new Map<string, ObjectStore>();
  const outerKeys = new Map<string, OuterKeys>();
  const ciphers = new Map<string, MessageCipher>();
  const deps: HandlerSurroundings = {
    store: (bucket) =>
      remembered(stores, bucket, () => s3Store({ bucket, region, roleArn, endpoint: endpoint("s3") })),
    outerKeys: (bucket) =>
      remembered(outerKeys, bucket, () => s3OuterKeys({ bucket, region, roleArn, endpoint: endpoint("s3") })),
    cipher: (use, [first, ...more]) => {
      if (first === undefined) throw new Error("a cipher has keys");
      return remembered(ciphers, [use, first, ...more].join(), () =>
        kmsCipher({ ...kmsSettings, keys: [first, ...more] }),
      );
    },
    kms: kmsKeyLife(kmsSettings),
    now: () => new Date(),
    defaults: defaultsOf(env),
    onDefect,
  };
  return (event, deadline) => handleInvocation(event, deps, deadline);
}

function remembered<T>(all: Map<string, T>, key: string, make: () => T): T {
  const found = all.get(key) ?? make();
  all.set(key, found);
  return found;
}

const VARIABLES = {
  operation: "SEALSTACK_FLEET_OPERATION",
  keys: "SEALSTACK_FLEET_KEYS",
  fromKeys: "SEALSTACK_FLEET_FROM_KEYS",
  toKeys: "SEALSTACK_FLEET_TO_KEYS",
  prove: "SEALSTACK_FLEET_PROVE",
} as const;

function defaultsOf(env: HandlerEnvironment["env"]): OperationArguments {
  const given = Object.entries(VARIABLES).flatMap(([name, variable]) => {
    const text = env[variable];
    return text === undefined || text === "" ? [] : [[name, text] as const];
  });
  return Object.fromEntries(given);
}

/** Where a defect is, and not its words: they may quote anything. */
function onDefect(error: unknown): void {
  const { name = "Error", stack = "" } = (error ?? {}) as Partial<Error>;
  const frames = stack.split("\n").filter((line) => /^ +at /.test(line));
  process.stderr.write(`${[`defect: ${name}`, ...frames].join("\n")}\n`);
}

let invoke: Invoke | undefined;

/** What Lambda calls. */
export async function handler(event: unknown, context: LambdaContext): Promise<InvocationResponse> {
  invoke ??= createHandler({ env: process.env, onDefect });
  const milliseconds = Math.max(0, context.getRemainingTimeInMillis() - LAST_MS);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), milliseconds);
  try {
    return await invoke(event, { signal: stop.signal, seconds: milliseconds / 1000 });
  } finally {
    clearTimeout(timer);
  }
}
