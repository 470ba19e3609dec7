/** What web pages of other origins may do with a bucket, as plain data. */
import { rangeText } from "../../config-error";
import { CORS_RULES } from "../limits";

/** A rule for browsers. It gives no permission: the request itself still has to be allowed. */
export interface CorsRule {
  /** Such as `https://www.example.com`; a `*` stands for anything. */
  readonly allowedOrigins: readonly string[];
  /** HTTP methods. */
  readonly allowedMethods: readonly ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[];
  /** Headers that a request may carry. @default - only those that browsers always allow */
  readonly allowedHeaders?: readonly string[];
  /** Headers of the answer that the page may see. @default - only those that browsers always show */
  readonly exposeHeaders?: readonly string[];
  /** Seconds that a browser may remember the answer. @default - S3 says nothing, and browsers choose */
  readonly maxAgeSeconds?: number;
  /** Why every origin may change objects; needed where `*` stands beside `PUT`, `POST` or `DELETE`. */
  readonly reason?: string;
}

const CHANGES = ["PUT", "POST", "DELETE"];

/** The rule for the provider. */
export function corsRule({ reason: _, ...rule }: CorsRule) {
  const { allowedHeaders, exposeHeaders, maxAgeSeconds } = rule;
  return {
    allowedOrigins: [...rule.allowedOrigins],
    allowedMethods: [...rule.allowedMethods],
    ...(allowedHeaders === undefined ? {} : { allowedHeaders: [...allowedHeaders] }),
    ...(exposeHeaders === undefined ? {} : { exposeHeaders: [...exposeHeaders] }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  };
}

/** Everything that is wrong with rules. */
export function corsProblems(rules: readonly CorsRule[] | undefined): readonly string[] {
  if (rules === undefined) return [];
  const { min, max } = CORS_RULES;
  const count = rules.length >= min && rules.length <= max;
  return [
    ...(count ? [] : [`cors must hold ${rangeText(CORS_RULES)} of rules, got ${rules.length}`]),
    ...rules.flatMap(({ allowedOrigins, allowedMethods, maxAgeSeconds, reason }, index) => {
      const problems: string[] = [];
      const say = (problem: string) => problems.push(`cors rule ${index + 1}: ${problem}`);
      if (allowedOrigins.length === 0) say("allowedOrigins must name an origin");
      if (allowedMethods.length === 0) say("allowedMethods must name a method");
      if (allowedOrigins.some((origin) => origin.split("*").length > 2))
        say("an origin must hold one * at most");
      if (maxAgeSeconds !== undefined && !(Number.isInteger(maxAgeSeconds) && maxAgeSeconds >= 0))
        say(`maxAgeSeconds must be a whole number from 0, got ${maxAgeSeconds}`);
      const changes = allowedMethods.filter((method) => CHANGES.includes(method));
      if (allowedOrigins.includes("*") && changes.length > 0 && (reason ?? "").trim() === "")
        say(`${changes.join(", ")} from every origin needs a reason`);
      return problems;
    }),
  ];
}
