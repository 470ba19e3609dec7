/**
 * The SDK's own chain of credentials, through our handler, with an end, and with errors that hold nothing of what was read: a garbled answer
 * of a metadata service quotes the keys in it, and a `credential_process` that fails, its command line.
 */
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { HttpHandler } from "@smithy/core/protocols";
import type { AwsCredentialIdentity } from "@smithy/types";
import { OperatorError } from "../../errors";
import { withPrograms } from "./credential-programs";
import { endingForeignReplies } from "./foreign-replies";

/** Milliseconds: a `credential_process` may ask somebody to touch a key. */
export const CREDENTIALS_MS = 60_000;

type Provider = (properties?: Record<string, unknown>) => Promise<AwsCredentialIdentity>;

/** For `credentialDefaultProvider` of a client. */
export function boundedCredentials(requestHandler: HttpHandler, ms = CREDENTIALS_MS) {
  return (init: Record<string, unknown>): Provider => {
    const provider: Provider = defaultProvider({ ...init, clientConfig: { requestHandler } });
    return async (properties) => {
      try {
        return await inTime(() => endingForeignReplies(() => provider(properties)), ms);
      } catch (error) {
        throw discreet(error);
      }
    };
  };
}

async function inTime<T>(work: () => Promise<T>, ms: number): Promise<T> {
  const { result, endPrograms } = withPrograms(work);
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  // A program that is ended fails, too, and perhaps first: what is said is why it was ended.
  const inTimeOnly = result.catch((error: unknown) =>
    isLate ? new Promise<never>(() => undefined) : Promise.reject(error),
  );
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      void endPrograms().finally(() => reject(failure(`no credentials within ${ms} ms`)));
    }, ms);
  });
  return await Promise.race([inTimeOnly, late]).finally(() => clearTimeout(timer));
}

/** Of whom the words are the SDK's own, or those of a service of AWS. */
const SPEAKING: ReadonlySet<string> = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ProviderError",
]);

function discreet(error: unknown): unknown {
  if (error instanceof OperatorError) return error;
  const { name, message, code, $fault, $metadata } = (error ?? {}) as Error &
    Readonly<Record<string, unknown>>;
  // Of a client of the SDK, as that of STS is: what the service said, or how its connection failed.
  if ($fault !== undefined || $metadata !== undefined) return error;
  if (typeof code === "string") return failure(`what gives the credentials does not answer (${code})`);
  if (!SPEAKING.has(name)) return failure(`what gives the credentials cannot be read (${name})`);
  if (!/^(Command failed|SyntaxError)/.test(message)) return error;
  return failure("the credential_process of the profile failed");
}

/** The name is the SDK's own: by it, the tables of failures know it. */
const failure = (message: string): Error =>
  Object.assign(new Error(message), { name: "CredentialsProviderError" });
