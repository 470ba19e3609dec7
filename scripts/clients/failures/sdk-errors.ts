/** AWS SDK failures, told to the operator. Classified by error name and status, never by message text. */
import { OperatorError } from "../../errors";
import { networkWords } from "../../system-codes";
import { BadReplyError } from "../replies/bad-reply";
import { BY_NAME, type FailureClass, UNAVAILABLE } from "./failure-table";
import { type NamedFailure, serverAnswer } from "./server-answer";

/** What was being done, for the sentence: `cannot <action>: …`. */
export interface Attempt {
  /** Such as `decrypt the data key` or `write s3://bucket/key`. */
  readonly action: string;
  /** What a server must be able to do for it, when not all can; such as `conditional writes`. */
  readonly needs?: string | undefined;
}

const BAD_REPLY = "check the endpoint, and what stands between it and this host: AWS does not answer so";

/** The operator's error for an SDK failure. Errors of neither the SDK nor the network come back as they are: bugs. */
export function toOperatorError(error: unknown, { action, needs }: Attempt): unknown {
  if (error instanceof OperatorError) return error;
  if (error instanceof BadReplyError)
    return new OperatorError("badReply", `cannot ${action}: ${error.message}`, {
      hint: BAD_REPLY,
      cause: error,
    });
  const found = failureOf(error, needs);
  if (found === undefined) return error;
  return new OperatorError(found.exit, `cannot ${action}: ${found.says} (${found.name})`, {
    hint: found.hint,
    cause: error,
  });
}

function failureOf(error: unknown, needs: string | undefined): NamedFailure | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { name, code, errors } = error as Partial<AggregateError> & { code?: unknown };
  const known = classNamed(String(name).replace(/^KMS\./, "")) ?? classNamed(String(code));
  // The name that documentation and search engines know: the SDK's error name, or the system's code.
  if (known !== undefined) return { ...known, name: typeof code === "string" ? code : String(name) };
  const words = networkWords(error);
  if (words !== undefined && typeof code === "string")
    return {
      ...UNAVAILABLE,
      says: `${UNAVAILABLE.says}: ${words.says}`,
      hint: words.hint ?? UNAVAILABLE.hint,
      name: code,
    };
  if (Array.isArray(errors) && errors.length > 0) return failureOf(errors[0], needs); // one for each address that was tried
  return serverAnswer(error, needs) ?? ofConfiguration(error);
}

const classNamed = (name: string): FailureClass | undefined =>
  Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;

/** What the SDK finds wrong with its configuration before it asks anybody. It has no names for the region. */
function ofConfiguration(error: object): NamedFailure | undefined {
  const { name, message = "" } = error as Partial<Error>;
  if (name === "EndpointError")
    return {
      exit: "usage",
      says: `there is no endpoint for this: ${message}`,
      hint: "check --bucket, --region, --endpoint-url and AWS_USE_FIPS_ENDPOINT",
      name,
    };
  return /^Region (is missing|not accepted)/.test(message) ? NO_REGION : undefined;
}

/** Source of the texts: @smithy/core, `resolveRegionConfig` and `checkRegion`. */
const NO_REGION: NamedFailure = {
  exit: "credentials",
  says: "it is not known in which AWS region",
  hint: "give --region, or --outputs FILE, or set AWS_REGION, or a region in the profile",
  name: "no region",
};
