/** Where an emulator may be, and how a client finds it: on loopback, with credentials that are worth nothing. */
import { OperatorError } from "../../scripts/errors";
import type { EmulatorName } from "./chosen";

/** Fixed test credentials; the user's own are never sent to an emulator. */
export const TEST_CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" } as const;

/** Region of clients that have no stack to take it from. */
export const DEFAULT_REGION = "eu-central-1";

/** Hosts that cannot leave the machine. A name other than localhost could be made to point anywhere. */
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** Whether `endpoint` is an http(s) URL on loopback. */
export function isLoopback(endpoint: string): boolean {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && LOOPBACK.test(url.hostname);
}

/** @throws OperatorError (`usage`) unless `endpoint` is on loopback: nothing here may ever reach AWS. */
export function assertLoopback(endpoint: string): void {
  if (isLoopback(endpoint)) return;
  throw new OperatorError(
    "usage",
    `the emulator tools only talk to loopback, got endpoint ${JSON.stringify(endpoint)}`,
    {
      hint: "use cdktf deploy for AWS",
    },
  );
}

/** Who answers there; `undefined` for nobody, or somebody else. Proxies from the environment are not used by `fetch`. */
export async function emulatorAt(endpoint: string): Promise<EmulatorName | undefined> {
  // MiniStack answers to LocalStack's path, too.
  if (await isHealthy(endpoint, "_ministack")) return "ministack";
  return (await isHealthy(endpoint, "_localstack")) ? "localstack" : undefined;
}

/** Whether one of the emulators answers there. */
export const isEmulator = async (endpoint: string): Promise<boolean> =>
  (await emulatorAt(endpoint)) !== undefined;

const isHealthy = (endpoint: string, name: string): Promise<boolean> =>
  answersWith(new URL(`/${name}/health`, endpoint), /^\{.*"services"/s);

async function answersWith(url: URL, content: RegExp): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return response.ok && content.test(await response.text());
  } catch {
    return false;
  }
}

/** Environment variables that lead any AWS SDK or command-line tool to the emulator. */
export function emulatorEnvironment(endpoint: string, region = DEFAULT_REGION): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}

/** Variables of the user that would win over, or be mixed with, {@link emulatorEnvironment}. */
export const CONFLICTING_VARIABLES = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_ENDPOINT_URL_KMS",
  "AWS_ENDPOINT_URL_S3",
  "AWS_ENDPOINT_URL_IAM",
  "AWS_ENDPOINT_URL_STS",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
] as const;
