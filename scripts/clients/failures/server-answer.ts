/** Answers of servers that no table knows, in their own words. */
import type { ExitName } from "../../errors";
import { CONFLICT, DENIED, type FailureClass, OTHER_REGION } from "./failure-table";

/** Characters of a server's message that are shown. */
const MESSAGE_LENGTH = 300;

/** What the SDK gives servers that sent neither a code nor a message. */
const NAMELESS = new Set(["Error", "SyntaxError", "Unknown", "UnknownError"]);

/** A failure of the SDK that came with an answer of a server. */
interface Answered {
  readonly name?: unknown;
  readonly message?: unknown;
  /** The SDK has read the answer. */
  readonly $metadata?: { readonly httpStatusCode?: number };
  /** The SDK could not read it; what it says then may quote the answer, and that may hold anything. */
  readonly $response?: { readonly statusCode?: number };
}

/** A failure, and what to call it. */
export interface NamedFailure extends FailureClass {
  readonly name: string;
}

/**
 * @param needs what the server must be able to do for what was asked of it.
 * @returns `undefined` when no server answered.
 */
export function serverAnswer(error: object, needs: string | undefined): NamedFailure | undefined {
  const { name, message, $metadata, $response } = error as Answered;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  if (status === undefined) return undefined;
  const code = NAMELESS.has(String(name)) ? undefined : String(name).slice(0, MESSAGE_LENGTH);
  const words = code === undefined ? "" : oneLine(String(message ?? ""));
  return {
    ...meaningOf(status, words, needs),
    name: code === undefined ? `HTTP ${status}` : `${code}, HTTP ${status}`,
  };
}

function meaningOf(status: number, words: string, needs: string | undefined): FailureClass {
  const quoted = words === "" || NAMELESS.has(words) ? "" : `: ${words}`;
  if (status === 403 && quoted === "") return DENIED;
  if (status === 412) return CONFLICT;
  if (status === 301 || status === 307) return OTHER_REGION;
  if (status === 405 || status === 501)
    return {
      exit: "refused",
      says: `the server cannot do that${quoted}`,
      hint: needs === undefined ? "use a server that can" : `use a server that has ${needs}`,
    };
  const [exit, hint] = BY_STATUS[status] ?? (status >= 500 ? FAILED : REFUSED);
  return { exit, says: `the server ${status >= 500 ? "failed" : "refused"}${quoted}`, hint };
}

type Row = readonly [exit: Exclude<ExitName, "ok" | "bug">, hint: string];

const FAILED: Row = ["unavailable", "try again; ask the owner of the server if it goes on"];
const REFUSED: Row = ["refused", "look the code up in the server's documentation"];
const CHECK_CREDENTIALS = "check the credentials, and who may use the server";

const BY_STATUS: Readonly<Record<number, Row>> = {
  401: ["credentials", CHECK_CREDENTIALS],
  403: ["accessDenied", CHECK_CREDENTIALS],
  404: ["notFound", "check the names, the region and AWS_ENDPOINT_URL"],
  407: ["credentials", "put the name and password for the proxy into HTTPS_PROXY"],
  408: ["unavailable", "try again"],
  429: ["unavailable", "try again in a minute"],
  507: ["unavailable", "free some space on the server"],
};

/** A message is a line of text. What AWS quotes of the request in it may be a value of an encryption context. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/\bValue '.*?' at '/g, "Value at '")
    .trim()
    .replace(/\.$/, "")
    .slice(0, MESSAGE_LENGTH);
